"""What is ahead for a calendar: deadlines as whole days, planned meetings with their hours (A1, F6)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.deadlines import Deadline
from goaltalk.domain.invitation import USUAL_MINUTES
from goaltalk.domain.meetings import find_planned
from goaltalk.domain.records.fields import LocalTime
from goaltalk.domain.records.meeting import Meeting, MeetingKind

LAST_YEAR = 2999


class Appointment(Struct, frozen=True):
    """One entry of a calendar: a whole day where `at` is None. `uid` stays when the date moves.

    `kind` says what a title is to be made for: a meeting, or a deadline that brings its own.
    """

    uid: str
    kind: Literal["talk", "checkin", "deadline"]
    owner: str
    day: date
    title: str = ""
    at: LocalTime | None = None
    minutes: int = 0

    def titled(self, title: str) -> "Appointment":
        """Return the same entry under another title."""
        return replace(self, title=title)


def as_appointments(
    deadlines: Iterable[Deadline], today: date, meetings: Sequence[Appointment] = ()
) -> Iterator[Appointment]:
    """Yield the deadlines that are ahead, today included; what is late is no matter for a calendar.

    Where a meeting is planned in time, the next check-in is no deadline beside it.
    """
    meeting = min((one.day for one in meetings), default=date.max)
    for one in deadlines:
        is_planned = one.rule == "checkin-overdue" and meeting <= one.late_after
        if one.due >= today and one.due.year <= LAST_YEAR and not is_planned:
            owner = one.about.owner
            uid = "-".join(part for part in (one.rule, owner, one.key) if part)
            yield Appointment(uid, "deadline", owner, one.due, f"{owner}: {one.task}")


def find_meetings(conversations: Sequence[Conversation], today: date) -> Iterator[Appointment]:
    """Yield the talks and check-ins that are planned, today included.

    They bear the same `uid` as their invitations (domain.invitation), so that none stands twice.
    """
    for day, kind, one, halves in find_planned(conversations, today):
        yield _meeting(kind, one, halves, day, one.period.label if kind == "talk" else str(day))


def _meeting(
    kind: MeetingKind,
    one: Conversation,
    halves: Halves[Meeting, Meeting],
    day: date,
    name: str,
) -> Appointment:
    timed = [half for half in (halves.leader, halves.employee) if half is not None and half.at is not None]
    at = timed[0].at if timed else None
    minutes = (timed[0].minutes if timed else None) or USUAL_MINUTES[kind]
    return Appointment(
        f"{kind}-{one.person}-{name}", kind, one.person, at.day if at else day, "", at, minutes
    )
