"""Makes or mends ``.venv``, the first step of ``make run``: ``python3 scripts/environment runtime``.

Every Python from 2.7 on parses this file, so that one that is too old is told in a sentence, before any download.
"""

# ruff: noqa: PTH100, PTH118, PTH120, UP036 - the oldest Pythons know no better

import os
import sys

if sys.version_info < (3, 11):
    folders = os.environ.get("PATH", "").split(os.pathsep)
    names = ["python3.14", "python3.13", "python3.12", "python3.11"]
    found = [name for name in names if any(os.access(os.path.join(each, name), os.X_OK) for each in folders)]
    sys.exit(
        "Python 3.11 or newer is needed, and {} is {}: install one, or choose it, such as make {} PYTHON={}".format(
            sys.executable,
            ".".join(str(part) for part in sys.version_info[:3]),
            os.environ.get("MAKE_TARGET") or "run",
            (found or names)[0],
        )
    )

sys.path[0] = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from scripts.environment.environment import main  # noqa: E402 - not before the version is known

main(sys.argv[1])
