"""What changed between two periods of one person."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goaltalk.domain.company import Company
from goaltalk.domain.compare import (
    CheckIns,
    Comparison,
    Felt,
    compare_periods,
    count_checkins,
)
from goaltalk.domain.conversation import Conversation, DatedCheckIn
from goaltalk.domain.goal_changes import GoalChange
from goaltalk.domain.goal_states import Origin
from goaltalk.domain.periods import Period

from .build import (
    H1,
    H2,
    KARI,
    NEXT_H1,
    action,
    agreed_goals,
    agreement,
    company,
    conversation,
    day,
    goal,
    held,
    in_force,
    kari,
    review,
    skipped,
    steadily,
    talk,
)

TODAY = "2026-12-31"


def said(on: str, **statuses: Any) -> DatedCheckIn:
    return held(on, goals={name: {"status": status} for name, status in statuses.items()})


def old(*goals: dict[str, Any], checkins: tuple[DatedCheckIn, ...] = (), **parts: Any) -> Conversation:
    text = agreed_goals(*goals, proposed="2026-01-05")
    return in_force(conversation(H1, *checkins, agreement=text, **parts), "2026-01-10")


def new(*goals: dict[str, Any], checkins: tuple[DatedCheckIn, ...] = (), **parts: Any) -> Conversation:
    text = agreed_goals(*goals, proposed="2026-07-05")
    return in_force(conversation(H2, *checkins, agreement=text, **parts), "2026-07-10")


def compared(
    *conversations: Conversation, before: Period = H1, after: Period = H2, today: str = TODAY
) -> Comparison:
    return compare_periods(company(), KARI, conversations, before, after, day(today))


def only(*conversations: Conversation, today: str = TODAY) -> GoalChange:
    (found,) = compared(*conversations, today=today).goals
    return found


SPEED = goal("speed", title="Speed")
FURTHER = goal("speed-2", title="More speed", continues="2026-H1/speed")


class TestGoals:
    def test_a_goal_that_continues_none_is_new(self) -> None:
        found = only(new(SPEED, checkins=(said("2026-08-01", speed="on_track"),)))
        assert (found.id, found.title, found.change, found.before) == ("speed", "Speed", "new", None)
        assert found.after is not None
        assert (found.after.status, found.history) == ("on_track", ("on_track",))

    @pytest.mark.parametrize(
        ("status", "change"),
        [("on_track", "closed"), ("achieved", "closed"), ("missed", "closed"), ("dropped", "dropped")],
    )
    def test_a_goal_that_nothing_continues_is_closed_or_dropped(self, status: str, change: str) -> None:
        found = only(old(SPEED, checkins=(said("2026-03-01", speed=status),)), new())
        assert (found.change, found.after) == (change, None)
        assert found.before is not None
        assert (found.before.status, found.history) == (status, (status,))

    @pytest.mark.parametrize(
        ("status", "wanted", "change"),
        [
            ("on_track", [], "undecided"),
            ("achieved", [], "closed"),
            ("missed", ["speed"], "undecided"),
            ("dropped", [], "dropped"),
        ],
    )
    @pytest.mark.parametrize("later", [None, conversation(H2, agreement=agreed_goals(goal("x")))])
    def test_before_anything_is_agreed_what_is_open_or_wanted_is_not_decided(
        self, status: str, wanted: list[str], change: str, later: Conversation | None
    ) -> None:
        checkins = (said("2026-03-01", speed=status),)
        before = old(SPEED, checkins=checkins, review=review(None, {"carry_over": wanted}))
        found = compared(*(one for one in (before, later) if one is not None))
        (known,) = (one for one in found.goals if one.before)
        assert (known.change, found.unagreed) == (change, ("2026-H2",))
        there = compared(before, new())
        assert (there.goals[0].change in ("closed", "dropped"), there.unagreed) == (True, ())

    def test_what_is_to_be_learned_is_not_gone_before_anything_is_agreed(self) -> None:
        needs = agreement(goals=[SPEED], development=[{"id": "lead", "need": "Leading"}])
        before = in_force(conversation(H1, agreement=needs), "2026-01-10")
        assert compared(before).development == ()
        assert [one.change for one in compared(before, new()).development] == ["removed"]

    def test_a_goal_that_continues_another_is_continued(self) -> None:
        before = old(
            SPEED, checkins=(said("2026-03-01", speed="at_risk"), said("2026-05-01", speed="on_track"))
        )
        after = new(FURTHER, checkins=(said("2026-08-01", **{"speed-2": "on_track"}),))
        found = only(before, after)
        assert (found.id, found.change) == ("speed-2", "continued")
        assert found.before is not None
        assert found.after is not None
        assert (found.before.id, found.before.status) == ("speed", "on_track")
        assert (found.after.id, found.after.status) == ("speed-2", "on_track")
        assert found.history == ("at_risk", "on_track", "on_track")
        assert found.turns == ("at_risk", "on_track")

    def test_the_same_id_alone_continues_nothing(self) -> None:
        assert [one.change for one in compared(old(SPEED), new(SPEED)).goals] == ["new", "closed"]

    def test_a_goal_of_another_period_is_not_continued(self) -> None:
        elsewhere = goal("speed-2", continues="2025-H2/speed")
        assert [one.change for one in compared(old(SPEED), new(elsewhere)).goals] == ["new", "closed"]

    def test_of_two_that_continue_one_goal_the_first_does(self) -> None:
        also = goal("quality", continues="2026-H1/speed")
        found = compared(old(SPEED), new(FURTHER, also)).goals
        assert [(one.id, one.change) for one in found] == [("speed-2", "continued"), ("quality", "new")]
        assert [one.continues for one in found] == [None, Origin("2026-H1", "speed", "Speed")]

    def test_a_result_of_the_review_outranks_the_last_status(self) -> None:
        checkins = (said("2026-05-01", speed="on_track"),)
        reviewed = old(SPEED, checkins=checkins, review=review({"goals": {"speed": {"result": "partly"}}}))
        found = only(reviewed)
        assert found.before is not None
        assert (found.before.status, found.history) == ("partly", ("on_track", "partly"))

    def test_where_the_results_differ_both_are_told(self) -> None:
        mine = {"goals": {"speed": {"result": "achieved"}, "teach": {"result": "missed"}}}
        theirs = {
            "goals": {"speed": {"result": "dropped"}, "teach": {"note": "Hm"}, "write": {"result": "dropped"}}
        }
        found = compared(old(SPEED, goal("teach"), goal("write"), review=review(mine, theirs))).goals
        assert [(one.before.status, one.before.leader_status, one.change) for one in found if one.before] == [
            ("achieved", "dropped", "closed"),
            ("missed", None, "closed"),
            ("dropped", None, "dropped"),
        ]

    def test_the_same_result_from_both_is_told_once(self) -> None:
        both = review({"goals": {"speed": {"result": "partly"}}}, {"goals": {"speed": {"result": "partly"}}})
        (found,) = compared(old(SPEED, review=both)).goals
        assert found.before is not None
        assert (found.before.status, found.before.leader_status) == ("partly", None)

    def test_what_january_says_of_last_periods_goals_counts(self) -> None:
        before = old(SPEED, checkins=(said("2026-05-01", speed="on_track"),))
        after = new(FURTHER, checkins=(said("2026-07-08", speed="achieved"),))
        found = only(before, after)
        assert found.before is not None
        assert found.before.status == "achieved"

    def test_what_lies_ahead_does_not_count(self) -> None:
        found = only(old(SPEED, checkins=(said("2026-05-01", speed="on_track"),)), today="2026-04-30")
        assert found.before is not None
        assert found.before.status == "not_started"


class TestShifts:
    @pytest.mark.parametrize(
        ("before", "after", "shifts"),
        [
            pytest.param({}, {}, [], id="none"),
            pytest.param({"due": "2026-06-01"}, {"due": "2026-09-01"}, ["due"], id="due"),
            pytest.param({"title": "A"}, {"title": "B"}, ["title"], id="title"),
            pytest.param({"success": ["A", "B"]}, {"success": ["A"]}, ["success"], id="success"),
            pytest.param({"measure": {"target": 5}}, {"measure": {"target": 2.5}}, ["target"], id="target"),
            pytest.param({"frame": "A", "supports": ["x"]}, {"frame": "B"}, [], id="no goalposts"),
            pytest.param(
                {"due": "2026-06-01", "title": "A"}, {"title": "B"}, ["due", "title"], id="two of them"
            ),
        ],
    )
    def test_goalposts_that_moved(
        self, before: dict[str, Any], after: dict[str, Any], shifts: list[str]
    ) -> None:
        found = only(old(goal("a", **before)), new(goal("a", continues="2026-H1/a", **after)))
        assert [shift.what for shift in found.moved] == shifts

    def test_a_state_holds_target_unit_and_date(self) -> None:
        measured = goal("a", due="2026-09-01", measure={"unit": "days", "target": 2})
        report = held("2026-08-01", goals={"a": {"progress": 40, "value": 3.5}})
        state = only(new(measured, checkins=(report,))).after
        assert state is not None
        assert (state.progress, state.value) == (40, 3.5)
        assert (state.target, state.unit, state.due) == (2, "days", day("2026-09-01"))


THIRD = goal("speed-3", title="Most speed", continues="2026-H2/speed-2")


def latest(*goals: dict[str, Any], checkins: tuple[DatedCheckIn, ...] = ()) -> Conversation:
    text = agreed_goals(*goals, proposed="2027-01-05")
    return in_force(conversation(NEXT_H1, *checkins, agreement=text), "2027-01-10")


class TestChains:
    def between(self, *known: Conversation) -> tuple[GoalChange, ...]:
        return compared(*known, after=NEXT_H1, today="2027-06-01").goals

    def test_a_goal_is_followed_through_the_periods_between(self) -> None:
        known = (
            old(SPEED, checkins=(said("2026-03-01", speed="at_risk"),)),
            new(FURTHER, checkins=(said("2026-08-01", **{"speed-2": "on_track"}),)),
            latest(THIRD, checkins=(said("2027-02-01", **{"speed-3": "achieved"}),)),
        )
        (found,) = self.between(*known)
        assert (found.id, found.change) == ("speed-3", "continued")
        assert found.before is not None
        assert found.before.id == "speed"
        assert found.history == ("at_risk", "on_track", "achieved")
        assert [(one.carried_from, one.period) for one in found.movements] == [
            ("2026-H1", "2026-H2"),
            ("2026-H2", "2027-H1"),
        ]

    def test_how_far_it_had_come_is_told_over_all_of_them(self) -> None:
        def at(on: str, name: str, progress: int) -> DatedCheckIn:
            return held(on, goals={name: {"progress": progress}})

        known = (
            old(SPEED, checkins=(at("2026-03-01", "speed", 30),)),
            new(FURTHER, checkins=(at("2026-08-01", "speed-2", 50), at("2026-09-01", "speed-2", 70))),
            latest(THIRD, checkins=(at("2027-02-01", "speed-3", 10),)),
        )
        (found,) = self.between(*known)
        assert found.reached == (30, 50, 70, 10)

    def test_a_period_may_be_left_out(self) -> None:
        straight = goal("speed-3", continues="2026-H1/speed")
        (found,) = self.between(old(SPEED), new(), latest(straight))
        assert (found.change, found.id) == ("continued", "speed-3")

    def test_of_two_that_continue_one_goal_the_one_that_goes_on_does(self) -> None:
        side = goal("side", continues="2026-H1/speed")
        (found,) = self.between(old(SPEED), new(side, FURTHER), latest(THIRD))
        assert found.before is not None
        assert (found.before.id, found.id) == ("speed", "speed-3")

    def test_what_ended_on_the_way_shows_where_it_ended(self) -> None:
        ended = new(FURTHER, checkins=(said("2026-08-01", **{"speed-2": "missed"}),))
        (found,) = self.between(old(SPEED), ended, latest())
        assert (found.change, found.id) == ("closed", "speed-2")
        assert found.after is not None
        assert found.after.status == "missed"

    def test_what_came_and_went_in_between_is_left_out(self) -> None:
        assert self.between(old(), new(SPEED), latest()) == ()

    def test_goals_that_continue_each_other_in_a_circle_end_the_search(self) -> None:
        one, other = goal("a", continues="2026-H2/b"), goal("b", continues="2026-H1/a")
        (found,) = compared(old(one), new(other)).goals
        assert (found.id, found.change) == ("b", "continued")


class TestCheckIns:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            ("2026-06-30", 0),
            ("2026-07-31", 0),
            ("2026-08-01", 1),
            ("2026-12-01", 5),
            ("2026-12-31", 5),
            ("2027-12-31", 5),
        ],
    )
    def test_the_cadence_asks_for_so_many(self, today: str, expected: int) -> None:
        assert count_checkins(company(), KARI, [], H2, day(today)).expected == expected

    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            pytest.param(company(kari(starts="2026-10-15")), 2, id="who begins in mid-period"),
            pytest.param(company(kari(ends="2026-09-30")), 2, id="who leaves in mid-period"),
            pytest.param(company(kari(ends="2026-10-01")), 3, id="who leaves on the day"),
            pytest.param(company(tracked_from="2026-11-30"), 1, id="records begin in mid-period"),
            pytest.param(company(cadence="weekly"), 26, id="every week"),
            pytest.param(
                company(kari(away=[{"from": "2026-08-10", "to": "2026-10-08"}])), 4, id="who was away"
            ),
            pytest.param(company(cadence="every 7 months"), 0, id="more rarely than once a period"),
        ],
    )
    def test_of(self, known: Company, expected: int) -> None:
        assert count_checkins(known, KARI, [], H2, day(TODAY)).expected == expected

    def test_the_agreed_cadence_counts(self) -> None:
        text = agreement(follow_up={"cadence": "biweekly"})
        one = in_force(conversation(H2, agreement=text), "2026-07-01")
        assert count_checkins(company(), KARI, [one], H2, day("2027-03-01")).expected == 13

    def test_only_those_held_in_the_period_count(self) -> None:
        one = conversation(
            H2, held("2026-08-01"), skipped("2026-09-01"), held("2026-10-01"), held("2026-12-30")
        )
        everything = [conversation(H1, held("2026-05-01")), one, conversation(NEXT_H1, held("2027-01-05"))]
        assert count_checkins(company(), KARI, everything, H2, day("2026-10-01")).held == 2
        assert compared(*everything).checkins == CheckIns(5, 3)


def test_how_the_talks_were_is_told_in_order_and_never_summed() -> None:
    before = conversation(H1, talk=talk({"experience": {"score": 3}}, {"experience": {"note": "Fine"}}))
    after = conversation(H2, talk=talk({"experience": {"compared": "Better", "score": 4}}, {}))
    later = conversation(NEXT_H1, talk=talk({"experience": {"score": 1}}))
    assert compared(later, after, before).experience == (
        Felt("2026-H1", "employee", 3, None, None),
        Felt("2026-H1", "leader", None, None, "Fine"),
        Felt("2026-H2", "employee", 4, "Better", None),
    )


def test_each_half_of_a_talk_tells_alone() -> None:
    before = conversation(H1, talk=talk({"experience": {"score": 3}}))
    after = conversation(H2, talk=talk(None, {"experience": {"score": 4}}))
    assert compared(before, after).experience == (
        Felt("2026-H1", "employee", 3, None, None),
        Felt("2026-H2", "leader", 4, None, None),
    )


def test_actions_are_those_of_the_later_period() -> None:
    before = conversation(H1, held("2026-05-01", actions=[action("left"), action("over")]))
    after = conversation(H2, held("2026-08-01", done=["left"], actions=[action("fresh")]))
    gone = replace(before, checkins=(*before.checkins, held("2026-06-01", done=["over"])))
    assert [(one.action.id, one.state) for one in compared(gone, after).actions] == [
        ("left", "done"),
        ("fresh", "open"),
    ]


def test_periods_in_which_nothing_was_written_are_empty() -> None:
    found = compared()
    assert (found.goals, found.actions, found.experience) == ((), (), ())
    assert (found.before, found.after, found.person) == (H1, H2, KARI)


names = st.sampled_from(["a", "b", "c"])
statuses = st.sampled_from(["on_track", "at_risk", "achieved", "dropped"])
details = st.fixed_dictionaries(
    {},
    optional={
        "due": st.sampled_from(["2026-06-01", "2026-09-01"]),
        "title": st.sampled_from(["Old", "New"]),
        "measure": st.builds(lambda target: {"target": target}, st.integers(0, 3)),
    },
)
some_goals = st.dictionaries(names, details, max_size=3)
origins = st.dictionaries(names, names, max_size=3)
checkins = st.dictionaries(st.dates(day("2026-01-01"), day("2027-02-01")), st.dictionaries(names, statuses))
results = st.dictionaries(names, st.sampled_from(["achieved", "partly", "dropped"]), max_size=2)


@st.composite
def histories(draw: st.DrawFn) -> list[Conversation]:
    """Two periods in which goals begin, continue and end."""
    found, continued = draw(checkins), draw(origins)
    reviewed = {name: {"result": result} for name, result in draw(results).items()}
    spoken = {
        period: tuple(said(on.isoformat(), **goals) for on, goals in sorted(found.items()) if on in period)
        for period in (H1, H2)
    }
    first = [goal(name, **keys) for name, keys in draw(some_goals).items()]
    second = [
        goal(name, **keys) | ({"continues": f"2026-H1/{continued[name]}"} if name in continued else {})
        for name, keys in draw(some_goals).items()
    ]
    return [
        old(*first, checkins=spoken[H1], review=review({"goals": reviewed})),
        new(*second, checkins=spoken[H2]),
    ]


TWIN = {"new": {"closed", "dropped"}, "closed": {"new"}, "dropped": {"new"}, "continued": {"continued"}}
days = st.dates(day("2026-01-01"), day("2027-06-01"))


@steadily
@given(histories(), days, st.sampled_from([H1, H2]))
def test_a_period_does_not_differ_from_itself(known: list[Conversation], today: Any, period: Period) -> None:
    found = compare_periods(company(), KARI, known, period, period, today)
    assert {one.change for one in found.goals} <= {"unchanged"}
    assert all(one.before == one.after and not one.moved for one in found.goals)


@steadily
@given(histories(), days)
def test_both_directions_mirror_each_other(known: list[Conversation], today: Any) -> None:
    there = compare_periods(company(), KARI, known, H1, H2, today)
    back = compare_periods(company(), KARI, known, H2, H1, today)

    def ends(one: GoalChange) -> tuple[str, str]:
        return one.before.id if one.before else "", one.after.id if one.after else ""

    mirrored = {ends(one)[::-1]: one for one in back.goals}
    assert len(mirrored) == len(there.goals) == len(back.goals)
    for one in there.goals:
        twin = mirrored[ends(one)]
        assert (twin.before, twin.after) == (one.after, one.before)
        assert twin.change in TWIN[one.change]
        swapped = [(each.what, each.after, each.before) for each in one.moved]
        assert [(each.what, each.before, each.after) for each in twin.moved] == swapped


@steadily
@given(histories(), days)
def test_every_goal_of_both_periods_is_told_once(known: list[Conversation], today: Any) -> None:
    found = compare_periods(company(), KARI, known, H1, H2, today).goals
    texts = [one.agreement.goals for one in known if one.agreement]
    assert sorted(one.before.id for one in found if one.before) == sorted(one.id for one in texts[0])
    assert sorted(one.after.id for one in found if one.after) == sorted(one.id for one in texts[1])
