"""What became of each goal between two moments, followed through all the periods that it was carried over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.goal_states import GoalState, Known, Moment, Origin, Outcome
from goaltalk.domain.goalposts import (
    Movement,
    Node,
    Version,
    find_movements,
    pick_shifts,
    turned_back,
)
from goaltalk.domain.progress import turns_of
from goaltalk.domain.records import Agreement
from goaltalk.domain.shifts import Shift, find_shifts, turned

Change = Literal["new", "continued", "undecided", "closed", "dropped", "unchanged"]
ENDED: frozenset[Outcome] = frozenset({"achieved", "partly", "missed", "dropped"})


class GoalChange(Struct, frozen=True):
    """What became of one goal. `before` is None for a new goal, `after` for one that ended as it stood.

    It is undecided while nothing is agreed for the later period, and it is open or to be carried over. A new
    goal may continue one all the same, which another goal continues too or which is of a period before.
    `moved` is what differs between the two ends; `movements` how it came there, step by step. `history` and
    `reached` go over all the periods between.
    """

    id: str
    title: str
    change: Change
    before: GoalState | None
    after: GoalState | None
    moved: tuple[Shift, ...] = ()
    history: tuple[Outcome, ...] = ()
    movements: tuple[Movement, ...] = ()
    reached: tuple[int, ...] = ()
    continues: Origin | None = None

    @property
    def turns(self) -> tuple[Outcome, ...]:
        """The history, each status only where it changed."""
        return turns_of(self.history)

    @property
    def moved_goalposts(self) -> tuple[Shift, ...]:
        """Every single move of a goalpost within a period, of which both had accepted both ends, in order.

        What a new period asks for is agreed anew, so it moves nothing; it stands among the `movements`.
        """
        counted = (one for one in self.movements if one.is_agreed and not one.carried_from)
        return tuple(shift for one in counted for shift in one.shifts)

    @property
    def times(self) -> dict[str, int]:
        """How often each goalpost moved, by its key; see `moved_goalposts`."""
        keys = [shift.what for shift in self.moved_goalposts]
        return {key: keys.count(key) for key in dict.fromkeys(keys)}


def compare_goals(
    then: Moment, now: Moment, texts: Mapping[str, Agreement], *, is_since: bool
) -> tuple[GoalChange, ...]:
    """Return what became of each goal from a moment to a later one, those of the later period first.

    Goals belong together when one continues the other, also over periods between; within one period, when
    their ids are the same. `is_since`: the two moments are two states of the files, so a goal closes when
    its status does; else they are two periods of one state, and it closes with its period. Goals that came
    and went in between are left out; but one that both had agreed in one of two periods and then took out of
    its text is dropped. `texts`: those that were accepted once, by digest.
    """
    known = Known(then, texts), Known(now, texts)
    return tuple(_compare(*known, is_since=is_since))


def mirrored(one: GoalChange) -> GoalChange:
    """Return a change as it looks to who goes back in time."""
    change = one.change
    if one.before is None:
        change = "dropped" if change == "dropped" else _end_of(one.after)
    elif one.after is None:
        change = "new"
    elif change in ("closed", "dropped", "undecided"):
        change = "continued"
    shown = one.before or one.after
    return replace(
        one,
        id=shown.id if shown else one.id,
        title=shown.title if shown else one.title,
        change=change,
        before=one.after,
        after=one.before,
        moved=tuple(turned(shift) for shift in one.moved),
        movements=turned_back(one.movements),
        continues=None,
    )


def _compare(then: Known, now: Known, *, is_since: bool) -> Iterator[GoalChange]:
    first, last = then.moment.period, now.moment.period
    is_apart = not is_since and first != last
    left = dict.fromkeys([*then.names(first), *(then.gone(first) if is_apart else ())])
    for line in now.lines(first, last):
        origin = line[0] if line[0] in left else None
        if origin is not None:
            del left[origin]
            yield _followed(then, now, line, is_since=is_since)
        elif line[-1][0] == last.label and (is_apart or not now.is_gone(line[-1])):
            yield _new(now, line)
    for node in left:
        state = then.state(node)
        yield GoalChange(
            state.id,
            state.title,
            _removal_of(state),
            state,
            None,
            (),
            then.said([node]),
            (),
            then.reached([node]),
        )


def _new(now: Known, line: Sequence[Node]) -> GoalChange:
    state = now.state(line[-1])
    return GoalChange(
        id=state.id,
        title=state.title,
        change=_removal_of(state) if now.is_gone(line[-1]) else "new",
        before=None,
        after=state,
        history=now.said(line),
        movements=tuple(find_movements(_versions(now, line))),
        reached=now.reached(line),
        continues=now.origin(line[0]),
    )


def _followed(then: Known, now: Known, line: Sequence[Node], *, is_since: bool) -> GoalChange:
    """Say what became of a goal that was there at the first moment, and is there still or went on."""
    origin, tip = line[0], line[-1]
    before, after = then.state(origin), now.state(tip)
    is_itself = not is_since and then.moment.period == now.moment.period
    movements = () if is_itself else tuple(find_movements(_all_versions(then, now, line, is_since)))
    old, new = then.progress(origin).goal, now.progress(tip).goal
    # What a draft says is not asked of anybody yet, so it may change as it likes.
    was_draft = origin == tip and is_since and not then.goalposts.agreed(origin[0])
    moved = () if was_draft else pick_shifts(find_shifts(old, new))
    is_over, is_gone = tip[0] != now.moment.period.label, now.is_gone(tip)
    change: Change = "continued"
    if is_gone:
        change = _removal_of(after)
    elif is_over and not is_since and _is_undecided(now, tip, after):
        change = "undecided"
    elif is_over or (is_since and after.status in ENDED and before.status not in ENDED):
        change = _end_of(after)
    elif origin == tip and before == after and not moved and not movements:
        change = "unchanged"
    return GoalChange(
        id=after.id,
        title=after.title,
        change=change,
        before=before,
        after=None if (is_over and before == after) or (is_gone and origin == tip) else after,
        moved=moved,
        history=now.said(line),
        movements=movements,
        reached=now.reached(line),
    )


def _all_versions(then: Known, now: Known, line: Sequence[Node], is_since: bool) -> list[Version]:
    """Return what both had agreed of a goal from the first moment on; the last one may be a proposal."""
    if not is_since:
        return _versions(now, line)
    origin = line[0]
    agreed = then.goalposts.versions(origin)[-1:]
    later = now.goalposts.versions(origin, besides=then.goalposts.agreed(origin[0]))
    proposed = _proposal(now, origin, line, bool(agreed or later))
    if not later and line == (origin,) and then.progress(origin).goal == now.progress(origin).goal:
        proposed = []  # it was proposed at the first moment, too
    return [*agreed, *later, *proposed, *_versions(now, line[1:])]


def _versions(known: Known, line: Sequence[Node]) -> list[Version]:
    found: list[Version] = []
    for node in line:
        agreed = known.goalposts.versions(node)
        found += [*agreed, *_proposal(known, node, line, bool(agreed))]
    return found


def _proposal(known: Known, node: Node, line: Sequence[Node], has_agreed: bool) -> list[Version]:
    """Return a goal as its present text has it, where both have not accepted that.

    In a period that is over it counts only where nothing else was agreed in it.
    """
    is_last = node == line[-1]
    if known.goalposts.is_agreed(node[0]) or (has_agreed and not is_last):
        return []
    gone = known.goalposts.taken_out(node[0]).get(node[1])
    if gone is not None:
        return [gone] if gone.on is None else []
    return [Version(known.progress(node).goal, node[0], None, known.goalposts.opened(node[0]))]


def _is_undecided(now: Known, tip: Node, state: GoalState) -> bool:
    """Say whether a goal may still go on: nobody has agreed on the later period yet."""
    has_agreed = bool(now.goalposts.agreed(now.moment.period.label))
    return not has_agreed and (state.status not in ENDED or now.is_carried(tip))


def _removal_of(state: GoalState) -> Literal["closed", "dropped"]:
    """Say what became of a goal that was taken out: it is dropped unless it had ended."""
    return _end_of(state) if state.status in ENDED else "dropped"


def _end_of(state: GoalState | None) -> Literal["closed", "dropped"]:
    return "dropped" if state is not None and state.status == "dropped" else "closed"
