"""From the records of one person's one period to their conversation."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import TypeVar, get_args

from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.periods import Period
from goaltalk.domain.records import (
    Agreement,
    Answer,
    CheckIn,
    EmployeePreparation,
    Feedback,
    LeaderPreparation,
    Record,
    Review,
    Talk,
)
from goaltalk.domain.records.fields import Side

R = TypeVar("R", bound=Record)
Records = dict[Address, Record]


def assemble(person: str, period: Period, records: Records) -> Conversation:
    """Put the records of one person's one period together."""
    here = partial(Address, owner=person, period=period.label)
    return Conversation(
        person=person,
        period=period,
        preparation=Halves(
            _half(records, here("preparation.employee", side="employee"), EmployeePreparation),
            _half(records, here("preparation.leader", side="leader"), LeaderPreparation),
        ),
        talk=_halves(records, here("talk"), Talk),
        agreement=_half(records, here("agreement"), Agreement),
        checkins=tuple(
            DatedCheckIn(date.fromisoformat(day), _halves(records, here("checkin", name=day), CheckIn))
            for day in sorted({at.name for at in records if at.kind == "checkin"})
        ),
        review=_halves(records, here("review"), Review),
        feedback={at.name: one for at, one in records.items() if isinstance(one, Feedback)},
        answers={f"{at.name}.{at.side}": one for at, one in records.items() if isinstance(one, Answer)},
    )


def _halves(records: Records, about: Address, type_: type[R]) -> Halves[R, R]:
    employee, leader = (replace(about, side=side) for side in get_args(Side))
    return Halves(_half(records, employee, type_), _half(records, leader, type_))


def _half(records: Records, about: Address, type_: type[R]) -> R | None:
    record = records.get(about)
    return record if isinstance(record, type_) else None


def mark_unread(one: Conversation, unread: Mapping[str, Collection[str]]) -> Conversation:
    """Tell a conversation the kinds of its records that could not be read, given by period."""
    kinds = unread.get(one.period.label)
    return replace(one, unread=frozenset(kinds)) if kinds else one
