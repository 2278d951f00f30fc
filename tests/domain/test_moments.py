"""What changed between two states of the files: laws that hold for every history."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goaltalk.domain.answers import answer_name, digest_of
from goaltalk.domain.compare import Comparison, compare_moments, find_moment, find_wanted
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.goal_states import Moment
from goaltalk.domain.progress import fold_progress
from goaltalk.domain.records import Agreement, Answer
from goaltalk.domain.records.agreement import Amendment, Goal

from .build import (
    H1,
    H2,
    KARI,
    PER,
    action,
    agreement,
    company,
    conversation,
    day,
    goal,
    held,
    in_force,
    make,
    steadily,
    talk,
)

HERE = company()
BEGUN = day("2026-07-01")


class Step(NamedTuple):
    """What happens on one day: the goals are changed, by both or as a draft; or a check-in is held."""

    on: date
    goals: dict[str, dict[str, Any]] | None
    is_accepted: bool
    said: dict[str, str]
    done: bool


names = st.sampled_from(["a", "b", "c"])
details = st.fixed_dictionaries(
    {},
    optional={
        "due": st.sampled_from(["2026-09-01", "2026-10-01", "2026-11-01"]),
        "title": st.sampled_from(["Halve the lead time", "Lower the lead time", "Teach"]),
        "measure": st.builds(lambda target: {"target": target, "baseline": 9}, st.integers(0, 4)),
        "success": st.lists(st.sampled_from(["Nobody waits", "Nobody waits long"]), max_size=2),
    },
)
texts = st.dictionaries(names, details, max_size=3)
statuses = st.sampled_from(["on_track", "at_risk", "achieved", "dropped"])
steps = st.builds(
    Step,
    st.dates(BEGUN + timedelta(days=10), day("2026-12-20")),
    st.none() | texts,
    st.booleans(),
    st.dictionaries(names, statuses, max_size=2),
    st.booleans(),
)
histories = st.lists(steps, max_size=6, unique_by=lambda one: one.on)
days = st.dates(BEGUN, day("2026-12-31"))


def state(history: list[Step], on: date, known: dict[str, Agreement]) -> tuple[Conversation, ...]:
    """Return what the files hold at the end of a day, and keep every text in `known`."""
    before = in_force(conversation(H1, agreement=agreement(goals=[goal("old")])), "2026-01-10")
    text = agreement(proposed="2026-07-02", goals=[goal("a", continues="2026-H1/old"), goal("b")])
    one = in_force(conversation(H2, agreement=text), "2026-07-05")
    known[digest_of(HERE, one)] = text
    for step in sorted(history, key=lambda step: step.on):
        if step.on <= on:
            one = after(one, step)
            known[digest_of(HERE, one)] = one.agreement or text
    return before, one


def after(one: Conversation, step: Step) -> Conversation:
    assert one.agreement is not None
    if step.goals is None:
        done = {"done": ["x"]} if step.done else {"actions": [action("x", due="2026-10-01")]}
        report = held(
            step.on.isoformat(), goals={name: {"status": to} for name, to in step.said.items()}, **done
        )
        return replace(one, checkins=(*one.checkins, report))
    opened = Amendment(on=step.on, by=PER, why="Because", digest=digest_of(HERE, one))
    goals = tuple(make(goal(name, **keys), Goal) for name, keys in sorted(step.goals.items()))
    amendments = (*one.agreement.amendments, opened)
    one = replace(one, agreement=replace(one.agreement, goals=goals, amendments=amendments))
    digest = digest_of(HERE, one)
    for side, who in (("employee", KARI), ("leader", PER)):
        if step.is_accepted:
            answer = Answer(to="agreement", digest=digest, by=who, role=side, on=step.on, answer="accepted")  # type: ignore[arg-type]
            number = 2 + sum(key.startswith(answer_name("agreement", digest)) for key in one.answers)
            name = f"{answer_name('agreement', digest, number)}.{side}"
            one = replace(one, answers={**one.answers, name: answer})
    return one


def moment(history: list[Step], on: date, known: dict[str, Agreement]) -> Moment:
    return find_moment(HERE, KARI, state(history, on, known), on)


def compared(history: list[Step], first: date, last: date) -> Comparison:
    known: dict[str, Agreement] = {}
    then, now = moment(history, first, known), moment(history, last, known)
    wanted = find_wanted(then, now, is_since=True)
    needed = {digest: known[digest] for digests in wanted.values() for digest in digests}
    return compare_moments(then, now, needed)


@steadily
@given(histories, days)
def test_a_state_does_not_differ_from_itself(history: list[Step], on: date) -> None:
    found = compared(history, on, on)
    assert {one.change for one in found.goals} <= {"unchanged"}
    assert all(one.before == one.after and not one.moved and not one.movements for one in found.goals)
    assert (found.development, found.experience, found.lost) == ((), (), ())
    assert (found.checkins.expected, found.checkins.held) == (0, 0)


@steadily
@given(histories, days, days)
def test_what_came_then_is_what_went_the_other_way(history: list[Step], one: date, other: date) -> None:
    first, last = sorted((one, other))
    there, back = compared(history, first, last), compared(history, last, first)
    twins = {(x.before and x.before.id, x.after and x.after.id): x for x in back.goals}
    assert len(twins) == len(there.goals) == len(back.goals)
    for change in there.goals:
        twin = twins[change.after and change.after.id, change.before and change.before.id]
        assert (twin.before, twin.after) == (change.after, change.before)
        assert [(x.what, x.after, x.before) for x in twin.moved] == [
            (x.what, x.before, x.after) for x in change.moved
        ]
        assert [x.on for x in reversed(twin.movements)] == [x.on for x in change.movements]
        assert (change.change == "unchanged") == (twin.change == "unchanged")


@steadily
@given(histories, days, days, days)
def test_what_moved_in_two_stretches_moved_in_both_together(
    history: list[Step], one: date, other: date, third: date
) -> None:
    first, middle, last = sorted((one, other, third))

    def agreed(there: date, here: date) -> list[tuple[str, date | None]]:
        return sorted(
            (goal.id, move.on)
            for goal in compared(history, there, here).goals
            for move in goal.movements
            if move.is_agreed and move.on
        )

    whole = agreed(first, last)
    # A goal that was taken out at the end tells nothing of the way there.
    still = {x.after.id for x in compared(history, first, last).goals if x.before and x.after}
    before = {x.id for x in compared(history, first, middle).goals if x.after}
    parts = sorted(agreed(first, middle) + agreed(middle, last))
    assert [x for x in parts if x[0] in still & before] == [x for x in whole if x[0] in still & before]


@steadily
@given(histories, days)
def test_folding_to_a_day_is_reading_the_files_of_that_day(history: list[Step], on: date) -> None:
    """Where the text has stayed as it was: the check-ins are a log, so nothing else can differ."""
    log = [step for step in history if step.goals is None]
    then, now = state(log, on, {}), state(log, day("2026-12-31"), {})
    assert fold_progress(HERE, then, "2026-H2", on) == fold_progress(HERE, now, "2026-H2", on)


def two_states(then: Conversation, now: Conversation, first: str, last: str) -> Comparison:
    there = find_moment(HERE, KARI, [then], day(first))
    return compare_moments(there, find_moment(HERE, KARI, [now], day(last)), {})


def test_actions_are_those_open_then_or_raised_later() -> None:
    base = in_force(conversation(H2, agreement=agreement(goals=[goal("a")])), "2026-07-05")
    early = held("2026-08-01", actions=[action("over"), action("left")])
    then = replace(base, checkins=(early, held("2026-08-10", done=["over"])))
    now = replace(base, checkins=(*then.checkins, held("2026-09-01", done=["left"], actions=[action("new")])))
    found = two_states(then, now, "2026-08-20", "2026-09-10")
    assert [(one.action.id, one.state) for one in found.actions] == [("left", "done"), ("new", "open")]
    assert (found.checkins.held, found.checkins.expected) == (1, 1)


def test_a_goal_closes_when_its_status_does() -> None:
    base = in_force(
        conversation(H2, agreement=agreement(goals=[goal("a"), goal("b"), goal("c")])), "2026-07-05"
    )
    report = held("2026-09-01", goals={"a": {"status": "achieved"}, "b": {"status": "dropped"}})
    found = two_states(base, replace(base, checkins=(report,)), "2026-08-20", "2026-09-10")
    assert [(one.id, one.change, one.after is not None) for one in found.goals] == [
        ("a", "closed", True),
        ("b", "dropped", True),
        ("c", "unchanged", True),
    ]


def test_a_goal_that_was_taken_out_is_dropped_unless_it_had_ended() -> None:
    report = held("2026-08-01", goals={"a": {"status": "achieved"}})
    then = in_force(conversation(H2, report, agreement=agreement(goals=[goal("a"), goal("b")])), "2026-07-05")
    now = in_force(conversation(H2, report, agreement=agreement(goals=[goal("c")])), "2026-07-06")
    found = two_states(then, now, "2026-08-20", "2026-09-10")
    assert [(one.id, one.change, one.after is None) for one in found.goals] == [
        ("c", "new", False),
        ("a", "closed", True),
        ("b", "dropped", True),
    ]


def test_a_draft_may_change_as_it_likes() -> None:
    then = conversation(H2, agreement=agreement(goals=[goal("a", due="2026-09-01")]))
    now = in_force(conversation(H2, agreement=agreement(goals=[goal("a", due="2026-10-01")])), "2026-08-25")
    (found,) = two_states(then, now, "2026-08-20", "2026-09-10").goals
    assert (found.moved, found.movements) == ((), ())


def test_what_is_to_be_learned_and_how_talks_were_is_told_where_it_is_new() -> None:
    needs = [{"id": "lead", "need": "Leading"}]
    then = conversation(H2, agreement=agreement(goals=[goal("a")], development=needs))
    later = agreement(goals=[goal("a")], development=[{"id": "ask", "need": "Asking"}])
    now = conversation(H2, agreement=later, talk=talk({"experience": {"score": 4}}))
    found = two_states(then, now, "2026-08-20", "2026-09-10")
    assert [(one.id, one.change) for one in found.development] == [("ask", "added"), ("lead", "removed")]
    assert [(one.side, one.score) for one in found.experience] == [("employee", 4)]
    there, here = (
        find_moment(HERE, KARI, [one], day(on)) for one, on in ((then, "2026-08-20"), (now, "2026-09-10"))
    )
    back = compare_moments(here, there, {})
    assert [(one.id, one.change) for one in back.development] == [("lead", "added"), ("ask", "removed")]
    assert two_states(now, now, "2026-08-20", "2026-09-10").experience == ()
