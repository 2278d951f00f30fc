"""What falls due when, and who acts: one idea behind overdue, todo and calendar (DESIGN section 4)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import get_args

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.answers import Standing, content_of, find_standing
from goaltalk.domain.clock import find_next_checkin, start_of
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.finding import Finding
from goaltalk.domain.meetings import find_state
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import fold_all_actions
from goaltalk.domain.records.fields import Severity, Side

SEVERITIES: dict[str, Severity] = {
    "checkin-overdue": "error",
    "agreement-missing": "error",
    "agreement-unaccepted": "error",
    "action-overdue": "warning",
}
"""The rules, and how severe each is unless the settings say otherwise."""

AGREE_WITHIN = timedelta(days=30)
ANSWER_WITHIN = timedelta(days=14)


class Deadline(Struct, frozen=True):
    """Something that falls due: late when today is past `late_after`, never before."""

    rule: str
    person: str
    responsible: str | None
    due: date
    about: Address
    message: str
    grace: timedelta = timedelta()

    def is_late(self, today: date) -> bool:
        """Say whether the day and the grace have passed."""
        return today > self.due + self.grace


def find_overdue(
    company: Company, person: str, conversations: Sequence[Conversation], today: date
) -> tuple[Finding, ...]:
    """Return what is late about one person on that day, each with who acts and the rule's severity."""
    return tuple(
        as_finding(company, deadline, today)
        for deadline in find_deadlines(company, person, conversations, today)
        if deadline.is_late(today) and severity_of(company, deadline.rule) != "off"
    )


def as_finding(company: Company, deadline: Deadline, today: date) -> Finding:
    """Turn a deadline into a finding of that day."""
    return Finding(
        rule=deadline.rule,
        severity=severity_of(company, deadline.rule),
        message=deadline.message,
        about=deadline.about,
        person=deadline.person,
        responsible=deadline.responsible,
        due=deadline.due,
        days_late=(today - deadline.due).days,
    )


def severity_of(company: Company, rule: str) -> Severity:
    """Return how severe a rule is in this repository."""
    return company.settings.rules.get(rule, SEVERITIES[rule])


def find_deadlines(
    company: Company, person: str, conversations: Sequence[Conversation], today: date
) -> Iterator[Deadline]:
    """Yield everything that falls due about one person, past and coming.

    People who have left or not yet begun have no deadlines; people without a leader none of the talk.
    """
    if not company.employs(person, today):
        return
    leader = company.leader_of(person, today)
    period = company.period_at(today)
    start = start_of(company, person, period)
    if leader is not None:
        yield from _agreement_missing(person, leader, conversations, period, start)
        yield from _agreement_unaccepted(company, person, leader, conversations, today)
        yield from _checkin(company, person, leader, conversations, today)
    yield from _actions(person, conversations, today)


def _agreement_missing(
    person: str, leader: str, conversations: Sequence[Conversation], period: Period, start: date
) -> Iterator[Deadline]:
    # An agreement in which nothing is written yet is only a form.
    agreements = (one.agreement for one in conversations if one.period == period)
    if any(agreement is not None and content_of(agreement) for agreement in agreements):
        return
    due = start + AGREE_WITHIN
    message = f"no agreement for {period.label}; wanted by {due}"
    yield Deadline("agreement-missing", person, leader, due, Address("person", person), message)


def _agreement_unaccepted(
    company: Company, person: str, leader: str, conversations: Sequence[Conversation], today: date
) -> Iterator[Deadline]:
    for one in conversations:
        if one.agreement is None or one.agreement.proposed is None or one.period.end < today:
            continue
        standing = find_standing(company, one)
        if standing.state in ("none", "draft", "in_force"):
            continue
        due = one.agreement.proposed + ANSWER_WITHIN
        about = Address("agreement", person, one.period.label)
        for side in _who_answers(standing):
            actor = person if side == "employee" else leader
            message = _unaccepted_message(standing, one.period.label, one.agreement.proposed, side)
            yield Deadline("agreement-unaccepted", person, actor, due, about, message)


def _who_answers(standing: Standing) -> tuple[Side, ...]:
    """Return the sides that are to act; after a refusal it is the leader."""
    if standing.state == "declined":
        return ("leader",)
    return tuple(side for side in get_args(Side) if side not in standing.accepted)


def _unaccepted_message(standing: Standing, period: str, proposed: date, side: Side) -> str:
    if standing.state == "declined":
        return f"the agreement for {period} was declined; talk it over"
    return f"the agreement for {period}, proposed {proposed}, has no answer from the {side}"


def _checkin(
    company: Company, person: str, leader: str, conversations: Sequence[Conversation], today: date
) -> Iterator[Deadline]:
    expected = find_next_checkin(company, person, conversations, today)
    planned, actor = _planned_since(expected.anchor, conversations, person, leader, today)
    message = f"{expected.why} {expected.anchor}; {expected.cadence}, so due {expected.due}"
    if planned is not None:
        message += f"; the one planned for {planned} is not confirmed as held"
    grace = timedelta(days=company.settings.grace_days)
    yield Deadline("checkin-overdue", person, actor, expected.due, Address("person", person), message, grace)


def _planned_since(
    anchor: date, conversations: Sequence[Conversation], person: str, leader: str, today: date
) -> tuple[date | None, str]:
    """Return the last planned day that has passed unconfirmed, and who acts now.

    A planned day that passed while the employee reported nothing is the employee's; all else the leader's.
    """
    for one in sorted(conversations, key=lambda one: one.period, reverse=True):
        for checkin in reversed(one.checkins):
            if checkin.day <= anchor or checkin.day >= today:
                continue
            state = find_state(checkin.halves, checkin.day, today)
            if state in ("unconfirmed", "empty"):
                employee = checkin.halves.employee
                reported = employee is not None and employee.says_something
                halves = (checkin.halves.leader, employee)
                was_planned = any(half is not None and half.at is not None for half in halves)
                return checkin.day, person if was_planned and not reported else leader
    return None, leader


def _actions(person: str, conversations: Sequence[Conversation], today: date) -> Iterator[Deadline]:
    for one in fold_all_actions(conversations, today):
        if one.state in ("open", "overdue") and one.due is not None:
            message = f"action {one.action.id} was due {one.due}"
            yield Deadline("action-overdue", person, one.action.who, one.due, one.about, message)
