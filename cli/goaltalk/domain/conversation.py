"""One person's one period: everything that both sides wrote in it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Generic, TypeVar

from msgspec import Struct

from goaltalk.domain.periods import Period
from goaltalk.domain.records import (
    Agreement,
    Answer,
    CheckIn,
    EmployeePreparation,
    Feedback,
    LeaderPreparation,
    Review,
    Talk,
)
from goaltalk.domain.records.fields import Side

E = TypeVar("E", covariant=True)
L = TypeVar("L", covariant=True)


class Halves(Struct, Generic[E, L], frozen=True):
    """What the two sides wrote, each in a record of its own."""

    employee: E | None = None
    leader: L | None = None

    def of(self, side: Side) -> E | L | None:
        """Return one side's half."""
        return self.employee if side == "employee" else self.leader

    def __bool__(self) -> bool:
        return self.employee is not None or self.leader is not None


class DatedCheckIn(Struct, frozen=True):
    """A check-in: its date and both halves."""

    day: date
    halves: Halves[CheckIn, CheckIn]


class Conversation(Struct, frozen=True):
    """Everything about one person in one period.

    `checkins` are in order of their dates; `feedback` is by who gives it; `answers` by their names; `unread`
    are the kinds of those records that are there and cannot be read.
    """

    person: str
    period: Period
    preparation: Halves[EmployeePreparation, LeaderPreparation] = Halves()
    talk: Halves[Talk, Talk] = Halves()
    agreement: Agreement | None = None
    checkins: tuple[DatedCheckIn, ...] = ()
    review: Halves[Review, Review] = Halves()
    feedback: Mapping[str, Feedback] = {}
    answers: Mapping[str, Answer] = {}
    unread: frozenset[str] = frozenset()

    def checkin_on(self, day: date) -> Halves[CheckIn, CheckIn]:
        """Return both halves of the check-in of that day; empty halves if there is none."""
        return next((one.halves for one in self.checkins if one.day == day), Halves())


def conversation_in(conversations: Iterable[Conversation], person: str, period: Period) -> Conversation:
    """Return the one of a person's conversations of a period; an empty one if nobody wrote anything in it."""
    for one in conversations:
        if one.period == period:
            return one
    return Conversation(person, period)
