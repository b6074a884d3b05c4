import re

from sqlalchemy import JSON, Boolean, Date, Integer

from tracking.database.column_types import ShortText, UtcTime
from tracking.database.tables import metadata

COLUMNS = [column for table in metadata.sorted_tables for column in table.columns]
WAYS_TO_REACH_A_CUSTOMER = r"e?mail|phone|first_name|last_name|customer|street|address|postcode|zip|note|message"


def test_no_column_is_for_what_leads_to_a_customer() -> None:
    assert [str(column) for column in COLUMNS if re.search(WAYS_TO_REACH_A_CUSTOMER, column.name)] == []


def test_every_type_means_the_same_on_both_databases() -> None:
    known = (ShortText, UtcTime, Date, Integer, Boolean, JSON)
    assert [str(column) for column in COLUMNS if not isinstance(column.type, known)] == []


def test_every_foreign_key_is_an_order_id_that_cascades() -> None:
    referring = [column for column in COLUMNS if column.foreign_keys]
    assert {column.name for column in referring} == {"order_id"}
    assert {key.ondelete for column in referring for key in column.foreign_keys} == {"CASCADE"}
