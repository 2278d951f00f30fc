"""Deadlines of the work agreed on: actions (A5, D6) and goals (A4)."""

from collections.abc import Iterator

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
    subject = governing(case.company, case.conversations, case.today) if _any_due(case) else None
    if subject is None:
        return
    reviewed = _reviewed(subject)
    label = subject.period.label
    for one in fold_progress(case.company, case.conversations, label, case.today).goals:
        goal = one.goal
        if goal.due is None or goal.due > case.until or one.is_closed or goal.id in reviewed:
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


def _any_due(case: Case) -> bool:
    """Say whether it is worth folding everything."""
    agreements = (one.agreement for one in case.conversations)
    goals = (goal for agreement in agreements if agreement is not None for goal in agreement.goals)
    return any(goal.due is not None and goal.due <= case.until for goal in goals)


def _reviewed(one: Conversation) -> frozenset[str]:
    halves = (one.review.employee, one.review.leader)
    found = (half.goals.items() for half in halves if half is not None)
    return frozenset(name for goals in found for name, said in goals if said.result)
