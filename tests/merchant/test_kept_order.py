from threading import Thread

import pytest

from tests.merchant.acting import Acting
from tracking.database import Database
from tracking.merchant.kept_order import NotKept, kept_order


@pytest.mark.both_databases
def test_who_acts_on_an_order_that_is_being_erased_waits_and_finds_it_gone(database: Database) -> None:
    acting = Acting(database)
    eraser = Thread(target=acting.erasure.erase, args=([acting.order_id],))
    with kept_order(database, acting.erasure, acting.order_id):
        eraser.start()
    eraser.join()
    with pytest.raises(NotKept), kept_order(database, acting.erasure, acting.order_id):
        pass
