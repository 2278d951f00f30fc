"""Where the goals of one person stood at one moment, and which of them continue which."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.goalposts import Goalposts, Node, in_span
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import GoalProgress, Progress, fold_progress, reached
from goaltalk.domain.records import Agreement
from goaltalk.domain.records.agreement import Goal
from goaltalk.domain.records.fields import GoalResult, GoalStatus, Number

Outcome = GoalStatus | GoalResult


class Moment(Struct, frozen=True):
    """What is known of one person at one moment: as the files were, on that day, in one period."""

    company: Company
    person: str
    conversations: Sequence[Conversation]
    period: Period
    today: date


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


class Origin(Struct, frozen=True):
    """A goal that another one continues."""

    period: str
    id: str
    title: str


class _Result(NamedTuple):
    """How a goal ended; `leader` is set only where the leader saw it differently, as in a check-in."""

    said: GoalResult
    leader: GoalResult | None = None


class Known:
    """The goals of one moment, and where they stand; each period is folded once, when it is asked for."""

    def __init__(self, moment: Moment, texts: Mapping[str, Agreement]) -> None:
        self.moment = moment
        self.by_label = {one.period.label: one for one in moment.conversations}
        self.goalposts = Goalposts(moment.company, moment.conversations, texts)
        self._folded: dict[str, Progress] = {}
        self._results: dict[str, dict[str, _Result]] = {}

    def names(self, period: Period) -> list[Node]:
        """Return the goals of a period, in the order of its agreement."""
        one = self.by_label.get(period.label)
        goals = one.agreement.goals if one is not None and one.agreement is not None else ()
        return [(period.label, goal.id) for goal in goals]

    def gone(self, period: Period) -> list[Node]:
        """Return the goals of a period that both had agreed and that its present text has no more."""
        return [(period.label, name) for name in self.goalposts.taken_out(period.label)]

    def is_gone(self, node: Node) -> bool:
        """Say whether a goal was agreed once, and taken out of the text of its period."""
        period, name = node
        return name in self.goalposts.taken_out(period)

    def is_carried(self, node: Node) -> bool:
        """Say whether one side's review wants a goal to be carried over."""
        period, name = node
        halves = self.by_label[period].review
        return any(half is not None and name in half.carry_over for half in (halves.employee, halves.leader))

    def origin(self, node: Node) -> Origin | None:
        """Return the goal which this one says that it continues, as far as it is known."""
        before, _, name = (self.progress(node).goal.continues or "").partition("/")
        one = self.by_label.get(before)
        goals = self._goals(one) if one is not None else ()
        return next((Origin(before, name, goal.title) for goal in goals if goal.id == name), None)

    def progress(self, node: Node) -> GoalProgress:
        """Return where a goal stands by its check-ins."""
        period, name = node
        if period not in self._folded:
            moment = self.moment
            gone = [one.goal for one in self.goalposts.taken_out(period).values()]
            self._folded[period] = fold_progress(
                moment.company, moment.conversations, period, moment.today, gone
            )
        return next(one for one in self._folded[period].goals if one.goal.id == name)

    def state(self, node: Node) -> GoalState:
        """Return where a goal stands; what the review says outranks the check-ins."""
        one, result = self.progress(node), self._result(node)
        measure = one.goal.measure
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

    def said(self, line: Sequence[Node]) -> tuple[Outcome, ...]:
        """Return every status that was said along a line of goals, each period's result last of it."""
        said: list[Outcome] = []
        for node in line:
            said += [mention.status for mention in self.progress(node).history if mention.status]
            result = self._result(node)
            said += [result.said] if result else []
        return tuple(said)

    def reached(self, line: Sequence[Node]) -> tuple[int, ...]:
        """Return how far somebody had come, in percent, along a line of goals."""
        return tuple(share for node in line for share in reached(self.progress(node)))

    def lines(self, first: Period, last: Period) -> Iterator[tuple[Node, ...]]:
        """Yield goals with those that they continue, oldest first; those that reach furthest come first.

        Goals that were taken out come after those of the same period that were not. Of several that continue
        the same goal, the first one does; the others begin anew.
        """
        span = in_span(self.moment.conversations, first, last)
        origins = {
            (one.period.label, goal.id): (before, name)
            for one in span
            for goal in self._goals(one)
            for before, _, name in [(goal.continues or "").partition("/")]
        }
        told: set[Node] = set()
        for one in reversed(span):
            for tip in [*self.names(one.period), *self.gone(one.period)]:
                line: list[Node] = []
                node = tip
                while node in origins and node not in told:
                    line.append(node)
                    told.add(node)
                    node = origins[node]
                if line:
                    yield tuple(reversed(line))

    def _goals(self, one: Conversation) -> list[Goal]:
        gone = [version.goal for version in self.goalposts.taken_out(one.period.label).values()]
        return [*(one.agreement.goals if one.agreement else ()), *gone]

    def _result(self, node: Node) -> _Result | None:
        period, name = node
        if period not in self._results:
            self._results[period] = _results(self.by_label[period])
        return self._results[period].get(name)


def _results(one: Conversation) -> dict[str, _Result]:
    """Return the result of each goal of a review; where the two sides differ, both."""
    mine, theirs = (
        {name: goal.result for name, goal in half.goals.items() if goal.result} if half else {}
        for half in (one.review.employee, one.review.leader)
    )
    return {
        name: _Result(mine.get(name, result), result if mine.get(name, result) != result else None)
        for name, result in {**mine, **theirs}.items()
    }
