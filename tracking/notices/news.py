"""A piece of news: what an order's customer is told, once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self, TypedDict

from tracking.notices.codes import NoticeCode


class NewsJson(TypedDict):
    """News as JSON: moments and days in ISO 8601."""

    code: str
    part: str
    about: str
    since: str
    earlier: str | None


@dataclass(frozen=True, slots=True)
class News:
    """A piece of news about a part of an order.

    ``part`` is the public id of a parcel or return, empty for the order itself. ``about`` is what the news is about: a
    reason's public code, or the promised day in ISO 8601. An order's news with the same ``key`` is never told twice.
    ``since`` is when it became true, in UTC. ``earlier`` is the day that was promised before.
    """

    code: NoticeCode
    part: str
    about: str
    since: datetime
    earlier: date | None = None

    @property
    def key(self) -> tuple[NoticeCode, str, str]:
        """The key of the same news of one order: code, part and what it is about."""
        return self.code, self.part, self.about

    def to_json(self) -> NewsJson:
        """Its fields as JSON."""
        return {
            "code": self.code.value,
            "part": self.part,
            "about": self.about,
            "since": self.since.isoformat(),
            "earlier": self.earlier.isoformat() if self.earlier else None,
        }

    @classmethod
    def from_json(cls, fields: NewsJson) -> Self:
        """The news from its fields. Raises ValueError and KeyError for anything that ``to_json`` did not make."""
        return cls(
            code=NoticeCode(fields["code"]),
            part=fields["part"],
            about=fields["about"],
            since=datetime.fromisoformat(fields["since"]),
            earlier=date.fromisoformat(fields["earlier"]) if fields["earlier"] else None,
        )
