"""Deadlines of check-ins: that they are held (A1, F6), and that somebody says so."""

from collections.abc import Iterator
from datetime import date

from goaltalk.domain.address import Address
from goaltalk.domain.cadence import add_days
from goaltalk.domain.clock import find_next_checkin
from goaltalk.domain.conversation import Halves
from goaltalk.domain.deadlines.deadline import Case, Deadline
from goaltalk.domain.meetings import DatedMeeting, find_planned, find_state, is_called, list_meetings
from goaltalk.domain.records.fields import Side
from goaltalk.domain.records.meeting import Meeting, MeetingKind

SOON = 14
"""A meeting within so many days is as good an answer to what is late as another."""


def checkin_overdue(case: Case) -> Iterator[Deadline]:
    """Yield when the next check-in falls due; it is late when the grace has passed, too.

    The leader acts; a planned day that passed while nobody wrote anything is the employee's to report on,
    until another is planned.
    """
    expected = find_next_checkin(case.company, case.person, case.conversations, case.today)
    if expected.due > case.until:
        return
    grace = case.absence.due(expected.due, case.company.settings.grace_days)
    found = _last_unheld(case, expected.anchor)
    counted = ", ".join((expected.cadence, *expected.besides))
    message = f"{expected.why} {expected.anchor}; {counted}, so due {expected.due}"
    about = Address("person", case.person)
    if found is not None:
        message += f"; the one planned for {found.day} is not confirmed as held"
        about = _half(found)
    actor, task, command = _next_step(case, found, grace)
    yield Deadline("checkin-overdue", case.person, actor, expected.due, grace, about, message, task, command)


def _next_step(case: Case, found: DatedMeeting | None, grace: date) -> tuple[str, str, str]:
    """Return who acts, what there is to do, and how: on the next one planned, or the last that passed."""
    ahead = min(find_planned(case.conversations, case.today), default=None, key=lambda one: one.day)
    if ahead is not None:
        return case.acting, *_to_hold(case, ahead, grace)
    if found is None:
        return case.acting, "call a check-in", f"goaltalk invite {case.person} --at WHEN --kind checkin"
    if find_state(found.halves, found.day, case.today) == "empty" and _was_planned(found.halves):
        report = f"goaltalk checkin {case.person} --date {found.day}"
        return case.person, f"report on the check-in of {found.day}", report
    return case.acting, *to_confirm(case.person, "checkin", found.day)


def unconfirmed(case: Case) -> Iterator[Deadline]:
    """Yield the meetings that have passed, of which somebody wrote and nobody said whether they were held."""
    for one in list_meetings(case.conversations):
        if find_state(one.halves, one.day, case.today) != "unconfirmed":
            continue
        task, command = to_confirm(case.person, one.kind, one.day)
        yield case.deadline(
            "unconfirmed",
            case.acting,
            case.absence.settle(one.day),
            _half(one),
            message=f"nobody said whether the {_word(one.kind)} of {one.day} was held",
            task=task,
            command=command,
            key=f"{one.kind}-{one.day}",
        )


def _last_unheld(case: Case, anchor: date) -> DatedMeeting | None:
    """Return the last check-in after the anchor whose day has passed, neither held nor skipped."""
    past = (
        one
        for one in list_meetings(case.conversations)
        if one.kind == "checkin" and anchor < one.day < case.today
        if is_called(one.halves)
        if find_state(one.halves, one.day, case.today) in ("unconfirmed", "empty")
    )
    return max(past, key=lambda one: one.day, default=None)


def _was_planned(halves: Halves[Meeting, Meeting]) -> bool:
    return any(half is not None and half.at is not None for half in (halves.employee, halves.leader))


def _half(one: DatedMeeting) -> Address:
    """Return the half that says something, else the one that is there."""
    sides: tuple[Side, Side] = ("leader", "employee")
    there = [side for side in sides if one.halves.of(side) is not None]
    wrote = [side for side in there if (half := one.halves.of(side)) is not None and half.says_something]
    return one.address((wrote or there)[0])


def _to_hold(case: Case, ahead: DatedMeeting, grace: date) -> tuple[str, str]:
    """Return what to do about the meeting ahead; one that is far off does not meet what is due now."""
    if ahead.day <= max(grace, add_days(case.today, SOON)):
        agenda = f"goaltalk agenda {case.person} --kind {ahead.kind} --date {ahead.day}"
        return f"hold the {_word(ahead.kind)} planned for {ahead.day}", agenda
    invite = f"goaltalk invite {case.person} --at WHEN --kind checkin"
    return f"call a check-in before the {_word(ahead.kind)} of {ahead.day}", invite


def to_confirm(person: str, kind: MeetingKind, day: date) -> tuple[str, str]:
    """Return what the leader is to do about a meeting whose day has passed, and the command."""
    date_ = f" --date {day}" if kind == "checkin" else ""
    return f"say whether the {_word(kind)} of {day} was held", f"goaltalk {kind} {person}{date_} --held {day}"


def _word(kind: str) -> str:
    return "check-in" if kind == "checkin" else kind
