import csv
from io import StringIO

from tests.sampling import each_row
from tracking.web.csv_table import csv_line, csv_table

FORMULAS = [
    "=1+1",
    "+46",
    "-2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "\uff1d1",
    "\uff20SUM(A1)",
    "  =1+1",
    "\xa0@A1",
    ";=1+1",
]


@each_row("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    ((cell,),) = csv.reader(StringIO(csv_line([text]), newline=""))
    assert cell == f"'{text}"


def test_a_table_is_read_as_it_was_written() -> None:
    rows = [('Lund, "old" town', 5, None), ("二号仓", -1, "a\nb")]
    read = [*csv.reader(StringIO(csv_table(("name", "hours", "more"), rows), newline=""))]
    assert read == [["name", "hours", "more"], ['Lund, "old" town', "5", ""], ["二号仓", "-1", "a\nb"]]
