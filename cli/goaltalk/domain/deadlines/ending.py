"""Deadlines of a period that ends: the review (A6), and feedback from people around (A7)."""

from collections.abc import Iterator

from goaltalk.domain.absence import absence_of
from goaltalk.domain.address import Address
from goaltalk.domain.clock import start_of
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines.agreement import says_something
from goaltalk.domain.deadlines.deadline import Case, Deadline, present_or
from goaltalk.domain.meetings import held_on
from goaltalk.domain.records import Review

REVIEW_WITHIN = 30


def review_missing(case: Case) -> Iterator[Deadline]:
    """Yield a deadline 30 days after the end of the last period that has something to review.

    That is a period in which something was agreed or a meeting held, and which the records cover. The talk of
    the next period counts as the review where it was held and either half of the review was begun.
    """
    one = _last_unreviewed(case)
    if one is None:
        return
    label = one.period.label
    is_agreed = one.agreement is not None
    yield case.deadline(
        "review-missing",
        case.acting,
        case.absence.due(one.period.end, REVIEW_WITHIN),
        Address("agreement", case.person, label) if is_agreed else Address("person", case.person),
        message=f"{label} ended {one.period.end}, and its review was not held",
        task=f"hold the review of {label}",
        command=f"goaltalk review {case.person} --period {label}",
        key=label,
    )


def feedback_overdue(case: Case) -> Iterator[Deadline]:
    """Yield the date by which feedback is wanted that was not given; the one asked acts.

    Where that is nobody here it is the one who asked. Once the period was reviewed, nobody waits for it.
    """
    for one in case.conversations:
        if not one.feedback or _was_reviewed(one, case):
            continue
        for name, asked in sorted(one.feedback.items()):
            if asked.given is not None or asked.due is None or asked.due > case.until:
                continue
            giver = present_or(case.company, asked.from_, case.today, case.who(asked.asked_by))
            is_outside = giver != asked.from_
            yield case.deadline(
                "feedback-overdue",
                giver,
                absence_of(case.company, asked.from_).settle(asked.due),
                Address("feedback", case.person, one.period.label, None, name),
                message=f"feedback from {name} was wanted by {asked.due}",
                task=f"enter the feedback from {name}"
                if is_outside
                else "give the feedback you were asked for",
                command=f"goaltalk feedback give {case.person}" + (f" --for {name}" if is_outside else ""),
                key=f"{one.period.label}-{name}",
            )


def _last_unreviewed(case: Case) -> Conversation | None:
    """Return the last period that has ended, if there is something in it to review that was not."""
    for one in reversed(case.conversations):
        if one.period.end < case.today:
            if _was_reviewed(one, case):
                return None
            if _is_worth_reviewing(one, case):
                return one
    return None


def _is_worth_reviewing(one: Conversation, case: Case) -> bool:
    if start_of(case.company, case.person, one.period) > one.period.end:
        return False
    if one.agreement is not None and says_something(one.agreement):
        return True
    meetings = (one.talk, *(checkin.halves for checkin in one.checkins))
    return any(held_on(halves, case.today) is not None for halves in meetings)


def _was_reviewed(one: Conversation, case: Case) -> bool:
    halves = [half for half in (one.review.employee, one.review.leader) if half is not None]
    if any(half.held is not None and half.held <= case.today for half in halves):
        return True
    if one.period.end >= case.today or not any(half != Review() for half in halves):
        return False
    following = case.in_period(case.company.period_after(one.period))
    return held_on(following.talk, case.today) is not None
