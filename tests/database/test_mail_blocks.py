from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, mail_blocks
from tracking.database.mail_blocks import BlockKind


def test_a_block_is_found_under_the_hash_of_any_key(database: Database) -> None:
    with database.write() as transaction:
        mail_blocks.add(transaction, "old-hash", BlockKind.STOPPED, now=NOW)
        mail_blocks.add(transaction, "new-hash", BlockKind.STOPPED, now=NOW + timedelta(days=1))
        mail_blocks.add(transaction, "new-hash", BlockKind.REFUSED, now=NOW)
        assert mail_blocks.find(transaction, ["old-hash"]) == {BlockKind.STOPPED: NOW}
        assert mail_blocks.find(transaction, ["new-hash", "old-hash"]) == {
            BlockKind.STOPPED: NOW + timedelta(days=1),
            BlockKind.REFUSED: NOW,
        }
        assert mail_blocks.find(transaction, []) == {}


def test_the_second_time_moves_it(database: Database) -> None:
    with database.write() as transaction:
        for days in (0, 1):
            mail_blocks.add(transaction, "hash", BlockKind.STOPPED, now=NOW + timedelta(days=days))
        assert mail_blocks.find(transaction, ["hash"]) == {BlockKind.STOPPED: NOW + timedelta(days=1)}


def test_stops_stay_and_refusals_end(database: Database) -> None:
    with database.write() as transaction:
        for kind in BlockKind:
            mail_blocks.add(transaction, "hash", kind, now=NOW)
        assert mail_blocks.forget_refused_before(transaction, NOW) == 0
        assert mail_blocks.forget_refused_before(transaction, NOW + timedelta(days=1)) == 1
        assert set(mail_blocks.find(transaction, ["hash"])) == {BlockKind.STOPPED}


def test_stops_are_counted_by_their_key(database: Database) -> None:
    with database.write() as transaction:
        for block_hash in ("aa:1", "aa:2", "bb:1"):
            mail_blocks.add(transaction, block_hash, BlockKind.STOPPED, now=NOW)
        mail_blocks.add(transaction, "bb:9", BlockKind.REFUSED, now=NOW)
        assert mail_blocks.stops_by_key(transaction, 2) == {"aa": 2, "bb": 1}
