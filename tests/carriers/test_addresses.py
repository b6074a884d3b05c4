from tests.sampling import each_row
from tracking.carriers.addresses import numbers_in, public_address, split_addresses


@each_row(
    ("text", "rest", "addresses"),
    [
        ("1Z5R8", "1Z5R8", []),
        ("Track: https://ups.com/t/1.", "Track:  ", ["https://ups.com/t/1"]),
        ("www.ups.com/t/1 HTTP://x.net/2)", "   ", ["www.ups.com/t/1", "HTTP://x.net/2"]),
    ],
)
def test_addresses_are_taken_out_of_the_text(text: str, rest: str, addresses: list[str]) -> None:
    assert split_addresses(text) == (rest, addresses)


def test_address_without_a_scheme_is_read_over_https() -> None:
    address = public_address("www.ups.com/t/1")

    assert address is not None
    assert address.secure == "https://www.ups.com/t/1"
    assert public_address("javascript:alert(1)") is None
    assert public_address("https://user@ups.com/t/1") is None


@each_row(
    ("url", "numbers"),
    [
        ("https://x.net/t?loc=en_US&n=AB12345678", ["AB12345678"]),
        ("https://x.net/t?n=K1234,K1235&id=AB12345678", ["K1234", "K1235"]),
        ("https://x.net/t/AB12345678/CD12345678", []),
        ("https://x.net/t/AB12345678?again=AB12345678", ["AB12345678"]),
        ("https://x.net/t/2026", []),
        ("https://x.net/", []),
    ],
)
def test_numbers_of_an_address_are_known_ones_or_the_only_likely_one(url: str, numbers: list[str]) -> None:
    address = public_address(url)

    assert address is not None
    assert numbers_in(address, lambda word: word.startswith("K") and word[1:].isdigit()) == numbers
