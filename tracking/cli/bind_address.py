"""Converts the address that the server binds to one that a browser on this machine can open."""


def reachable_host(host: str) -> str:
    """The host under which a browser on this machine reaches the server."""
    if host in {"127.0.0.1", "0.0.0.0", "::1", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host
