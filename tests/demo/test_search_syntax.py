from tests.sampling import each_row
from tracking.demo.search_syntax import Row, search

ROWS: list[Row] = [
    {
        "id": "gid://shopify/Order/1",
        "name": "#1001",
        "email": "ada@example.com",
        "processedAt": "2026-11-18T10:12:00Z",
        "displayFinancialStatus": "PAID",
        "confirmationNumber": "HG0000001",
    },
    {
        "id": "gid://shopify/Order/2",
        "name": "#1001-A",
        "email": "bo@example.com",
        "processedAt": "2026-11-21T10:12:00Z",
        "cancelledAt": "2026-11-21T12:00:00Z",
        "displayFinancialStatus": "VOIDED",
    },
    {
        "id": "gid://shopify/Order/3",
        "name": "#11001",
        "email": None,
        "processedAt": "2026-11-21T11:12:00Z",
        "closedAt": "2026-11-21T12:00:00Z",
        "displayFinancialStatus": "PAID",
    },
    {
        "id": "gid://shopify/Order/4",
        "name": "HG 2002 (B)",
        "email": "cleo@example.com",
        "processedAt": "2026-10-01T08:00:00Z",
        "displayFinancialStatus": "PENDING",
    },
]
SPECIAL: list[Row] = [
    {"id": "gid://shopify/Order/5", "name": '"Q" 7\\8'},
    {"id": "gid://shopify/Order/6", "name": "O'N*3003!"},
    {"id": "gid://shopify/Order/7", "name": "(EU) 4004"},
    {"id": "gid://shopify/Order/8", "name": "a:5005"},
]


def found(query: str, rows: list[Row] = ROWS) -> str:
    return " ".join(str(row["id"])[-1] for row in search(rows, query))


@each_row(
    ("query", "expected"),
    [
        ("", "1 2 3 4"),
        # Names are matched loosely: by parts of their words.
        ('name:"#1001"', "1 2 3"),
        ("name:#1001", "1 2 3"),
        ("name:1001-A", "2"),
        ("name:'#1001-a'", "2"),
        ("name:100*", "1 2"),
        ("name:2002", "4"),
        (r'name:"HG 2002 \(B\)"', "4"),
        (r"name:HG\ 2002", "4"),
        # Any value
        ("email:*", "1 2 4"),
        ("confirmation_number:*", "1"),
        ("-name:*", ""),
        ('name:"#"', ""),
        ("name:#*", ""),
        ("1001", "1 2 3"),
        ("ada@example.com", "1"),
        # Fields
        ("email:ADA@example.com", "1"),
        ("email:ada*", "1"),
        ("id:2", "2"),
        ("confirmation_number:hg0000001", "1"),
        ("financial_status:paid", "1 3"),
        ("status:open", "1 4"),
        ("status:closed", "3"),
        ("status:cancelled", "2"),
        ("status:not_closed", "1 2 4"),
        ("status:any", "1 2 3 4"),
        # Comparators
        ("processed_at:2026-10-01", "4"),
        ("processed_at:>2026-11-20", "2 3"),
        ("processed_at:<2026-11-01", "4"),
        ("processed_at:>=2026-11-21T11:12:00Z", "3"),
        ('processed_at:<="2026-11-18T10:12:00Z"', "1 4"),
        ("processed_at:>=2026-11-21T12:12:00+01:00", "3"),
        ("processed_at:<'2026-11-18T05:12:01-05:00'", "1 4"),
        # Words between terms
        ("name:1001 email:ada@example.com", "1"),
        ("name:1001 AND email:ada@example.com", "1"),
        ("name:2002 OR email:ada@example.com", "1 4"),
        ("name:1001 NOT email:ada@example.com", "2 3"),
        ("name:1001 -status:cancelled", "1 3"),
        ("-(name:1001 OR name:2002)", ""),
        ("(name:2002 OR name:1001-A) financial_status:voided", "2"),
        ("name:2002 OR name:1001 financial_status:voided", "2 4"),
        # Nothing that is typed breaks it
        ("((name:2002", "4"),
        ("name:2002)) OR name:1001", "4"),
        ('"2002', "4"),
        ("NOT", ""),
        ("OR", "1 2 3 4"),
        ("NOT OR", ""),
        ("colour:blue", "1 2 3 4"),
    ],
)
def test_search_matches_as_shopify_does(query: str, expected: str) -> None:
    assert found(query) == expected


@each_row(
    ("query", "expected"),
    [
        (r'name:"\"Q\" 7\\8"', "5"),
        (r'name:"\(EU\) 4004"', "7"),
        (r'name:"\"Q\"" OR name:"O\'N*3003"', "5 6"),
        ("name:O'N*3003", "6"),
        (r"name:a\:5005", "8"),
        ('name:"O\'N*3003!"', "6"),
        ('name:"(EU) 4004" OR name:"a:5005"', "7 8"),
        ('name:"NOT 4004"', ""),
        ("name:NOT 4004", ""),
        # A quote that is not escaped ends the value.
        ('name:"4004" OR status:any"', "5 6 7 8"),
    ],
)
def test_special_characters_are_escaped(query: str, expected: str) -> None:
    assert found(query, SPECIAL) == expected
