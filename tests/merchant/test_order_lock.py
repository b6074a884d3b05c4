from threading import Thread

import pytest

from tests.merchant.acting import Acting
from tracking.database import Database
from tracking.merchant.order_lock import NotStored, locked_order


@pytest.mark.both_databases
def test_order_erased_during_an_action_is_gone_for_the_next_action(database: Database) -> None:
    acting = Acting(database)
    eraser = Thread(target=acting.erasure.erase, args=([acting.order_id],))
    with locked_order(database, acting.erasure, acting.order_id):
        eraser.start()
    eraser.join()
    with pytest.raises(NotStored), locked_order(database, acting.erasure, acting.order_id):
        pass
