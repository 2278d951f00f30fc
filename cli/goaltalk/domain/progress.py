"""The fold: an agreement and the check-ins, in order of their dates, give where everything stands (A5)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, TypeVar, get_args

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.address import Address
from goaltalk.domain.answers import in_force_since
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn
from goaltalk.domain.meetings import held_on
from goaltalk.domain.periods import Period
from goaltalk.domain.records.agreement import Goal
from goaltalk.domain.records.fields import Action, GoalStatus, Number, Side
from goaltalk.domain.records.meeting import GoalReport

ActionState = Literal["open", "overdue", "done", "dropped"]
CLOSED: frozenset[GoalStatus] = frozenset({"achieved", "missed", "dropped"})


Said = TypeVar("Said")


class Mention(Struct, frozen=True):
    """What one check-in said of a goal. `leader_status` is set only where the leader saw it differently."""

    day: date
    status: GoalStatus | None
    progress: int | None
    value: Number | None
    leader_status: GoalStatus | None = None


class GoalProgress(Struct, frozen=True):
    """Where a goal stands: the latest of each thing said, and all that was said, oldest first."""

    goal: Goal
    status: GoalStatus = "not_started"
    progress: int | None = None
    value: Number | None = None
    history: tuple[Mention, ...] = ()

    @property
    def turns(self) -> tuple[GoalStatus, ...]:
        """The statuses said, oldest first, each only where it changed."""
        return turns_of([mention.status for mention in self.history if mention.status])

    @property
    def is_closed(self) -> bool:
        """Whether the goal is achieved, missed or dropped."""
        return self.status in CLOSED


class ActionProgress(Struct, frozen=True):
    """Where an action stands. `carried` counts the held check-ins that it outlived, open."""

    action: Action
    state: ActionState
    due: date | None
    about: Address
    raised: date
    closed: date | None = None
    carried: int = 0
    moved: tuple[date, ...] = ()


class Progress(Struct, frozen=True):
    """The folded state of one person in one period, on a day."""

    goals: tuple[GoalProgress, ...] = ()
    actions: tuple[ActionProgress, ...] = ()

    def goal(self, name: str) -> GoalProgress | None:
        """Return the goal of this id."""
        return next((one for one in self.goals if one.goal.id == name), None)

    @property
    def open_actions(self) -> tuple[ActionProgress, ...]:
        """What is still to be done, in the order of the due dates, those without one last."""
        still = [one for one in self.actions if one.state in ("open", "overdue")]
        return tuple(sorted(still, key=lambda one: (one.due or date.max, one.action.id)))


def fold_progress(
    company: Company,
    conversations: Sequence[Conversation],
    period: str,
    today: date,
    besides: Sequence[Goal] = (),
) -> Progress:
    """Fold one person's conversations into where the goals and actions of a period stand on that day.

    The order of the conversations and of their check-ins does not matter. Goals are those of the period's
    agreement; actions those raised in the period and those still open when it began, also where nobody
    has written anything in the period yet. An empty label means no period, and gives an empty state.
    `besides` are goals that the agreement had before and has no more; they come last.
    """
    ordered = sorted(conversations, key=lambda one: one.period)
    if not ordered or not period:
        return Progress()
    current = next((one for one in ordered if one.period.label == period), None)
    if current is None:
        current = Conversation(ordered[0].person, company.period_named(period))
    return Progress(
        goals=tuple(_fold_goals(company, ordered, current, today, besides)),
        actions=tuple(_fold_actions(ordered, current.period, today)),
    )


def turns_of(said: Sequence[Said]) -> tuple[Said, ...]:
    """Return what was said, each only where it changed."""
    return tuple(one for place, one in enumerate(said) if place == 0 or one != said[place - 1])


def fold_all_actions(conversations: Sequence[Conversation], today: date) -> tuple[ActionProgress, ...]:
    """Return where every action that one person's conversations ever raised stands on that day."""
    ordered = sorted(conversations, key=lambda one: one.period)
    return tuple(_walk_actions(ordered, today).values())


def governing(company: Company, conversations: Sequence[Conversation], day: date) -> Conversation | None:
    """Return the conversation whose agreement a check-in of that day speaks of.

    It is the latest agreement in force on the day; while none is, that of the period which holds the day.
    """
    found: Conversation | None = None
    for one in sorted(conversations, key=lambda one: one.period):
        since = in_force_since(company, one)
        if since is not None and since <= day and one.period.start <= day:
            found = one
    if found is not None:
        return found
    here = [one for one in conversations if day in one.period]
    return next((one for one in here if one.agreement is not None), here[0] if here else None)


def reached(one: GoalProgress) -> tuple[int, ...]:
    """Return how much of the way to a goal was covered at each check-in that tells it, in percent.

    It is the progress that was stated; where there is none, the way of the value from baseline to target.
    """
    shares = (_share(one, said) for said in one.history)
    return tuple(share for share in shares if share is not None)


def _share(one: GoalProgress, said: Mention) -> int | None:
    if said.progress is not None:
        return said.progress
    measure = one.goal.measure
    if said.value is None or measure is None or measure.baseline is None or measure.target is None:
        return None
    way = measure.target - measure.baseline
    return min(max(round(100 * (said.value - measure.baseline) / way), 0), 100) if way else None


