"""Describes the address that the server binds: for a browser on this machine, or why it cannot be had."""


def reachable_host(host: str) -> str:
    """The host under which a browser on this machine reaches the server."""
    if host in {"127.0.0.1", "0.0.0.0", "::1", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def unavailable(host: str, port: int) -> str:
    """The sentence for an address at which the system lets no process listen, or none of this user."""
    return f"HOST {host}, PORT {port}: not of this machine, taken, or (below 1024) for root alone. Set another one."
