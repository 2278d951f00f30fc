"""What changed between two folded states of one person's goals, actions and check-ins."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from goaltalk.domain.absence import absence_of
from goaltalk.domain.cadence import read_rhythm
from goaltalk.domain.clock import agreed_cadence, start_of
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.goal_changes import GoalChange, compare_goals, mirrored
from goaltalk.domain.goal_states import Moment
from goaltalk.domain.goalposts import (
    AgreedText,
    Goalposts,
    Uncounted,
    find_agreed,
    find_uncounted,
    in_span,
    present_texts,
)
from goaltalk.domain.meetings import held_on
from goaltalk.domain.periods import Period
from goaltalk.domain.progress import ActionProgress, fold_all_actions, fold_progress, governing
from goaltalk.domain.records import Agreement
from goaltalk.domain.records.fields import Side
from goaltalk.domain.shifts import TextChange, compare_texts

Texts = Mapping[str, Agreement]


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
    """Everything that changed from one moment to another, or from one period to another as of a day.

    `since` is the first moment's day, None between periods of one state of the files. `development` tells
    what is to be learned now and was not then, or the other way round. `lost` are texts that both accepted
    and that git does not have any more, so that what moved with them cannot be told.
    `unagreed` are those of two periods for which both have accepted nothing. `uncounted` are acceptances by
    another id, which tell nothing here.
    """

    person: str
    before: Period
    after: Period
    goals: tuple[GoalChange, ...]
    actions: tuple[ActionProgress, ...]
    checkins: CheckIns
    experience: tuple[Felt, ...]
    since: date | None = None
    development: tuple[TextChange, ...] = ()
    lost: tuple[AgreedText, ...] = ()
    unagreed: tuple[str, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all that both accepted could be looked at."""
        return not self.lost and not self.uncounted


def find_moment(
    company: Company,
    person: str,
    conversations: Sequence[Conversation],
    today: date,
    period: Period | None = None,
) -> Moment:
    """Return what is known of a person on a day: of the period given, else of the agreement that governs it.

    Before any agreement it is the period that holds the day.
    """
    if period is None:
        one = governing(company, conversations, today)
        period = one.period if one is not None else company.period_at(today)
    return Moment(company, person, conversations, period, today)


def compare_periods(
    company: Company,
    person: str,
    conversations: Sequence[Conversation],
    before: Period,
    after: Period,
    today: date,
    texts: Texts = {},  # noqa: B006
) -> Comparison:
    """Compare two periods of one person as they stand on that day; see `compare_goals`."""
    then = Moment(company, person, conversations, before, today)
    now = Moment(company, person, conversations, after, today)
    if after < before:
        goals = tuple(map(mirrored, compare_goals(now, then, texts, is_since=False)))
    else:
        goals = compare_goals(then, now, texts, is_since=False)
    span = in_span(conversations, min(before, after), max(before, after))
    known = Goalposts(company, conversations, texts)
    is_itself = before == after
    uncounted = () if is_itself else find_uncounted(company, span)
    accepted = {one.period for one in uncounted}
    return Comparison(
        person=person,
        before=before,
        after=after,
        goals=goals,
        actions=fold_progress(company, conversations, after.label, today).actions,
        checkins=count_checkins(company, person, conversations, after, today),
        experience=tuple(_felt(span)),
        development=_development(then, now, is_decided=bool(known.agreed(after.label))),
        lost=() if is_itself else tuple(text for one in span for text in known.lost(one.period.label)),
        unagreed=tuple(
            label
            for label in dict.fromkeys((before.label, after.label))
            if not known.agreed(label) and label not in accepted
        ),
        uncounted=uncounted,
    )


def compare_moments(then: Moment, now: Moment, texts: Texts) -> Comparison:
    """Compare the files as they were at one moment with what they are at another, of the same person.

    Actions are those that were open at the first moment or came later; check-ins, and how talks were, what
    came in between.
    """
    if _order(now) < _order(then):
        there = compare_moments(now, then, texts)
        goals = tuple(map(mirrored, there.goals))
        return replace(
            there,
            before=then.period,
            after=now.period,
            goals=goals,
            since=then.today,
            development=_development(then, now),
        )
    texts = {**present_texts(then.company, then.conversations), **texts}
    known, passed = Goalposts(now.company, now.conversations, texts), _passed(then)
    span = in_span(now.conversations, then.period, now.period)
    lost = (text for one in span for text in known.lost(one.period.label) if text.digest not in passed)
    felt = set(_felt(then.conversations))
    return Comparison(
        person=now.person,
        before=then.period,
        after=now.period,
        goals=compare_goals(then, now, texts, is_since=True),
        actions=tuple(
            one
            for one in fold_all_actions(now.conversations, now.today)
            if one.closed is None or one.closed > then.today
        ),
        checkins=_count_between(now, then.today),
        experience=tuple(one for one in _felt(now.conversations) if one not in felt),
        since=then.today,
        development=_development(then, now),
        lost=tuple(lost),
        uncounted=find_uncounted(now.company, span, _agreed(then)),
    )


