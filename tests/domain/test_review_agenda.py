"""What the agenda of a review holds, and for which day and period it is."""

from typing import Any

import pytest
from msgspec.structs import replace

from goaltalk.domain.agenda import Slot, build_review_agenda, gather_review, plan_review
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Feedback

from .build import (
    ANNE,
    H1,
    H2,
    KARI,
    PER,
    action,
    agreed_goals,
    company,
    conversation,
    day,
    goal,
    held,
    kari,
    make,
    person,
    review,
    talk,
)

GIVEN = make(
    {
        "from": ANNE,
        "asked_by": "employee",
        "given": "2026-06-20",
        "questions": ["What helps?", "What more?"],
        "answers": ["Calm", "Draw", "And thanks"],
    },
    Feedback,
)
WAITED = make({"from": "Berit Aas", "asked_by": "leader", "due": "2026-06-30", "questions": ["Q"]}, Feedback)
ONE = conversation(
    H1,
    held("2026-05-05", goals={"speed": {"status": "at_risk"}}, actions=[action("left"), action("over")]),
    held("2026-06-05", done=["over"]),
    agreement=agreed_goals(goal("speed"), goal("teach")),
    review=review(
        {"goals": {"speed": {"result": "partly"}}, "carry_over": ["speed"], "held": "2026-07-10"},
        {"goals": {"speed": {"result": "achieved"}, "teach": {"result": "missed"}}, "effort": "High"},
    ),
    feedback={"berit-aas": WAITED, ANNE: GIVEN},
)
NEXT = conversation(H2, talk=talk({}, {"at": "2026-07-20T10:00", "place": "Café", "minutes": 90}))


@pytest.mark.parametrize(
    ("conversations", "period", "on", "found"),
    [
        ([ONE], None, None, Slot("review", day("2026-07-05"), H1)),
        ([ONE, NEXT], None, None, Slot("review", day("2026-07-20"), H1)),
        ([ONE, NEXT], None, day("2026-07-08"), Slot("review", day("2026-07-08"), H1)),
        ([ONE, NEXT], H2, None, Slot("review", day("2026-07-05"), H2)),
        ([], None, None, Slot("review", day("2026-07-05"), H2)),
    ],
    ids=["today", "with the talk", "a day", "a period", "nothing yet"],
)
def test_when_a_review_is(conversations: list[Conversation], period: Any, on: Any, found: Slot) -> None:
    assert plan_review(company(), conversations, period, on, day("2026-07-05")) == found


def test_the_agenda_holds_what_both_say_and_what_is_open() -> None:
    found = build_review_agenda(company(), KARI, [NEXT, ONE], Slot("review", day("2026-07-20"), H1))
    assert (found.frame.kind, found.frame.period, found.frame.place) == ("review", H1, "Café")
    assert (found.frame.at, found.frame.minutes) == ("2026-07-20T10:00", 90)
    assert [one.action.id for one in found.actions] == ["left"]
    facts = found.review
    assert [one.progress.goal.id for one in facts.goals] == ["speed", "teach"]
    assert [one.progress.goal.id for one in facts.differing] == ["speed"]
    assert [one.progress.goal.id for one in facts.carried] == ["speed"]
    assert [one.key for one in facts.said] == ["effort"]
    assert facts.standing.state == "ready"


def test_feedback_stands_by_name_what_was_given_first() -> None:
    given, waited = gather_review(company(), KARI, [ONE], H1, day("2026-07-20")).feedback
    assert (given.who, given.said) == (
        ANNE,
        (("What helps?", "Calm"), ("What more?", "Draw"), (None, "And thanks")),
    )
    assert (waited.who, waited.said) == ("Berit Aas", ())


def test_the_leader_named_is_who_led_when_it_was_held() -> None:
    people = kari(leader=ANNE, former_leaders=[{"leader": PER, "until": "2026-08-31"}])
    moved = company({**people, ANNE: person(ANNE)})
    assert gather_review(moved, KARI, [ONE], H1, day("2026-11-10")).leader == PER
    unheld = replace(ONE, review=review({}, {"effort": "High"}))
    assert gather_review(moved, KARI, [unheld], H1, day("2026-11-10")).leader == ANNE


def test_nothing_to_review_is_no_error() -> None:
    found = build_review_agenda(company(), KARI, [], Slot("review", day("2026-07-20"), H1)).review
    assert (found.goals, found.said, found.feedback, found.agreement) == ((), (), (), None)
    assert found.standing.state == "none"
