import re
from typing import Any

from tests.sampling import each_row
from tracking.carriers.columns import read_row
from tracking.carriers.row_validation import validate_row

GOOD: dict[str, Any] = {  # Any: what TOML may hold
    "name": "My Courier",
    "countries": ["SE"],
    "link": "https://track.mycourier.se/{lang}/{number}",
    "lang": {"en": "en"},
    "hosts": ["mycourier.se"],
    "formats": [{"regex": "MC[0-9]{6}", "strength": "strong"}],
    "valid": ["MC123456"],
    "invalid": ["MC12345"],
    "native_names": {"zh": "某快递", "zh_Hant": "某快遞"},
    "pickup_days": 7,
    "pickup_needs": "code",
    "reports": True,
}


def _faults(code: str = "my-courier", **columns: object) -> list[str]:
    return list(validate_row(read_row(code, GOOD | columns)))


def test_a_good_row_has_no_faults() -> None:
    assert _faults() == []


@each_row(
    ("columns", "sentence"),
    [
        ({"code": "My_Courier"}, "must be called by small letters"),
        ({"aliases": ["!!"]}, "has the name '!!', which has neither letters nor digits"),
        ({"local_names": ["Courier"]}, "has 'Courier' in `local_names`, which is none of its names"),
        ({"native_names": {"Chinese": "某快递"}}, "has `native_names` for the language 'Chinese'"),
        ({"native_names": {"zh": "……"}}, "has the name '……', which has neither letters nor digits"),
        ({"pickup_days": 365}, "has 365 `pickup_days`: write how many days a parcel is kept, 60 at most"),
        ({"countries": ["Sweden"]}, "has the country 'Sweden'"),
        ({"hosts": ["https://mycourier.se"]}, "has the host 'https://mycourier.se'"),
        ({"confidence": "sure"}, "has the confidence 'sure'"),
        ({"link": "http://mycourier.se/{number}"}, "must begin with https://"),
        ({"link": "https://mycourier.se/"}, "without the blank {number}"),
        ({"link": "https://mycourier.se/{number}/{zip}"}, "its blanks can be number, postcode, country, lang"),
        ({"link": "https://mycourier.se/{number.real}"}, "its blanks can be number, postcode, country, lang"),
        ({"link": "https://mycourier.se/{number"}, "cannot be used"),
        ({"link": "https://mycourier.se/{number}/{}"}, "cannot be used"),
        ({"link": "https://{number}.mycourier.se/{number}"}, "with a blank in its host"),
        ({"link": "https://user@mycourier.se/{number}"}, "cannot be used: it is not an http(s) address"),
        ({"link": "javascript:alert({number})"}, "cannot be used"),
        ({"link": "https://mycourier.se/{lang}/{number}", "lang": {}}, "with the blank {lang}: add"),
        ({"link": "https://othercourier.se/{number}"}, "whose host is none of its `hosts`: add 'othercourier.se'"),
        ({"in_language": {"sv": "https://othercourier.se/{number}"}}, "whose host is none of its `hosts`"),
        ({"formats": [{"regex": "MC[0-9", "strength": "weak"}]}, "which is no regular expression"),
        ({"valid": ["MC1"]}, "does not match 'MC1', which `valid` lists"),
        ({"invalid": ["MC654321"]}, "matches 'MC654321', which `invalid` lists"),
    ],
)
def test_faulty_row_has_a_sentence(columns: dict[str, Any], sentence: str) -> None:
    found = _faults(**columns)

    assert any(re.search(re.escape(sentence), fault) for fault in found), found