def find_wanted(then: Moment, now: Moment, *, is_since: bool) -> dict[tuple[str, str], set[str]]:
    """Return the digests of the texts that comparing these moments needs and that only history has.

    They come by the person and the period whose agreement they are of. `is_since` as in `compare_goals`.
    """
    wanted: dict[tuple[str, str], set[str]] = {}
    if not is_since and then.period == now.period:
        return wanted
    first, last = sorted((then.period, now.period))
    known = present_texts(then.company, then.conversations) | present_texts(now.company, now.conversations)
    passed = known.keys() | (_passed(min(then, now, key=_order)) if is_since else set())
    for moment in (then, now):
        for one in in_span(moment.conversations, first, last):
            digests = {text.digest for text in find_agreed(moment.company, one)} - passed
            if digests:
                wanted.setdefault((moment.person, one.period.label), set()).update(digests)
    return wanted


def count_checkins(
    company: Company, person: str, conversations: Sequence[Conversation], period: Period, today: date
) -> CheckIns:
    """Count the check-ins held in a period up to that day, and those that the cadence asks for.

    Of whom nobody leads it asks for none.
    """
    until = min(today, period.end, company.people[person].ends or date.max)
    rhythm = read_rhythm(agreed_cadence(company, person, conversations, until))
    start, expected, absence = start_of(company, person, period), 0, absence_of(company, person)
    is_led = company.leader_of(person, until) is not None
    while is_led and absence.count(start, (rhythm.after(start, expected + 1) - start).days) <= until:
        expected += 1
    held = sum(
        held_on(checkin.halves, until) is not None
        for one in conversations
        if one.period == period
        for checkin in one.checkins
    )
    return CheckIns(expected, held)


def _order(moment: Moment) -> tuple[Period, date]:
    return moment.period, moment.today


def _passed(moment: Moment) -> set[str]:
    """Return the digests of what was agreed in the moment's period before what was agreed at the moment."""
    here = (one for one in moment.conversations if one.period == moment.period)
    return {text.digest for one in here for text in find_agreed(moment.company, one)[:-1]}


def _agreed(moment: Moment) -> set[str]:
    """Return the digests of all that both had accepted at a moment."""
    return {text.digest for one in moment.conversations for text in find_agreed(moment.company, one)}


def _count_between(now: Moment, since: date) -> CheckIns:
    """Count the check-ins after a day, held and expected, in all periods up to the present one."""
    company, expected, held = now.company, 0, 0
    period = company.period_at(since)
    while period.start <= now.today:
        there, here = (
            count_checkins(company, now.person, now.conversations, period, day) for day in (since, now.today)
        )
        # A cadence that was agreed later may ask for fewer than the one before it did.
        expected += max(here.expected - (there.expected if since >= period.start else 0), 0)
        held += here.held - there.held
        period = company.period_at(period.end + timedelta(days=1))
    return CheckIns(expected, held)


def _development(then: Moment, now: Moment, *, is_decided: bool = True) -> tuple[TextChange, ...]:
    """Compare what is to be learned; what an agreement has not got is gone only once that is decided."""
    old, new = (
        next((one.agreement for one in moment.conversations if one.period == moment.period), None)
        for moment in (then, now)
    )
    changes = compare_texts(
        Agreement(development=old.development if old else ()),
        Agreement(development=new.development if new else ()),
    )
    return tuple(one for one in changes if is_decided or one.change != "removed")


def _felt(conversations: Sequence[Conversation]) -> Iterator[Felt]:
    for one in sorted(conversations, key=lambda one: one.period):
        for side in get_args(Side):
            half = one.talk.of(side)
            if half is not None and (felt := half.experience):
                yield Felt(one.period.label, side, felt.score, felt.compared, felt.note)
