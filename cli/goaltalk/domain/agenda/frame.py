"""Which meeting an agenda is for: who meets, when and where, and which of several is meant."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.meetings import find_planned, find_state, find_talk_ahead, find_talk_of, talk_day
from goaltalk.domain.periods import Period
from goaltalk.domain.records import Person
from goaltalk.domain.records.fields import LocalTime
from goaltalk.domain.records.meeting import Meeting

AgendaKind = Literal["talk", "checkin", "review"]


class Slot(NamedTuple):
    """Which meeting an agenda is for: its kind, its date, and its period."""

    kind: AgendaKind
    day: date
    period: Period


class Upcoming(Struct, frozen=True):
    """One meeting in a list of several; not planned: what would be talked about today."""

    person: str
    kind: AgendaKind
    day: date
    is_planned: bool
    at: LocalTime | None


class Frame(Struct, frozen=True):
    """Who meets, when and where. `day` is the date of the meeting."""

    kind: AgendaKind
    person: Person
    person_id: str
    leader: Person | None
    period: Period
    day: date
    at: LocalTime | None = None
    minutes: int | None = None
    place: str | None = None


def plan_next(company: Company, conversations: Sequence[Conversation], today: date) -> Slot:
    """Return the nearest meeting planned for today or later; else a check-in today."""
    planned = (Slot(one.kind, one.day, one.conversation.period) for one in find_planned(conversations, today))
    usual = Slot("checkin", today, company.period_at(today))
    return min(planned, key=lambda slot: (slot.day, slot.kind), default=usual)


def plan_talk(
    company: Company,
    conversations: Sequence[Conversation],
    period: Period | None,
    day: date | None,
    today: date,
) -> Slot:
    """Return when a talk is: of this period or on this day as far as they are given, else the one ahead."""
    if period is None:
        found = find_talk_of(conversations, day) if day else find_talk_ahead(conversations, today)
        period = found.period if found else company.period_opened(day or today)
    here = next((one for one in conversations if one.period == period), None)
    return Slot("talk", day or (talk_day(here) if here else None) or today, period)


def find_upcoming(
    person: str, conversations: Sequence[Conversation], kind: AgendaKind, day: date, today: date
) -> Upcoming:
    """Return what is planned for this meeting of that day."""
    for one in conversations:
        is_talk = kind == "talk" and talk_day(one) == day
        halves = one.talk if is_talk else one.checkin_on(day) if kind == "checkin" else Halves()
        if halves and find_state(halves, day, today) == "planned":
            parts = (half for half in (halves.leader, halves.employee) if half is not None)
            at = next((half.at for half in parts if half.at and half.at.day == day), None)
            return Upcoming(person, kind, day, is_planned=True, at=at)
    return Upcoming(person, kind, day, is_planned=False, at=None)


def in_order(meetings: Iterable[Upcoming]) -> tuple[Upcoming, ...]:
    """Return meetings by day and hour; those that nobody has planned come last."""
    return tuple(sorted(meetings, key=lambda one: (not one.is_planned, one.day, one.at or "", one.person)))


def make_frame(
    company: Company,
    kind: AgendaKind,
    person: str,
    period: Period,
    day: date,
    halves: Halves[Meeting, Meeting],
) -> Frame:
    """Gather who meets on that day, when and where, as the two halves say."""
    record = company.people[person]
    leader = company.people.get(company.leader_of(person, day) or "")
    halves_there = [half for half in (halves.leader, halves.employee) if half is not None]
    plans = [half for half in halves_there if half.at is None or half.at.day == day]
    return Frame(
        kind=kind,
        person=record,
        person_id=person,
        leader=leader,
        period=period,
        day=day,
        at=next((half.at for half in plans if half.at), None),
        minutes=next((half.minutes for half in plans if half.minutes), None),
        place=next((half.place for half in plans if half.place), None),
    )
