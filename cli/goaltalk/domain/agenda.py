"""What one meeting is to be about, as plain facts that templates put into words."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from goaltalk.domain.address import Address
from goaltalk.domain.alignment import Alignment, align_person
from goaltalk.domain.answers import Standing, find_standing
from goaltalk.domain.clock import agreed_cadence, find_next_checkin
from goaltalk.domain.company import Company, Plan
from goaltalk.domain.conversation import Conversation, DatedCheckIn, Halves
from goaltalk.domain.meetings import find_state, find_talk, held_on, talk_day
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import (
    ActionProgress,
    GoalProgress,
    Progress,
    fold_all_actions,
    fold_progress,
    governing,
)
from goaltalk.domain.records import CheckIn, EmployeePreparation, LeaderPreparation, Person, Review
from goaltalk.domain.records.agreement import Agreement
from goaltalk.domain.records.fields import LocalTime
from goaltalk.domain.records.meeting import Meeting
from goaltalk.domain.reviews import GoalReview, compare_assessments

AgendaKind = Literal["talk", "checkin", "review"]
UNMENTIONED_AFTER = 2


class Slot(NamedTuple):
    """Which meeting an agenda is for: its kind, its date, and its period."""

    kind: AgendaKind
    day: date
    period: Period


class Frame(Struct, frozen=True):
    """Who meets, when and where. `day` is the date of the meeting."""

    kind: AgendaKind
    person: Person
    person_id: str
    leader: Person | None
    period: Period
    day: date
    at: LocalTime | None = None
    minutes: int | None = None
    place: str | None = None


class TopicNotes(Struct, frozen=True):
    """What each side has already written under one topic."""

    topic: str
    employee: str | None
    leader: str | None


class CheckInAgenda(Struct, frozen=True):
    """The facts of a check-in (A2, A3, A5)."""

    frame: Frame
    standing: Standing
    cadence: str
    last: date | None
    due: date
    goals: tuple[GoalProgress, ...]
    worrying: tuple[GoalProgress, ...]
    unmentioned: tuple[GoalProgress, ...]
    actions: tuple[ActionProgress, ...]
    done: tuple[ActionProgress, ...]
    promised: tuple[TopicNotes, ...]
    topics: tuple[TopicNotes, ...]
    questions: tuple[str, ...]


class TalkAgenda(Struct, frozen=True):
    """The facts of a talk: the period that ended, and the one that opens (D1, D5, D6)."""

    frame: Frame
    standing: Standing
    plan: Plan | None
    ended: Period | None
    reviewed: tuple[GoalReview, ...]
    reviews: Halves[Review, Review]
    actions: tuple[ActionProgress, ...]
    preparation: Halves[EmployeePreparation, LeaderPreparation]
    alignment: Alignment
    agreement: Agreement | None


def plan_next(company: Company, conversations: Sequence[Conversation], today: date) -> Slot:
    """Return the nearest meeting planned for today or later; else a check-in today."""
    planned: list[Slot] = []
    for one in conversations:
        day = talk_day(one)
        if day is not None and find_state(one.talk, day, today) == "planned":
            planned.append(Slot("talk", day, one.period))
        planned += [
            Slot("checkin", checkin.day, one.period)
            for checkin in one.checkins
            if find_state(checkin.halves, checkin.day, today) == "planned"
        ]
    usual = Slot("checkin", today, company.period_at(today))
    return min(planned, key=lambda slot: (slot.day, slot.kind), default=usual)


def plan_talk(
    company: Company,
    conversations: Sequence[Conversation],
    period: Period | None,
    day: date | None,
    today: date,
) -> Slot:
    """Return when a talk is: of this period or on this day as far as they are given, else the one ahead."""
    if period is None:
        found = find_talk(conversations, day or today, is_ahead=day is None)
        period = found.period if found else company.period_opened(day or today)
    here = next((one for one in conversations if one.period == period), None)
    return Slot("talk", day or (talk_day(here) if here else None) or today, period)


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
    worrying = tuple(one for one in progress.goals if one.status in ("at_risk", "off_track"))
    unmentioned = _unmentioned(progress, conversations, day)
    return CheckInAgenda(
        frame=make_frame(company, "checkin", person, company.period_at(day), day, halves),
        standing=find_standing(company, subject) if subject else Standing("none"),
        cadence=agreed_cadence(company, person, conversations, day),
        last=held_on(last.halves, day) if last else None,
        due=find_next_checkin(company, person, conversations, day).due,
        goals=progress.goals,
        worrying=worrying,
        unmentioned=unmentioned,
        actions=progress.open_actions,
        done=tuple(
            one for one in progress.actions if one.closed and (last is None or one.closed >= last.day)
        ),
        promised=_notes(("next", "support"), last.halves if last else Halves()),
        topics=_notes((*company.settings.topics, *_further_topics(company, halves)), halves),
        questions=_follow_up(worrying, unmentioned, progress),
    )


def build_talk_agenda(
    company: Company, person: str, conversations: Sequence[Conversation], plan: Plan | None, slot: Slot
) -> TalkAgenda:
    """Gather the facts for the talk that opens a period and ends the one before."""
    _, day, period = slot
    here = next((one for one in conversations if one.period == period), Conversation(person, period))
    earlier = [one for one in conversations if one.period < period]
    ended = max(earlier, key=lambda one: one.period, default=None)
    progress = fold_progress(company, conversations, ended.period.label, day) if ended else Progress()
    reviews: Halves[Review, Review] = ended.review if ended else Halves()
    return TalkAgenda(
        frame=make_frame(company, "talk", person, period, day, here.talk),
        standing=find_standing(company, here),
        plan=plan,
        ended=ended.period if ended else None,
        reviewed=compare_assessments(progress, reviews),
        reviews=reviews,
        actions=_carried_to(here, conversations, day),
        preparation=here.preparation,
        alignment=align_person(here.preparation.employee, plan.brief if plan else None),
        agreement=here.agreement,
    )


def make_frame(
    company: Company,
    kind: AgendaKind,
    person: str,
    period: Period,
    day: date,
    halves: Halves[Meeting, Meeting],
) -> Frame:
    """Gather who meets, when and where: as the halves of the meeting of that day say."""
    record = company.people[person]
    leader = company.people.get(company.leader_of(person, day) or "")
    halves_there = [half for half in (halves.leader, halves.employee) if half is not None]
    plans = [half for half in halves_there if half.at is None or half.at.day == day]
    return Frame(
        kind=kind,
        person=record,
        person_id=person,
        leader=leader,
        period=period,
        day=day,
        at=next((half.at for half in plans if half.at), None),
        minutes=next((half.minutes for half in plans if half.minutes), None),
        place=next((half.place for half in plans if half.place), None),
    )


def _last_held(conversations: Sequence[Conversation], day: date) -> DatedCheckIn | None:
    """Return the last check-in held; not that of the day itself: an agenda looks back at the one before."""
    earlier = (checkin for one in conversations for checkin in one.checkins if checkin.day < day)
    held = [(held_on(one.halves, day), one) for one in earlier]
    dated = [(on, one) for on, one in held if on is not None]
    return max(dated, key=lambda pair: (pair[0], pair[1].day))[1] if dated else None


def _carried_to(
    here: Conversation, conversations: Sequence[Conversation], day: date
) -> tuple[ActionProgress, ...]:
    """Return every open action except those that the agreement under talk proposes itself."""
    proposed = Address("agreement", here.person, here.period.label)
    still_open = Progress(actions=fold_all_actions(conversations, day)).open_actions
    return tuple(one for one in still_open if one.about != proposed)


def _further_topics(company: Company, halves: Halves[CheckIn, CheckIn]) -> tuple[str, ...]:
    """Return the topics that somebody wrote under although the settings do not list them."""
    used = [name for half in (halves.employee, halves.leader) if half is not None for name in half.topics]
    return tuple(name for name in dict.fromkeys(used) if name not in company.settings.topics)


def _notes(topics: Sequence[str], halves: Halves[CheckIn, CheckIn]) -> tuple[TopicNotes, ...]:
    mine = halves.employee.topics if halves.employee else {}
    theirs = halves.leader.topics if halves.leader else {}
    return tuple(TopicNotes(name, mine.get(name), theirs.get(name)) for name in topics)


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
    worrying: Sequence[GoalProgress], unmentioned: Sequence[GoalProgress], progress: Progress
) -> tuple[str, ...]:
    """Choose follow-up questions by situation (A3); the ids are explained by the templates."""
    chosen = ["status"]
    if worrying:
        chosen += ["in-the-way", "support", "change-of-course"]
    if unmentioned:
        chosen.append("still-right")
    if any(one.carried >= UNMENTIONED_AFTER for one in progress.open_actions):
        chosen.append("carried")
    return (*chosen, "can-do")
