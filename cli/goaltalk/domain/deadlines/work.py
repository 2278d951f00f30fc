"""Deadlines of the work agreed on: actions (A5, D6) and goals (A4)."""

from collections.abc import Iterator
from datetime import date

from goaltalk.domain.absence import absence_of
from goaltalk.domain.address import Address
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines.deadline import Case, Deadline, present_or
from goaltalk.domain.progress import fold_all_actions, fold_progress, governing


def action_overdue(case: Case) -> Iterator[Deadline]:
    """Yield the date of every open action; its owner acts, and days on which the owner is away do not count.

    What somebody leaves behind who is no longer here is the leader's to hand over.
    """
    for one in fold_all_actions(case.conversations, case.today):
        if one.state not in ("open", "overdue") or one.due is None or one.due > case.until:
            continue
        name, owner = one.action.id, one.action.who
        writes = case.company.side_of(owner, case.person, case.today) is not None
        report = f"goaltalk checkin {case.person} --done {name}"
        yield case.deadline(
            "action-overdue",
            present_or(case.company, owner, case.today, case.acting),
            absence_of(case.company, owner).settle(one.due),
            one.about,
            message=f"action {name} was due {one.due}",
            task=f"do the action {name}",
            command=report if writes else f"goaltalk status {case.person}",
            key=name,
        )


def goal_overdue(case: Case) -> Iterator[Deadline]:
    """Yield the date of every goal that is not closed, of the agreement that check-ins speak of now.

    A goal is closed by its status, or by a result in the period's review. The employee acts.
    """
    # Most goals are due at the period's end, and all that follows takes longer than everything else here.
    if not any(_still_open(one, case.until) for one in case.conversations):
        return
    subject = governing(case.company, case.conversations, case.today)
    wanted = _still_open(subject, case.until) if subject is not None else frozenset()
    if subject is None or not wanted:
        return
    label = subject.period.label
    for one in fold_progress(case.company, case.conversations, label, case.today).goals:
        goal = one.goal
        if goal.due is None or goal.id not in wanted or one.is_closed:
            continue
        yield case.deadline(
            "goal-overdue",
            case.person,
            case.absence.settle(goal.due),
            Address("agreement", case.person, label),
            message=f"goal {goal.id} was due {goal.due} and is {one.status.replace('_', ' ')}",
            task=f"say how the goal {goal.id} ended, or move it together",
            command=f"goaltalk checkin {case.person} --goal {goal.id}=STATUS",
            key=f"{label}-{goal.id}",
        )


def _still_open(one: Conversation, until: date) -> frozenset[str]:
    """Return the ids of the goals that fall due up to a day and have no result in the review."""
    goals = one.agreement.goals if one.agreement is not None else ()
    due = frozenset(goal.id for goal in goals if goal.due and goal.due <= until)
    if not due:
        return due
    halves = (half for half in (one.review.employee, one.review.leader) if half is not None)
    reviewed = {name for half in halves for name, said in half.goals.items() if said.result}
    return due - reviewed
