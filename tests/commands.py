"""The commands as processes: their environment, and how they end."""

import os
import subprocess
import sys

WHEREABOUTS = (sys.executable, "-m", "tracking")


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without settings of the site, but for those given."""
    names = ("SHOPIFY_", "SECRET_KEY", "HOST", "PORT", "PUBLIC_URL", "REDIS_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(names)} | settings


def ended(*command: str, **settings: str) -> tuple[int, str, str]:
    """Status, output and errors of a command that ends by itself."""
    done = subprocess.run(  # noqa: S603 - our own words only
        command, env=environment(**settings), capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr
