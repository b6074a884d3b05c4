"""The name by which a Content-Security-Policy allows one text that stands in a page."""

import base64
import hashlib


def content_hash(text: str) -> str:
    """``sha256-`` and the digest in base 64: https://www.w3.org/TR/CSP3/#grammardef-hash-source ."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
