"""The parameters of a list in the address of this request."""

from flask import request

_REPEATED = "ids"


def list_args() -> dict[str, str]:
    """By name, the first of several; ``ids``, which programs and checkboxes repeat, with commas between them."""
    args = request.args.to_dict()
    if ids := list(filter(None, request.args.getlist(_REPEATED))):
        args[_REPEATED] = ",".join(ids)
    return args
