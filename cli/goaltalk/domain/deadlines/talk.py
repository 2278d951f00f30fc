"""Deadlines of a talk ahead: both prepare (B5, B6), and it is called in good time (B4)."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from goaltalk.domain.address import Address
from goaltalk.domain.cadence import add_days
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines.deadline import Case, Deadline
from goaltalk.domain.meetings import find_state, talk_day
from goaltalk.domain.records import EmployeePreparation, LeaderPreparation, Talk
from goaltalk.domain.records.fields import Side

PREPARED_BEFORE = 3
EMPTY = (None, EmployeePreparation(), LeaderPreparation())


def prep_missing(case: Case) -> Iterator[Deadline]:
    """Yield a deadline three days before a planned talk for each side that has written nothing.

    Of the leader's notes only what is shared can be seen here: the others never enter the repository.
    """
    for one, day in _planned(case):
        due = case.absence.settle(add_days(day, -PREPARED_BEFORE))
        for side in get_args(Side):
            if one.preparation.of(side) in EMPTY:
                yield _unprepared(case, one, side, day, due)


def short_notice(case: Case) -> Iterator[Deadline]:
    """Yield the last day on which a planned talk could be called in time, where it was called later."""
    for one, day in _planned(case):
        notice = case.company.settings.notice_days
        invited = max((half.invited for half in _halves(one) if half.invited), default=None)
        last = add_days(day, -notice)
        if invited is None or invited <= last:
            continue
        yield case.deadline(
            "short-notice",
            case.acting,
            case.absence.settle(last),
            _address(one),
            message=f"the talk on {day} was called on {invited}; the rule is {notice} days' notice",
            task=f"ask whether the talk on {day} suits, or move it",
            command=f"goaltalk invite {case.person} --at WHEN --kind talk",
            key=one.period.label,
        )


def _planned(case: Case) -> Iterator[tuple[Conversation, date]]:
    """Yield the talks that are ahead, today included, with their days."""
    for one in case.conversations:
        day = talk_day(one)
        if day is not None and find_state(one.talk, day, case.today) == "planned":
            yield one, day


def _halves(one: Conversation) -> Iterator[Talk]:
    yield from (half for half in (one.talk.leader, one.talk.employee) if half is not None)


def _address(one: Conversation) -> Address:
    """Return the half that plans the talk; its file is there, while that of a preparation may not be."""
    leader = one.talk.leader
    side: Side = "leader" if leader is not None and leader.at is not None else "employee"
    return Address("talk", one.person, one.period.label, side)


def _unprepared(case: Case, one: Conversation, side: Side, day: date, due: date) -> Deadline:
    what = "written nothing" if side == "employee" else "shared nothing of a preparation"
    return case.deadline(
        "prep-missing",
        case.who(side),
        due,
        _address(one),
        message=f"the talk is on {day}, and the {side} has {what} yet",
        task=f"prepare the talk on {day}",
        command=f"goaltalk prep {case.person} --period {one.period.label}",
        key=f"{one.period.label}-{side}",
    )
