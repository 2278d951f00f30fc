"""The state of a meeting, over both halves (DESIGN: only held counts for the clock)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.records.fields import Side
from goaltalk.domain.records.meeting import Meeting, MeetingKind

MeetingState = Literal["skipped", "held", "planned", "unconfirmed", "empty"]

SPOKEN_OF = timedelta(days=14)
"""So long after its day a talk is still the one that people mean."""


def find_state(halves: Halves[Meeting, Meeting], day: date | None, today: date) -> MeetingState:
    """Return the state of the meeting of that day; `day` is None for a talk nobody has planned."""
    parts = [half for half in (halves.employee, halves.leader) if half is not None]
    if any(half.skipped for half in parts):
        return "skipped"
    if any(half.held is not None and half.held <= today for half in parts):
        return "held"
    if day is not None and day >= today:
        return "planned"
    return "unconfirmed" if any(half.says_something for half in parts) else "empty"


def is_called(halves: Halves[Meeting, Meeting]) -> bool:
    """Say whether anybody has named a time for a meeting, or written for it; a bare form calls nobody."""
    parts = (half for half in (halves.employee, halves.leader) if half is not None)
    return any(half.at is not None or half.says_something for half in parts)


class DatedMeeting(NamedTuple):
    """A talk or a check-in: its day, its kind, the conversation it belongs to, and both halves."""

    day: date
    kind: MeetingKind
    conversation: Conversation
    halves: Halves[Meeting, Meeting]

    def address(self, side: Side) -> Address:
        """Return the address of one side's half."""
        one, name = self.conversation, str(self.day) if self.kind == "checkin" else ""
        return Address(self.kind, one.person, one.period.label, side, name)


def list_meetings(conversations: Iterable[Conversation]) -> Iterator[DatedMeeting]:
    """Yield every talk that has a day, planned or held, and every check-in."""
    for one in conversations:
        day = talk_day(one)
        if day is not None:
            yield DatedMeeting(day, "talk", one, one.talk)
        for checkin in one.checkins:
            yield DatedMeeting(checkin.day, "checkin", one, checkin.halves)


def find_planned(conversations: Iterable[Conversation], today: date) -> Iterator[DatedMeeting]:
    """Yield the talks and check-ins that somebody has planned for today or later."""
    for meeting in list_meetings(conversations):
        if is_called(meeting.halves) and find_state(meeting.halves, meeting.day, today) == "planned":
            yield meeting


def held_on(halves: Halves[Meeting, Meeting], today: date) -> date | None:
    """Return the date the meeting was held, on or before today; the later one if the halves differ."""
    last = None
    for half in (halves.employee, halves.leader):
        if half is None:
            continue
        if half.skipped:
            return None
        if half.held is not None and half.held <= today:
            last = half.held if last is None else max(last, half.held)
    return last


def talk_day(conversation: Conversation) -> date | None:
    """Return the day of the talk: as planned by the leader, else by the employee, else as held."""
    for half in (conversation.talk.leader, conversation.talk.employee):
        if half is not None and half.at is not None:
            return half.at.day
    return held_on(conversation.talk, date.max)


def find_talk_ahead(conversations: Sequence[Conversation], today: date) -> Conversation | None:
    """Return the conversation of the next talk still to be held, or else of one that lately passed."""
    found = [
        (day < today, abs(day - today), one)
        for one in conversations
        if (day := talk_day(one)) is not None and day >= today - SPOKEN_OF
        if find_state(one.talk, day, today) not in ("skipped", "held")
    ]
    return min(found, key=lambda found: found[:2])[2] if found else None


def find_talk_of(
    conversations: Sequence[Conversation], day: date, *, is_open: bool = False
) -> Conversation | None:
    """Return the conversation of the talk that somebody means who speaks of it on that day.

    It is the one of exactly that day, also if it was called off; else one near it, which was before rather
    than comes after. `is_open`: one that was held is none of those near. None where no talk is near enough.
    """
    outside = ("skipped", "held") if is_open else ("skipped",)
    found = [
        (on != day, on > day, abs(on - day), one)
        for one in conversations
        if (on := talk_day(one)) is not None and abs(on - day) <= SPOKEN_OF
        if on == day or find_state(one.talk, on, day) not in outside
    ]
    return min(found, key=lambda found: found[:3])[3] if found else None
