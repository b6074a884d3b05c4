"""Writes the value of a setting as ``.env`` has it, where the setting has no form of its own."""


def as_text(value: object) -> str:
    """Lists have commas, and pairs semicolons between them; what is unset is empty."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(_pair, value)) if any(isinstance(each, tuple) for each in value) else ",".join(value)
    return str(value)


def _pair(pair: tuple[str, str]) -> str:
    name, text = pair
    return f"{name}={text}" if name else text
