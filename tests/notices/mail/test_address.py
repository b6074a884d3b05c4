import pytest

from tests.sampling import each_row
from tracking.notices.mail.address import smtp_address


@each_row(
    ("address", "expected"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada.L+x_y'z@Example.ORG ", "Ada.L+x_y'z@Example.ORG"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@例え.example", "ada@xn--r8jz45g.example"),
        ("zoë@example.org", "zoë@example.org"),
        ("ada@localhost", "ada@localhost"),
    ],
)
def test_domain_is_written_in_ascii(address: str, expected: str) -> None:
    assert smtp_address(address) == expected


@each_row(
    "address",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@.org",
        "ada@example..org",
        "ada@exam ple.org",
        "a da@example.org",
        "ada@eve@example.org",
        "ada@example.org,eve@example.org",
        "ada\r\n@example.org",
        "ada@example.org\r\nRCPT TO:<eve@example.org",
        "<ada@example.org>",
        "ada@example.org> SIZE=1",
        "ada\u202e@example.org",
        "ada\x00@example.org",
        f"{'x' * 65}@example.org",
        f"ada@{'x' * 64}.org",
        f"ada@{'x.' * 130}org",
    ],
)
def test_invalid_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no email address"):
        smtp_address(address)