def _fold_goals(
    company: Company,
    ordered: Sequence[Conversation],
    current: Conversation,
    today: date,
    besides: Sequence[Goal],
) -> Iterator[GoalProgress]:
    if current.agreement is None:
        return
    reports = list(_reports(company, ordered, current, today))
    for goal in (*current.agreement.goals, *besides):
        folded = GoalProgress(goal)
        for day, goals in reports:
            if goal.id in goals:
                folded = _with_mention(folded, _merge(day, *goals[goal.id]))
        yield folded


Reports = dict[str, tuple[GoalReport | None, GoalReport | None]]


def _reports(
    company: Company, ordered: Sequence[Conversation], current: Conversation, today: date
) -> Iterator[tuple[date, Reports]]:
    """Yield the goal reports of each check-in that speaks of this period's agreement, oldest first."""
    alone = len(ordered) == 1
    for one, checkin in _checkins(ordered, today):
        if one.period < current.period:
            continue
        speaks_of = one if alone else governing(company, ordered, checkin.day)
        if speaks_of is not current and not (one is current and speaks_of is None):
            continue
        employee, leader = checkin.halves.employee, checkin.halves.leader
        mine = employee.goals if employee else {}
        theirs = leader.goals if leader else {}
        yield checkin.day, {name: (mine.get(name), theirs.get(name)) for name in {**mine, **theirs}}


def _checkins(ordered: Sequence[Conversation], today: date) -> Iterator[tuple[Conversation, DatedCheckIn]]:
    """Yield every check-in up to today, oldest first; what was reported counts also if nobody met."""
    dated = [(one, checkin) for one in ordered for checkin in one.checkins if checkin.day <= today]
    yield from sorted(dated, key=lambda pair: pair[1].day)


def _merge(day: date, mine: GoalReport | None, theirs: GoalReport | None) -> Mention:
    """Make one mention of what both sides said; where they differ, the employee's counts."""
    first, second = mine or GoalReport(), theirs or GoalReport()
    differs = first.status and second.status and first.status != second.status
    return Mention(
        day=day,
        status=first.status or second.status,
        progress=second.progress if first.progress is None else first.progress,
        value=second.value if first.value is None else first.value,
        leader_status=second.status if differs else None,
    )


def _with_mention(folded: GoalProgress, said: Mention) -> GoalProgress:
    return replace(
        folded,
        status=said.status or folded.status,
        progress=folded.progress if said.progress is None else said.progress,
        value=folded.value if said.value is None else said.value,
        history=(*folded.history, said),
    )


def _fold_actions(ordered: Sequence[Conversation], period: Period, today: date) -> Iterator[ActionProgress]:
    """Yield the period's actions; a later period's check-ins close them, but raise none of them."""
    known = {one.period.label for one in ordered if one.period <= period}
    for one in _walk_actions(ordered, today).values():
        was_closed_before = one.closed is not None and one.closed < period.start
        if one.about.period in known and not was_closed_before:
            yield one


class _Ledger(Struct):
    """Actions by id while the walk through the check-ins goes on."""

    found: dict[str, ActionProgress] = {}

    def raise_(self, actions: Sequence[Action], about: Address, day: date) -> None:
        for action in actions:
            self.found.setdefault(action.id, ActionProgress(action, "open", action.due, about, day))

    def close(self, name: str, state: ActionState, day: date) -> None:
        if name in self.found and self.found[name].state == "open":
            self.found[name] = replace(self.found[name], state=state, closed=day)

    def move(self, name: str, due: date) -> None:
        before = self.found.get(name)
        if before is not None and before.due != due:
            self.found[name] = replace(before, due=due, moved=(*before.moved, due))

    def carry(self, day: date) -> None:
        for name, one in self.found.items():
            if one.state == "open" and one.raised < day:
                self.found[name] = replace(one, carried=one.carried + 1)


def _walk_actions(ordered: Sequence[Conversation], today: date) -> dict[str, ActionProgress]:
    ledger = _Ledger()
    for one in ordered:
        if one.agreement is not None:
            about = Address("agreement", one.person, one.period.label)
            ledger.raise_(one.agreement.actions, about, one.agreement.proposed or one.period.start)
    for one, checkin in _checkins(ordered, today):
        _enter(ledger, one, checkin, today)
    return {name: _judge(one, today) for name, one in ledger.found.items()}


def _enter(ledger: _Ledger, one: Conversation, checkin: DatedCheckIn, today: date) -> None:
    """Enter what a check-in says: first what is new, so that it may be done on the very same day."""
    for side in get_args(Side):
        half = checkin.halves.of(side)
        if half is not None:
            about = Address("checkin", one.person, one.period.label, side, checkin.day.isoformat())
            ledger.raise_(half.actions, about, checkin.day)
    for half in (checkin.halves.employee, checkin.halves.leader):
        if half is None:
            continue
        for name in half.done:
            ledger.close(name, "done", checkin.day)
        for dropped in half.dropped:
            ledger.close(dropped.id, "dropped", checkin.day)
        for moved in half.moved:
            ledger.move(moved.id, moved.due)
    if held_on(checkin.halves, today):
        ledger.carry(checkin.day)


def _judge(one: ActionProgress, today: date) -> ActionProgress:
    is_late = one.state == "open" and one.due is not None and one.due < today
    return replace(one, state="overdue") if is_late else one
