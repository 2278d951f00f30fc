"""What falls due when, and who acts: one idea behind overdue, todo and calendar (DESIGN section 4)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

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
    "find_overdue",
    "find_unit_deadlines",
    "make_case",
    "severity_of",
]

SEVERITIES: dict[str, Severity] = {
    "checkin-overdue": "error",
    "agreement-missing": "error",
    "agreement-unaccepted": "error",
    "prep-missing": "warning",
    "action-overdue": "warning",
    "goal-overdue": "warning",
    "review-missing": "error",
    "feedback-overdue": "warning",
    "brief-missing": "warning",
    "short-notice": "warning",
    "unconfirmed": "warning",
}
"""The rules, and how severe each is unless the settings say otherwise."""

Rule = Callable[[Case], Iterator[Deadline]]

OF_THE_TALK: Mapping[str, Rule] = {
    "agreement-missing": agreement_missing,
    "agreement-unaccepted": agreement_unaccepted,
    "checkin-overdue": checkin_overdue,
    "prep-missing": prep_missing,
    "short-notice": short_notice,
    "unconfirmed": unconfirmed,
    "review-missing": review_missing,
}
OF_EVERYBODY: Mapping[str, Rule] = {
    "action-overdue": action_overdue,
    "goal-overdue": goal_overdue,
    "feedback-overdue": feedback_overdue,
}
OF_ALL: Mapping[str, Rule] = {**OF_THE_TALK, **OF_EVERYBODY}


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
    that the settings turn off yield nothing. The order of the conversations does not matter.
    """
    if not company.employs(person, today):
        return
    case = make_case(company, person, conversations, today, until)
    off = {name for name, severity in company.settings.rules.items() if severity == "off"}
    for name, rule in (OF_ALL if case.leader is not None else OF_EVERYBODY).items():
        if name not in off:
            for one in rule(case):
                if one.due <= until:
                    yield one


def find_unit_deadlines(
    company: Company, unit: str, members: Iterable[str], brief: Brief | None, today: date
) -> Iterator[Deadline]:
    """Yield everything that falls due about a unit: its brief for the period that holds the day.

    `members` are the ids of all people who belong to the unit itself.
    """
    if severity_of(company, "brief-missing") != "off":
        yield from find_brief_missing(company, unit, members, brief, today)
