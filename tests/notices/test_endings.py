from tests.notices.letter_sites import LetterSite
from tracking.database import notice_preferences, progress
from tracking.notices import tally


def test_outcomes_of_news_are_counted(site: LetterSite) -> None:
    site.cancel("#1001", "#1002")
    with site.database.write() as transaction:
        notice_preferences.put(transaction, site.shopify.id_of("#1002"), "none", now=site.clock())
    site.write_letters(minutes=10)
    with site.database.read() as transaction:
        assert tally.read(transaction) == {("cancelled", "sent"): 1, ("cancelled", "withheld"): 1}
        assert progress.get(transaction, "notices_ended")
