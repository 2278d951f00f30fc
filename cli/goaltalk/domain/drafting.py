"""What the first draft of an agreement begins with: goals carried over, and the employee's own (D5, A8)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.naming import make_unique_id
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import Progress, fold_progress
from goaltalk.domain.records import EmployeePreparation
from goaltalk.domain.records.agreement import DevelopmentNeed, Goal

BULLETS = "-*• \t"


def draft_goals(
    company: Company,
    conversations: Sequence[Conversation],
    period: Period,
    needs: Collection[str],
    today: date,
) -> tuple[Goal, ...]:
    """Return the goals to begin a period with: those the last review carries over, then the employee's own.

    `needs` are the ids in the unit's plan; a goal carried over keeps only those of them that it supports. It
    begins where it stands today, and wants a new date.
    """
    here = next((one for one in conversations if one.period == period), None)
    mine = here.preparation.employee if here else None
    taken: list[str] = []
    drafted: list[Goal] = []
    for goal in (*_carried_over(company, conversations, period, needs, today), *_own_goals(mine)):
        taken.append(make_unique_id(goal.id, taken))
        drafted.append(replace(goal, id=taken[-1]))
    return tuple(drafted)


def draft_development(mine: EmployeePreparation | None) -> Iterator[DevelopmentNeed]:
    """Yield a development need for each line of how the employee wants to develop."""
    taken: list[str] = []
    for line in (mine.develop or "").splitlines() if mine else ():
        if words := line.strip(BULLETS):
            taken.append(make_unique_id(words, taken))
            yield DevelopmentNeed(id=taken[-1], need=words)


def _carried_over(
    company: Company,
    conversations: Sequence[Conversation],
    period: Period,
    needs: Collection[str],
    today: date,
) -> Iterable[Goal]:
    earlier = [one for one in conversations if one.period < period]
    last = max(earlier, key=lambda one: one.period, default=None)
    if last is None or last.agreement is None:
        return []
    halves = (last.review.employee, last.review.leader)
    wanted = {name for half in halves if half is not None for name in half.carry_over}
    progress = fold_progress(company, conversations, last.period.label, today)
    return [
        _continued(goal, last.period, progress, needs) for goal in last.agreement.goals if goal.id in wanted
    ]


def _continued(goal: Goal, period: Period, progress: Progress, needs: Collection[str]) -> Goal:
    reached, measure = progress.goal(goal.id), goal.measure
    if measure is not None and reached is not None and reached.value is not None:
        measure = replace(measure, baseline=reached.value)
    return replace(
        goal,
        measure=measure,
        supports=tuple(name for name in goal.supports if name in needs),
        due=None,
        continues=f"{period.label}/{goal.id}",
    )


def _own_goals(mine: EmployeePreparation | None) -> Sequence[Goal]:
    return [Goal(id=text, title=text) for text in mine.goals] if mine else []
