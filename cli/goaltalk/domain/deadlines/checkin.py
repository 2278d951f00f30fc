"""Deadlines of check-ins: that they are held (A1, F6), and that somebody says so."""

from collections.abc import Iterator
from datetime import date

from goaltalk.domain.address import Address
from goaltalk.domain.clock import NextCheckIn, find_next_checkin
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.deadlines.deadline import Case, Deadline
from goaltalk.domain.meetings import find_planned, find_state, is_called, talk_day
from goaltalk.domain.records.fields import Side
from goaltalk.domain.records.meeting import Meeting, MeetingKind


def checkin_overdue(case: Case) -> Iterator[Deadline]:
    """Yield when the next check-in falls due; it is late when the grace has passed, too.

    The leader acts; a planned day that passed while the employee reported nothing is the employee's.
    """
    expected = find_next_checkin(case.company, case.person, case.conversations, case.today)
    if expected.due > case.until:
        return
    grace = case.absence.due(expected.due, case.company.settings.grace_days)
    found = _last_unheld(case, expected.anchor)
    message = f"{expected.why} {expected.anchor}; {expected.cadence}, so due {expected.due}"
    if found is None:
        ahead = _next_planned(case)
        task, command = _to_convene(case.person) if ahead is None else _to_hold(case.person, *ahead)
        yield _deadline(
            case, expected, grace, case.acting, Address("person", case.person), message, task, command
        )
        return
    one, checkin = found
    message += f"; the one planned for {checkin.day} is not confirmed as held"
    about = _half(one, "checkin", checkin.halves, checkin.day)
    if _is_the_employees(checkin.halves):
        task, command = _to_report(case.person, checkin.day)
        yield _deadline(case, expected, grace, case.person, about, message, task, command)
    else:
        task, command = to_confirm(case.person, "checkin", checkin.day)
        yield _deadline(case, expected, grace, case.acting, about, message, task, command)


def unconfirmed(case: Case) -> Iterator[Deadline]:
    """Yield the meetings that have passed, of which somebody wrote and nobody said whether they were held."""
    for one in case.conversations:
        day = talk_day(one)
        if day is not None and find_state(one.talk, day, case.today) == "unconfirmed":
            yield _unconfirmed(case, one, "talk", one.talk, day)
        for checkin in one.checkins:
            if find_state(checkin.halves, checkin.day, case.today) == "unconfirmed":
                yield _unconfirmed(case, one, "checkin", checkin.halves, checkin.day)


def _unconfirmed(
    case: Case, one: Conversation, kind: MeetingKind, halves: Halves[Meeting, Meeting], day: date
) -> Deadline:
    task, command = to_confirm(case.person, kind, day)
    return case.deadline(
        "unconfirmed",
        case.acting,
        case.absence.settle(day),
        _half(one, kind, halves, day),
        message=f"nobody said whether the {_word(kind)} of {day} was held",
        task=task,
        command=command,
        key=f"{kind}-{day}",
    )


def _last_unheld(case: Case, anchor: date) -> tuple[Conversation, DatedCheckIn] | None:
    """Return the last check-in after the anchor whose day has passed, neither held nor skipped."""
    past = (
        (one, checkin)
        for one in case.conversations
        for checkin in one.checkins
        if anchor < checkin.day < case.today
        and is_called(checkin.halves)
        and find_state(checkin.halves, checkin.day, case.today) in ("unconfirmed", "empty")
    )
    return max(past, key=lambda pair: pair[1].day, default=None)


def _next_planned(case: Case) -> tuple[date, str] | None:
    """Return the next meeting in somebody's calendar, day and kind; a talk moves the clock as well."""
    planned = find_planned(case.conversations, case.today)
    return min(((one.day, one.kind) for one in planned), default=None)


def _is_the_employees(halves: Halves[Meeting, Meeting]) -> bool:
    was_planned = any(half is not None and half.at is not None for half in (halves.employee, halves.leader))
    return was_planned and not (halves.employee is not None and halves.employee.says_something)


def _deadline(
    case: Case,
    expected: NextCheckIn,
    grace: date,
    actor: str,
    about: Address,
    message: str,
    task: str,
    command: str,
) -> Deadline:
    return Deadline("checkin-overdue", case.person, actor, expected.due, grace, about, message, task, command)


def _half(one: Conversation, kind: MeetingKind, halves: Halves[Meeting, Meeting], day: date) -> Address:
    """Return the half that says something, else the one that is there."""
    sides: tuple[Side, Side] = ("leader", "employee")
    there = [side for side in sides if halves.of(side) is not None]
    wrote = [side for side in there if (half := halves.of(side)) is not None and half.says_something]
    side = (wrote or there)[0]
    return Address(kind, one.person, one.period.label, side, day.isoformat() if kind == "checkin" else "")


def _to_convene(person: str) -> tuple[str, str]:
    return "call a check-in", f"goaltalk invite {person} --at WHEN --kind checkin"


def _to_hold(person: str, day: date, kind: str) -> tuple[str, str]:
    agenda = f"goaltalk agenda {person} --kind {kind} --date {day}"
    return f"hold the {_word(kind)} planned for {day}", agenda


def _to_report(person: str, day: date) -> tuple[str, str]:
    return f"report on the check-in of {day}", f"goaltalk checkin {person} --date {day}"


def to_confirm(person: str, kind: MeetingKind, day: date) -> tuple[str, str]:
    """Return what the leader is to do about a meeting whose day has passed, and the command."""
    date_ = f" --date {day}" if kind == "checkin" else ""
    return f"say whether the {_word(kind)} of {day} was held", f"goaltalk {kind} {person}{date_} --held {day}"


def _word(kind: str) -> str:
    return "check-in" if kind == "checkin" else kind
