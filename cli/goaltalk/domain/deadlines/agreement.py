"""Deadlines of the agreement: that there is one, and that both have answered it (D5, D6)."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from goaltalk.domain.address import Address
from goaltalk.domain.answers import Standing, content_of, find_standing
from goaltalk.domain.clock import start_of
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines.deadline import AGREE_WITHIN, ANSWER_WITHIN, Case, Deadline
from goaltalk.domain.records import Agreement
from goaltalk.domain.records.fields import Side


def agreement_missing(case: Case) -> Iterator[Deadline]:
    """Yield a deadline 30 days after the start while there is no agreement; the leader acts.

    A text that nobody has proposed and nobody has answered, written by hand perhaps, is only a draft.
    """
    period, person = case.period, case.person
    here = case.in_period(period)
    agreement = here.agreement
    if agreement is not None and (agreement.proposed or here.answers) and says_something(agreement):
        return
    due = case.absence.due(start_of(case.company, person, period), AGREE_WITHIN)
    yield case.deadline(
        "agreement-missing",
        case.acting,
        due,
        Address("person", person),
        message=f"no agreement for {period.label}; wanted by {due}",
        task=f"draft the agreement for {period.label}",
        command=f"goaltalk agree {person} --period {period.label}",
        key=period.label,
    )


def says_something(agreement: Agreement) -> bool:
    """Say whether anything is written in an agreement; otherwise it is only a form."""
    # What nearly every agreement has is asked first: to work out the whole content takes longer.
    return bool(agreement.goals or agreement.tasks or agreement.actions or content_of(agreement))


def agreement_unaccepted(case: Case) -> Iterator[Deadline]:
    """Yield a deadline 14 days after `proposed` for each side that has not answered this text.

    It matters until its period ends. After a refusal it is the leader's.
    """
    for one in case.conversations:
        if one.agreement is None or one.agreement.proposed is None or one.period.end < case.today:
            continue
        due = case.absence.due(one.agreement.proposed, ANSWER_WITHIN)
        if due > case.until:
            continue
        standing = find_standing(case.company, one)
        if standing.state in ("none", "draft", "in_force"):
            continue
        if standing.state == "declined":
            yield _declined(case, one, due)
        else:
            yield from (_unanswered(case, one, side, due) for side in _not_answered(standing))


def _not_answered(standing: Standing) -> tuple[Side, ...]:
    return tuple(side for side in get_args(Side) if side not in standing.accepted)


def _unanswered(case: Case, one: Conversation, side: Side, due: date) -> Deadline:
    label, proposed = one.period.label, one.agreement.proposed if one.agreement else None
    return case.deadline(
        "agreement-unaccepted",
        case.who(side),
        due,
        Address("agreement", case.person, label),
        message=f"the agreement for {label}, proposed {proposed}, has no answer from the {side}",
        task=f"answer the agreement for {label}",
        command=f"goaltalk agree {case.person} --period {label} --accept",
        key=f"{label}-{side}",
    )


def _declined(case: Case, one: Conversation, due: date) -> Deadline:
    label = one.period.label
    return case.deadline(
        "agreement-unaccepted",
        case.acting,
        due,
        Address("agreement", case.person, label),
        message=f"the agreement for {label} was declined; talk it over",
        task=f"talk over the agreement for {label}, which was declined",
        command=f"goaltalk agree {case.person} --period {label}",
        key=f"{label}-declined",
    )
