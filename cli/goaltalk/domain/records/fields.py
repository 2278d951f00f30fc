"""The kinds of field that several records share."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

# `(?!\n)` keeps Python's `$` from accepting a newline at the end; every schema dialect understands it.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*(?!\n)$"
PERIOD = r"^[0-9]{4}(-(H[12]|T[123]|Q[1-4]))?(?!\n)$"
CADENCE = r"^(weekly|biweekly|monthly|quarterly|every [1-9][0-9]? (days|weeks|months))(?!\n)$"
RANGE = 10**15  # beyond this, whole numbers are no longer exact in every JSON reader

Slug = Annotated[str, Meta(pattern=SLUG, min_length=1, max_length=64)]
PersonId = Annotated[str, Meta(pattern=SLUG, min_length=1, max_length=64, description="A person's id")]
Cadence = Annotated[
    str,
    Meta(pattern=CADENCE, description="weekly, biweekly, monthly, quarterly, or every N days|weeks|months"),
]
Number = Annotated[int, Meta(ge=-RANGE, le=RANGE)] | Annotated[float, Meta(ge=-float(RANGE), le=float(RANGE))]
Side = Literal["employee", "leader"]
GoalStatus = Literal["not_started", "on_track", "at_risk", "off_track", "achieved", "missed", "dropped"]
GoalResult = Literal["achieved", "partly", "missed", "dropped"]
WishAnswer = Literal["yes", "no", "later"]
Signatures = Literal["optional", "required"]
Severity = Literal["error", "warning", "off"]
Language = Literal["nb", "nn", "en"]
PeriodKind = Literal["year", "half-year", "tertial", "quarter"]


def other_side(side: Side) -> Side:
    """Return the other one of the two sides."""
    return "leader" if side == "employee" else "employee"


class LocalTime(str):
    """A time of day on a date, `2026-08-20T10:00`, in the zone of the settings."""

    __slots__ = ()

    def __new__(cls, text: str) -> "LocalTime":
        """Take `YYYY-MM-DDTHH:MM`; anything else, impossible dates included, is a ValueError."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", text):
            raise ValueError(f"'{text[:40]}' is not a time; write it like 2026-08-20T10:00")
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"'{text}' is no date and time that exists") from None
        return super().__new__(cls, text)

    @property
    def day(self) -> date:
        """The date without the time."""
        return date.fromisoformat(self[:10])


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every file and every part of one has in common: unknown keys are refused.

    What is as it would be without being written is not written either, where a record becomes plain values.
    """


class Span(Record, frozen=True, rename={"first": "from", "last": "to"}):
    """Days from and including `from` to and including `to`; never a reason."""

    first: Annotated[date, Meta(description="First day")]
    last: Annotated[date, Meta(description="Last day, included")]


class Experience(Record, frozen=True):
    """How the conversation was for this side; never added up over people (F1, D8)."""

    note: Annotated[str | None, Meta(description="How it was, in words")] = None
    compared: Annotated[str | None, Meta(description="How it compared with earlier conversations")] = None
    score: Annotated[
        Annotated[int, Meta(ge=1, le=5)] | None, Meta(description="1 to 5, only for those who like figures")
    ] = None


class Action(Record, frozen=True):
    """Who does what, and when (D6)."""

    id: Annotated[Slug, Meta(description="Unique for this person; made from the words when left out")]
    what: Annotated[str, Meta(description="What is to be done")]
    who: Annotated[PersonId, Meta(description="Who does it: a person's id")]
    due: Annotated[date | None, Meta(description="By when, YYYY-MM-DD")] = None


class FormerLeader(Record, frozen=True):
    """Who was the leader before, and until when."""

    leader: PersonId
    until: Annotated[date, Meta(description="The last day as leader")]
