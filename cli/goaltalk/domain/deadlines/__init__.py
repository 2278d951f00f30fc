"""What falls due when, and who acts: one idea behind overdue, todo and calendar (DESIGN section 4)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines.agreement import agreement_missing, agreement_unaccepted
from goaltalk.domain.deadlines.brief import find_brief_missing
from goaltalk.domain.deadlines.checkin import checkin_overdue, unconfirmed
from goaltalk.domain.deadlines.deadline import Case, Deadline, make_case
from goaltalk.domain.deadlines.ending import feedback_overdue, review_missing
from goaltalk.domain.deadlines.talk import prep_missing, short_notice
from goaltalk.domain.deadlines.work import action_overdue, goal_overdue
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Brief
from goaltalk.domain.records.fields import Severity

__all__ = [
    "SEVERITIES",
    "Case",
    "Deadline",
    "as_finding",
    "find_deadlines",
    "find_deadlines_of",
    "find_overdue",
    "find_unit_deadlines",
    "make_case",
    "severity_of",
]

Find = Callable[[Case], Iterator[Deadline]]


class Rule(NamedTuple):
    """How to find what a rule is about, and how severe it is unless the settings say otherwise.

    `rests_on` are the kinds of records that it looks at: where one of them cannot be read, nobody knows
    whether anything is late. Without `is_of_talks` it holds for people at the top of the tree, too.
    """

    find: Find
    severity: Severity
    rests_on: frozenset[str]
    is_of_talks: bool = True


AGREED = frozenset({"agreement", "answer"})
MET = frozenset({"talk", "checkin"})
PREPARED = frozenset({"preparation.employee", "preparation.leader"})

RULES: Mapping[str, Rule] = {
    "checkin-overdue": Rule(checkin_overdue, "error", AGREED | MET),
    "agreement-missing": Rule(agreement_missing, "error", AGREED),
    "agreement-unaccepted": Rule(agreement_unaccepted, "error", AGREED),
    "prep-missing": Rule(prep_missing, "warning", PREPARED | {"talk"}),
    "short-notice": Rule(short_notice, "warning", frozenset({"talk"})),
    "unconfirmed": Rule(unconfirmed, "warning", MET),
    "review-missing": Rule(review_missing, "error", AGREED | MET | {"review"}),
    "action-overdue": Rule(action_overdue, "warning", frozenset({"agreement", "checkin"}), is_of_talks=False),
    "goal-overdue": Rule(goal_overdue, "warning", AGREED | {"checkin", "review"}, is_of_talks=False),
    "feedback-overdue": Rule(
        feedback_overdue, "warning", frozenset({"feedback", "review", "talk"}), is_of_talks=False
    ),
}
"""The rules about people (DESIGN section 4)."""

SEVERITIES: Mapping[str, Severity] = {
    **{name: rule.severity for name, rule in RULES.items()},
    "brief-missing": "warning",
}
"""Every rule about people and units, and how severe it is unless the settings say otherwise."""


def find_overdue(
    company: Company, person: str, conversations: Sequence[Conversation], today: date
) -> tuple[Finding, ...]:
    """Return what is late about one person on that day, each with who acts and the rule's severity."""
    deadlines = find_deadlines(company, person, conversations, today, until=today)
    return tuple(as_finding(company, one, today) for one in deadlines if one.is_late(today))


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
    company: Company,
    person: str,
    conversations: Sequence[Conversation],
    today: date,
    until: date = date.max,
) -> Iterator[Deadline]:
    """Yield everything that falls due about one person up to a day, past and coming.

    People who have left or not yet begun have no deadlines; people without a leader none of the talk. Rules
    that the settings turn off yield nothing, nor do those that rest on a record which cannot be read. The
    order of the conversations does not matter.
    """
    if company.employs(person, today):
        yield from find_deadlines_of(make_case(company, person, conversations, today, until))


def find_deadlines_of(case: Case) -> Iterator[Deadline]:
    """Yield what `find_deadlines` does about somebody who is employed on the day of the case."""
    unread = frozenset(kind for one in case.conversations for kind in one.unread)
    severities = case.company.settings.rules
    for name, rule in RULES.items():
        if severities.get(name) == "off" or (case.leader is None and rule.is_of_talks):
            continue
        if unread and not rule.rests_on.isdisjoint(unread):
            continue
        for one in rule.find(case):
            if one.due <= case.until:
                yield one


def find_unit_deadlines(
    company: Company, unit: str, members: Iterable[str], brief: Brief | None, today: date
) -> Iterator[Deadline]:
    """Yield everything that falls due about a unit: its brief for the period that holds the day.

    `members` are the ids of all people who belong to the unit itself.
    """
    if severity_of(company, "brief-missing") != "off":
        yield from find_brief_missing(company, unit, members, brief, today)
