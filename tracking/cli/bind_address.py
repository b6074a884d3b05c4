"""The address of a server, as a browser on this machine reaches it."""


def address(host: str) -> str:
    """How a browser on this machine reaches a host that the server is bound to."""
    if host in {"127.0.0.1", "0.0.0.0", "::1", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host
