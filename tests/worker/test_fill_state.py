from dataclasses import asdict

from tracking.database import Database, progress
from tracking.directory.fill_names import FIRST_FILL
from tracking.worker.fill_state import DONE, FillState, fill_state


def test_fill_is_listed_only_when_its_phase_is_done(database: Database) -> None:
    with database.write() as transaction:
        assert fill_state(transaction) is None
        for phase in ("recent", "open", DONE):
            progress.put(transaction, FIRST_FILL, asdict(FillState(since="2026-11-01T00:00:00+00:00", phase=phase)))
            state = fill_state(transaction)
            assert state
            assert state.is_listed == (phase == DONE)
