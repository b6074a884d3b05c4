from itertools import islice

from tests import demo_orders
from tests.fakes import NOW
from tests.order.builders import policy
from tracking.database import Database, order_list, orders
from tracking.directory.judged_row import Rules, judged_row
from tracking.directory.judgement import judge
from tracking.directory.rules_fingerprint import rules_fingerprint
from tracking.shopify.documents.stored_document import stored_document

RULES = Rules(policy())


def test_a_row_is_the_judgement_and_comes_back_as_it_was_written(database: Database) -> None:
    for document in islice(demo_orders.documents().values(), 20):
        kept = stored_document(document)
        made = judged_row(kept, RULES, fetched_at=NOW, now=NOW, contact_hash="ab")
        with database.write() as transaction:
            assert orders.put(transaction, made.row, made.found_by)
            assert orders.get(transaction, made.row.id) == made.row
        judgement = judge(kept, fetched_at=NOW, now=NOW, policy=RULES.policy)
        assert (made.row.stage, made.row.judge_at, made.row.look_at) == (
            judgement.stage,
            judgement.judge_at,
            judgement.look_at,
        )
    with database.read() as transaction:
        assert order_list.view_counts(transaction)["all"] == 20


def test_the_fingerprint_is_that_of_the_policy() -> None:
    assert RULES.fingerprint == rules_fingerprint(RULES.policy)
