"""Both halves of a check-in beside each other: nothing left out, nothing twice."""

import pytest

from goaltalk.domain.agenda import SideBySide, TopicNotes, build_side_by_side, choose_shown
from goaltalk.domain.conversation import DatedCheckIn

from .build import (
    H2,
    KARI,
    PER,
    action,
    agreed_goals,
    checkin,
    company,
    conversation,
    day,
    goal,
    half,
    held,
    in_force,
    planned,
    skipped,
)


def side_by_side(*checkins: DatedCheckIn, on: str = "2026-09-15") -> SideBySide:
    text = agreed_goals(goal("speed"), goal("calm"))
    one = in_force(conversation(H2, *checkins, agreement=text), "2026-07-10")
    return build_side_by_side(company(), KARI, [one], day(on), day("2026-10-01"))


def test_each_topic_has_what_each_side_wrote() -> None:
    found = side_by_side(
        checkin(
            "2026-09-15", half(topics={"status": "Well"}), half(topics={"status": "Fine", "lunch": "Yes"})
        )
    )
    assert found.topics[0] == TopicNotes("status", "Well", "Fine")
    assert found.topics[-1] == TopicNotes("lunch", None, "Yes")
    assert found.state == "unconfirmed"


def test_goals_stand_in_the_agreements_order_and_show_where_the_two_differ() -> None:
    mine = {"calm": {"status": "on_track"}, "gone": {"note": "Old"}, "speed": {}}
    theirs = {"calm": {"status": "at_risk"}, "speed": {"status": "on_track"}}
    found = side_by_side(checkin("2026-09-15", half(goals=mine), half(goals=theirs)))
    assert [(one.title, one.differ) for one in found.goals] == [
        (goal("speed")["title"], False),
        (goal("calm")["title"], True),
        ("gone", False),
    ]


def test_a_form_left_empty_speaks_of_no_goal() -> None:
    found = side_by_side(checkin("2026-09-15", half(goals={"speed": {}}), half()))
    assert (found.goals, found.actions, found.state) == ((), (), "empty")
    assert not found.experience


def test_actions_are_told_once_with_their_words() -> None:
    raised = held("2026-08-15", actions=[action("call"), action("ask"), action("old")])
    mine = half(actions=[action("new", who=PER)], done=["call"], dropped=[{"id": "old", "why": "No use"}])
    theirs = half(
        done=["call"], moved=[{"id": "ask", "due": "2026-11-01"}, {"id": "lost", "due": "2026-11-01"}]
    )
    found = side_by_side(raised, checkin("2026-09-15", mine, theirs)).actions
    assert [(one.change, one.what, one.who) for one in found] == [
        ("new", action("new")["what"], PER),
        ("done", action("call")["what"], KARI),
        ("dropped", action("old")["what"], KARI),
        ("moved", action("ask")["what"], KARI),
        ("moved", "lost", None),
    ]
    assert (found[2].why, found[3].due) == ("No use", day("2026-11-01"))


def test_why_it_was_skipped_is_told_once() -> None:
    found = side_by_side(checkin("2026-09-15", half(skipped="Ill"), half(skipped="Ill")))
    assert (found.state, found.skipped, found.held) == ("skipped", ("Ill",), None)


@pytest.mark.parametrize(
    ("checkins", "chosen"),
    [
        pytest.param([], None, id="none"),
        pytest.param(
            [held("2026-08-15"), held("2026-09-15"), planned("2026-10-15")], "2026-09-15", id="last"
        ),
        pytest.param([held("2026-08-15"), planned("2026-09-15")], "2026-08-15", id="not an empty one"),
        pytest.param([held("2026-08-15"), skipped("2026-09-15")], "2026-09-15", id="one skipped"),
        pytest.param(
            [held("2026-08-15"), checkin("2026-10-01", half(topics={"next": "Go"}))],
            "2026-10-01",
            id="today's",
        ),
        pytest.param([planned("2026-10-20"), planned("2026-10-15")], "2026-10-15", id="else the next"),
        pytest.param([planned("2026-09-15")], None, id="a plan that came to nothing"),
    ],
)
def test_the_one_shown_is_the_latest_with_anything_in_it(
    checkins: list[DatedCheckIn], chosen: str | None
) -> None:
    found = choose_shown([conversation(H2, *checkins)], day("2026-10-01"))
    assert found == (day(chosen) if chosen else None)
