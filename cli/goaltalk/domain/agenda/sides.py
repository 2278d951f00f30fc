"""Both halves of one check-in side by side, as the two note columns of a follow-up form show them (A2)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.agenda.frame import Frame, make_frame
from goaltalk.domain.agenda.notes import TopicNotes, all_notes
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.meetings import MeetingState, find_state, held_on
from goaltalk.domain.progress import fold_all_actions, governing
from goaltalk.domain.records import CheckIn
from goaltalk.domain.records.fields import Action, Experience, Side
from goaltalk.domain.records.meeting import GoalReport


class GoalSides(Struct, frozen=True):
    """What each side reported on a goal; the title is its id where no agreement knows it."""

    title: str
    unit: str | None
    employee: GoalReport | None
    leader: GoalReport | None

    @property
    def differ(self) -> bool:
        """Whether the two sides see the status differently: the thing to talk about."""
        mine, theirs = self.employee, self.leader
        return bool(mine and theirs and mine.status and theirs.status and mine.status != theirs.status)


class ActionNote(Struct, frozen=True):
    """What one side wrote of an action: new, done, moved to `due`, or dropped for a reason."""

    change: Literal["new", "done", "moved", "dropped"]
    what: str
    who: str | None
    due: date | None
    why: str | None
    side: Side


class SideBySide(Struct, frozen=True):
    """One check-in as both wrote it. `skipped` are the reasons given, `held` the day it was held."""

    frame: Frame
    state: MeetingState
    held: date | None
    skipped: tuple[str, ...]
    topics: tuple[TopicNotes, ...]
    goals: tuple[GoalSides, ...]
    actions: tuple[ActionNote, ...]
    experience: Halves[Experience, Experience]


def choose_shown(conversations: Sequence[Conversation], today: date) -> date | None:
    """Return the day of the latest check-in up to today that anybody wrote in or held, else of the next."""
    days = [(checkin.day, checkin.halves) for one in conversations for checkin in one.checkins]
    past = [
        day
        for day, halves in days
        if day <= today and (find_state(halves, day, today) not in ("empty", "planned") or _written(halves))
    ]
    ahead = (day for day, halves in days if day >= today)
    return max(past, default=None) or min(ahead, default=None)


def build_side_by_side(
    company: Company, person: str, conversations: Sequence[Conversation], day: date, today: date
) -> SideBySide:
    """Gather what both wrote in the check-in of that day, as it counts today."""
    here = next((one for one in conversations if day in one.period), None)
    halves: Halves[CheckIn, CheckIn] = here.checkin_on(day) if here else Halves()
    both = [half for half in (halves.employee, halves.leader) if half is not None]
    reasons = [half.skipped for half in both if isinstance(half.skipped, str)]
    return SideBySide(
        frame=make_frame(company, "checkin", person, company.period_at(day), day, halves),
        state=find_state(halves, day, today),
        held=held_on(halves, today),
        skipped=tuple(dict.fromkeys(reasons)),
        topics=all_notes(company, halves),
        goals=tuple(_goals(company, conversations, halves, day)),
        actions=tuple(_actions(conversations, halves, day)),
        experience=Halves(_told(halves.employee), _told(halves.leader)),
    )


def _written(halves: Halves[CheckIn, CheckIn]) -> bool:
    return any(half.says_something for half in (halves.employee, halves.leader) if half is not None)


def _told(half: CheckIn | None) -> Experience | None:
    return half.experience if half and half.experience != Experience() else None


def _goals(
    company: Company, conversations: Sequence[Conversation], halves: Halves[CheckIn, CheckIn], day: date
) -> Iterator[GoalSides]:
    """Yield the goals that anybody reported on, in the agreement's order, then those it does not know."""
    mine = halves.employee.goals if halves.employee else {}
    theirs = halves.leader.goals if halves.leader else {}
    subject = governing(company, conversations, day)
    agreed = subject.agreement.goals if subject and subject.agreement else ()
    known = {goal.id: goal for goal in agreed}
    reported = {name for half in (mine, theirs) for name, one in half.items() if one != GoalReport()}
    for name in (*known, *sorted(reported - set(known))):
        if name in reported:
            goal = known.get(name)
            unit = goal.measure.unit if goal and goal.measure else None
            yield GoalSides(goal.title if goal else name, unit, mine.get(name), theirs.get(name))


def _actions(
    conversations: Sequence[Conversation], halves: Halves[CheckIn, CheckIn], day: date
) -> Iterator[ActionNote]:
    """Yield what was written of actions, once where both sides wrote the same."""
    raised = {one.action.id: one.action for one in fold_all_actions(conversations, day)}
    seen: set[tuple[object, ...]] = set()
    for side in get_args(Side):
        half = halves.of(side)
        for one in _changes(half, raised, side) if half is not None else ():
            said = (one.change, one.what, one.due, one.why)
            if said not in seen:
                seen.add(said)
                yield one


def _changes(half: CheckIn, raised: dict[str, Action], side: Side) -> Iterator[ActionNote]:
    def note(change: Literal["done", "moved", "dropped"], name: str) -> ActionNote:
        known = raised.get(name)
        what, who = (known.what, known.who) if known else (name, None)
        return ActionNote(change, what, who, None, None, side)

    for action in half.actions:
        yield ActionNote("new", action.what, action.who, action.due, None, side)
    for name in half.done:
        yield note("done", name)
    for moved in half.moved:
        yield replace(note("moved", moved.id), due=moved.due)
    for dropped in half.dropped:
        yield replace(note("dropped", dropped.id), why=dropped.why)
