from tracking.demo.changes import TOPICS
from tracking.demo.stories import StoryEvent
from tracking.shopify.webhooks.topics import TOPICS as UNDERSTOOD


def test_everything_that_happens_is_told_by_topics_that_the_site_understands() -> None:
    assert set(TOPICS) == set(StoryEvent)
    assert {topic for topics in TOPICS.values() for topic in topics} <= set(UNDERSTOOD)
    assert "orders/delete" not in str(TOPICS)
