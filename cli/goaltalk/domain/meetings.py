"""The state of a meeting, over both halves (DESIGN: only held counts for the clock)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.records.meeting import Meeting

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


def held_on(halves: Halves[Meeting, Meeting], today: date) -> date | None:
    """Return the date the meeting was held, on or before today; the later one if the halves differ."""
    if any(half.skipped for half in (halves.employee, halves.leader) if half is not None):
        return None
    dates = [half.held for half in (halves.employee, halves.leader) if half is not None and half.held]
    return max((day for day in dates if day <= today), default=None)


def talk_day(conversation: Conversation) -> date | None:
    """Return the day of the talk: as planned by the leader, else by the employee, else as held."""
    for half in (conversation.talk.leader, conversation.talk.employee):
        if half is not None and half.at is not None:
            return half.at.day
    return held_on(conversation.talk, date.max)


def find_talk(
    conversations: Sequence[Conversation], on: date, *, is_ahead: bool = False
) -> Conversation | None:
    """Return the conversation whose talk is meant on that day: the nearest one planned, or lately held.

    `is_ahead`: only a talk that is still to be held. None where no talk has a day near enough.
    """
    found = [
        (day, one)
        for one in conversations
        if (day := talk_day(one)) is not None and day >= on - SPOKEN_OF
        if find_state(one.talk, day, on) not in (("skipped", "held") if is_ahead else ("skipped",))
    ]
    return min(found, key=lambda pair: (abs(pair[0] - on), pair[0]))[1] if found else None
