"""What changed between two folded states of one person's goals, actions and check-ins."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from goaltalk.domain.absence import absence_of
from goaltalk.domain.cadence import read_rhythm
from goaltalk.domain.clock import agreed_cadence, start_of
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.meetings import held_on
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import ActionProgress, GoalProgress, Progress, fold_progress
from goaltalk.domain.records.fields import GoalResult, GoalStatus, Number, Side
from goaltalk.domain.shifts import GOALPOSTS, Shift, find_shifts

Change = Literal["new", "continued", "closed", "dropped", "unchanged"]
Outcome = GoalStatus | GoalResult


class GoalState(Struct, frozen=True):
    """A goal as it stood at one end of the comparison.

    `leader_status` is set only where the two sides ended their review with different results: `status` is
    then the employee's, and both are shown.
    """

    id: str
    title: str
    status: Outcome
    progress: int | None
    value: Number | None
    target: Number | None
    unit: str | None
    due: date | None
    leader_status: GoalResult | None = None


class GoalChange(Struct, frozen=True):
    """What became of one goal. `before` is None for a new goal, `after` for one that ended."""

    id: str
    title: str
    change: Change
    before: GoalState | None
    after: GoalState | None
    moved: tuple[Shift, ...] = ()
    history: tuple[Outcome, ...] = ()

    @property
    def turns(self) -> tuple[Outcome, ...]:
        """The history, each status only where it changed."""
        return tuple(
            now for before, now in zip([None, *self.history], self.history, strict=False) if now != before
        )


class CheckIns(Struct, frozen=True):
    """How many check-ins were held in a period, and how many its cadence asks for up to the day."""

    expected: int
    held: int


class Felt(Struct, frozen=True):
    """How one side found a talk."""

    period: str
    side: Side
    score: int | None
    compared: str | None
    note: str | None


class Comparison(Struct, frozen=True):
    """Everything that changed from one period to another, as of a day."""

    person: str
    before: Period
    after: Period
    goals: tuple[GoalChange, ...]
    actions: tuple[ActionProgress, ...]
    checkins: CheckIns
    experience: tuple[Felt, ...]


def compare_periods(
    company: Company,
    person: str,
    conversations: Sequence[Conversation],
    before: Period,
    after: Period,
    today: date,
) -> Comparison:
    """Compare two periods of one person as they stand on that day.

    Goals belong together when one continues the other; within one period, when their ids are the same.
    """
    then = fold_progress(company, conversations, before.label, today)
    now = fold_progress(company, conversations, after.label, today)
    by_label = {one.period.label: one for one in conversations}
    results = {one.label: _results(by_label.get(one.label)) for one in (before, after)}
    return Comparison(
        person=person,
        before=before,
        after=after,
        goals=tuple(_compare_goals(then, now, before, after, results)),
        actions=now.actions,
        checkins=count_checkins(company, person, conversations, after, today),
        experience=tuple(_felt(conversations, before, after)),
    )


def count_checkins(
    company: Company, person: str, conversations: Sequence[Conversation], period: Period, today: date
) -> CheckIns:
    """Count the check-ins held in a period up to that day, and those that the cadence asks for."""
    until = min(today, period.end, company.people[person].ends or date.max)
    rhythm = read_rhythm(agreed_cadence(company, person, conversations, until))
    start, expected, absence = start_of(company, person, period), 0, absence_of(company, person)
    while absence.count(start, (rhythm.after(start, expected + 1) - start).days) <= until:
        expected += 1
    held = sum(
        held_on(checkin.halves, until) is not None
        for one in conversations
        if one.period == period
        for checkin in one.checkins
    )
    return CheckIns(expected, held)


class _Result(NamedTuple):
    """How a goal ended; `leader` is set only where the leader saw it differently, as in a check-in."""

    said: GoalResult
    leader: GoalResult | None = None


Results = dict[str, _Result]


def _results(one: Conversation | None) -> Results:
    """Return the result of each goal of a review; where the two sides differ, both."""
    if one is None:
        return {}
    mine, theirs = (
        {name: goal.result for name, goal in half.goals.items() if goal.result} if half else {}
        for half in (one.review.employee, one.review.leader)
    )
    return {
        name: _Result(mine.get(name, result), result if mine.get(name, result) != result else None)
        for name, result in {**mine, **theirs}.items()
    }


def _compare_goals(
    then: Progress, now: Progress, before: Period, after: Period, results: dict[str, Results]
) -> Iterator[GoalChange]:
    earlier = {one.goal.id: one for one in then.goals}
    ended, opened = results[before.label], results[after.label]
    for one in now.goals:
        origin = earlier.pop(_origin(one, then, before, after), None)
        if origin is None:
            yield GoalChange(
                one.goal.id, one.goal.title, "new", None, _state(one, opened), (), _history(one, opened)
            )
        else:
            yield _continued(origin, one, ended, opened, before == after)
    for one in earlier.values():
        state = _state(one, ended)
        change: Change = "dropped" if state.status == "dropped" else "closed"
        yield GoalChange(one.goal.id, one.goal.title, change, state, None, (), _history(one, ended))


def _origin(one: GoalProgress, then: Progress, before: Period, after: Period) -> str:
    """Return the id of the earlier goal that this one belongs to; empty if there is none."""
    if before == after:
        return one.goal.id
    if before < after:
        prefix = f"{before.label}/"
        continues = one.goal.continues or ""
        return continues.removeprefix(prefix) if continues.startswith(prefix) else ""
    wanted = f"{after.label}/{one.goal.id}"
    return next((other.goal.id for other in then.goals if other.goal.continues == wanted), "")


def _continued(
    origin: GoalProgress, one: GoalProgress, ended: Results, opened: Results, is_same_period: bool
) -> GoalChange:
    before, after = _state(origin, ended), _state(one, opened)
    shifts = {shift.what: shift for shift in find_shifts(origin.goal, one.goal)}
    moved = tuple(shifts[what] for what in GOALPOSTS if what in shifts)
    same = is_same_period and before == after and not moved
    history = _history(one, opened) if is_same_period else _history(origin, ended) + _history(one, opened)
    return GoalChange(
        one.goal.id, one.goal.title, "unchanged" if same else "continued", before, after, moved, history
    )


def _state(one: GoalProgress, results: Results) -> GoalState:
    measure, result = one.goal.measure, results.get(one.goal.id)
    return GoalState(
        id=one.goal.id,
        title=one.goal.title,
        status=result.said if result else one.status,
        progress=one.progress,
        value=one.value,
        target=measure.target if measure else None,
        unit=measure.unit if measure else None,
        due=one.goal.due,
        leader_status=result.leader if result else None,
    )


def _history(one: GoalProgress, results: Results) -> tuple[Outcome, ...]:
    said: list[Outcome] = [mention.status for mention in one.history if mention.status]
    result = results.get(one.goal.id)
    return (*said, result.said) if result else tuple(said)


def _felt(conversations: Sequence[Conversation], before: Period, after: Period) -> Iterator[Felt]:
    for one in sorted(conversations, key=lambda one: one.period):
        if one.period not in (before, after):
            continue
        if one.talk.employee and (felt := one.talk.employee.experience):
            yield Felt(one.period.label, "employee", felt.score, felt.compared, felt.note)
        if one.talk.leader and (felt := one.talk.leader.experience):
            yield Felt(one.period.label, "leader", felt.score, felt.compared, felt.note)
