"""What a check-in is to be about: what happened, where things stand, what needs attention (A2, A3, A5)."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from goaltalk.domain.agenda.frame import Frame, make_frame
from goaltalk.domain.agenda.notes import TopicNotes, all_notes, is_led_alone, notes_under
from goaltalk.domain.answers import Standing, find_standing
from goaltalk.domain.clock import agreed_cadence, find_next_checkin
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.meetings import find_state, held_on
from goaltalk.domain.progress import (
    ActionProgress,
    GoalProgress,
    Progress,
    fold_all_actions,
    fold_progress,
    governing,
)
from goaltalk.domain.records import CheckIn
from goaltalk.domain.records.agreement import Goal
from goaltalk.domain.records.fields import GoalStatus

UNMENTIONED_AFTER = 2
WORRYING: frozenset[GoalStatus] = frozenset({"at_risk", "off_track"})


class Worry(Struct, frozen=True):
    """A goal at risk or off track: since when, and whether that is new since the last check-in."""

    progress: GoalProgress
    since: date
    is_new: bool


class Turn(Struct, frozen=True):
    """A goal whose status is another one than at the last check-in."""

    goal: Goal
    before: GoalStatus
    now: GoalStatus


class SinceLast(Struct, frozen=True):
    """What has changed since the last check-in; `agreed` is the day the agreement came into force."""

    turned: tuple[Turn, ...] = ()
    done: tuple[ActionProgress, ...] = ()
    dropped: tuple[ActionProgress, ...] = ()
    agreed: date | None = None

    def __bool__(self) -> bool:
        return bool(self.turned or self.done or self.dropped or self.agreed)


class CheckInAgenda(Struct, frozen=True):
    """The facts of a check-in (A2, A3, A5). `is_led_alone`: most of the points so far are the leader's."""

    frame: Frame
    standing: Standing
    cadence: str
    last: date | None
    due: date
    since: SinceLast
    goals: tuple[GoalProgress, ...]
    worries: tuple[Worry, ...]
    unmentioned: tuple[GoalProgress, ...]
    actions: tuple[ActionProgress, ...]
    promised: tuple[TopicNotes, ...]
    topics: tuple[TopicNotes, ...]
    is_led_alone: bool
    questions: tuple[str, ...]


def build_checkin_agenda(
    company: Company, person: str, conversations: Sequence[Conversation], day: date
) -> CheckInAgenda:
    """Gather the facts for a check-in with this person on that day."""
    subject = governing(company, conversations, day)
    period = subject.period if subject else company.period_at(day)
    goals = fold_progress(company, conversations, period.label, day).goals
    progress = Progress(goals, fold_all_actions(conversations, day))
    here = next((one for one in conversations if day in one.period), None)
    halves: Halves[CheckIn, CheckIn] = here.checkin_on(day) if here else Halves()
    last = _last_held(conversations, day)
    standing = find_standing(company, subject) if subject else Standing("none")
    worries = tuple(_worries(progress, last))
    unmentioned = _unmentioned(progress, conversations, day)
    return CheckInAgenda(
        frame=make_frame(company, "checkin", person, company.period_at(day), day, halves),
        standing=standing,
        cadence=agreed_cadence(company, person, conversations, day),
        last=held_on(last.halves, day) if last else None,
        due=find_next_checkin(company, person, conversations, day).due,
        since=_since(progress, standing, last),
        goals=goals,
        worries=worries,
        unmentioned=unmentioned,
        actions=progress.open_actions,
        promised=notes_under(("next", "support"), last.halves if last else Halves()),
        topics=all_notes(company, halves),
        is_led_alone=is_led_alone(halves),
        questions=tuple(_follow_up(worries, unmentioned, progress)),
    )


def _last_held(conversations: Sequence[Conversation], day: date) -> DatedCheckIn | None:
    """Return the last check-in held; not that of the day itself: an agenda looks back at the one before."""
    earlier = (checkin for one in conversations for checkin in one.checkins if checkin.day < day)
    held = [(held_on(one.halves, day), one) for one in earlier]
    dated = [(on, one) for on, one in held if on is not None]
    return max(dated, key=lambda pair: (pair[0], pair[1].day))[1] if dated else None


def _worries(progress: Progress, last: DatedCheckIn | None) -> Iterator[Worry]:
    """Yield the goals at risk or off track, those first that were not so at the check-in before."""
    found = [
        Worry(one, since, is_new=last is None or since > last.day)
        for one in progress.goals
        if one.status in WORRYING and (since := _worrying_since(one)) is not None
    ]
    yield from sorted(found, key=lambda one: not one.is_new)


def _worrying_since(one: GoalProgress) -> date | None:
    since: date | None = None
    for said in one.history:
        if said.status in WORRYING:
            since = since or said.day
        elif said.status:
            since = None
    return since


def _since(progress: Progress, standing: Standing, last: DatedCheckIn | None) -> SinceLast:
    """Return what was written after the last check-in; at the first one there is nothing to look back at.

    What that check-in itself closed belongs to it, and is told once more: nobody else tells it.
    """
    if last is None:
        return SinceLast()
    closed = [one for one in progress.actions if one.closed and one.closed >= last.day]
    since = standing.since if standing.state == "in_force" else None
    return SinceLast(
        turned=tuple(_turns(progress, last.day)),
        done=tuple(one for one in closed if one.state == "done"),
        dropped=tuple(one for one in closed if one.state == "dropped"),
        agreed=since if since and since > last.day else None,
    )


def _turns(progress: Progress, last: date) -> Iterator[Turn]:
    for one in progress.goals:
        said = [mention for mention in one.history if mention.status]
        before = next((mention.status for mention in reversed(said) if mention.day <= last), None)
        if one.status != (before or "not_started"):
            yield Turn(one.goal, before or "not_started", one.status)


def _unmentioned(
    progress: Progress, conversations: Sequence[Conversation], day: date
) -> tuple[GoalProgress, ...]:
    """Return the open goals that the last two held check-ins before that day did not mention."""
    days = sorted(
        checkin.day
        for one in conversations
        for checkin in one.checkins
        if checkin.day < day and find_state(checkin.halves, checkin.day, day) == "held"
    )
    if len(days) < UNMENTIONED_AFTER:
        return ()
    since = days[-UNMENTIONED_AFTER]
    return tuple(
        one
        for one in progress.goals
        if not one.is_closed and not any(said.day >= since for said in one.history)
    )


def _follow_up(
    worries: Sequence[Worry], unmentioned: Sequence[GoalProgress], progress: Progress
) -> Iterator[str]:
    """Choose follow-up questions by situation (A3); the ids are explained by the templates."""
    yield "status"
    if any(one.is_new for one in worries):
        yield "what-changed"
    if worries:
        yield from ("in-the-way", "support", "change-of-course")
    else:
        yield "what-has-happened"
    if any(one.history and one.history[-1].leader_status for one in progress.goals):
        yield "differ"
    if unmentioned:
        yield "still-right"
    if any(one.carried >= UNMENTIONED_AFTER for one in progress.open_actions):
        yield "carried"
    yield "can-do"
