from tracking.security.content_hash import content_hash


def test_hash_is_that_of_the_specification() -> None:
    """Its own example: https://www.w3.org/TR/CSP2/#script-src-hash-usage ."""
    assert content_hash("alert('Hello, world.');") == "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
