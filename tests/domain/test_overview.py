"""Where people stand, one line each or in full."""

import pytest

from goaltalk.domain.company import Company
from goaltalk.domain.overview import find_status
from goaltalk.domain.progress import GoalProgress, Mention, reached
from goaltalk.domain.records.agreement import Goal, Measure

from .build import (
    H1,
    H2,
    KARI,
    NEXT_H1,
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
    kari,
)

ONE = in_force(
    conversation(
        H2,
        held(
            "2026-09-15", goals={"speed": {"status": "at_risk"}}, actions=[action("call", due="2026-09-30")]
        ),
        agreement=agreed_goals(goal("speed")),
    ),
    "2026-07-10",
)
TODAY = day("2026-10-01")


def test_a_status_tells_where_somebody_stands() -> None:
    found = find_status(company(), KARI, [conversation(H1), ONE], H2, TODAY)
    assert (found.person, found.unit, found.leader, found.period) == (KARI, "platform", PER, "2026-H2")
    assert (found.agreement, found.last_checkin, found.next_due) == (
        "in_force",
        day("2026-09-15"),
        day("2026-10-15"),
    )
    assert [(one.goal.id, one.status) for one in found.progress.goals] == [("speed", "at_risk")]
    assert [(one.action.id, one.state) for one in found.progress.actions] == [("call", "overdue")]


def test_it_is_told_as_of_the_day() -> None:
    found = find_status(company(), KARI, [ONE], H2, day("2026-09-14"))
    assert (found.last_checkin, found.next_due) == (None, day("2026-08-10"))
    assert found.progress.goals[0].status == "not_started"
    assert found.progress.actions == ()


def test_a_period_without_an_agreement_has_no_goals_but_what_is_still_open() -> None:
    found = find_status(company(), KARI, [ONE], NEXT_H1, day("2027-01-10"))
    assert (found.period, found.agreement, found.progress.goals) == ("2027-H1", "none", ())
    assert [one.action.id for one in found.progress.open_actions] == ["call"]
    assert find_status(company(), KARI, [], H2, TODAY).progress.goals == ()


@pytest.mark.parametrize(
    ("known", "who"),
    [
        (company(), PER),
        (company(kari(ends="2026-09-30")), KARI),
        (company(kari(starts="2026-10-02")), KARI),
    ],
    ids=["without a leader", "who has left", "who has not begun"],
)
def test_no_checkin_is_due_with_somebody(known: Company, who: str) -> None:
    assert find_status(known, who, [], H2, TODAY).next_due is None


def test_the_leader_is_that_of_the_day() -> None:
    known = company(kari(former_leaders=[{"leader": "anne-dahl", "until": "2026-10-01"}]))
    assert find_status(known, KARI, [], H2, TODAY).leader == "anne-dahl"
    assert find_status(known, KARI, [], H2, day("2026-10-02")).leader == PER


def test_since_when_how_often_and_what_is_planned() -> None:
    ahead = checkin("2026-10-20", half(at="2026-10-20T10:00"))
    later = checkin("2026-11-20", half(at="2026-11-20T10:00"))
    one = in_force(
        conversation(H2, later, ahead, held("2026-09-15"), agreement=agreed_goals(goal("speed"))),
        "2026-07-10",
    )
    found = find_status(company(), KARI, [one], H2, TODAY)
    assert (found.since, found.cadence, found.planned) == (day("2026-07-10"), "monthly", day("2026-10-20"))
    assert find_status(company(), KARI, [one], H2, day("2026-10-20")).planned == day("2026-10-20")
    assert find_status(company(), KARI, [one], H2, day("2026-10-21")).planned == day("2026-11-20")
    assert find_status(company(), KARI, [], H2, TODAY).planned is None
    assert find_status(company(), PER, [], H2, TODAY).cadence is None


@pytest.mark.parametrize(
    ("measure", "said", "expected"),
    [
        (None, [(40, None), (None, 3), (60, None)], (40, 60)),
        (Measure(baseline=6, target=3), [(None, 6), (None, 5), (None, 3)], (0, 33, 100)),
        (Measure(baseline=3, target=6), [(None, 2), (None, 7)], (0, 100)),
        (Measure(baseline=6, target=3), [(10, 3), (None, 4.5)], (10, 50)),
        (Measure(baseline=3, target=3), [(None, 3)], ()),
        (Measure(target=3), [(None, 3)], ()),
        (Measure(baseline=3), [(None, 3)], ()),
        (Measure(baseline=6, target=3), [(None, None)], ()),
    ],
)
def test_the_way_to_a_goal_is_what_was_said_or_what_the_value_covers(
    measure: Measure | None, said: list[tuple[int | None, float | None]], expected: tuple[int, ...]
) -> None:
    history = tuple(Mention(TODAY, None, progress, value) for progress, value in said)
    assert reached(GoalProgress(Goal("speed", "Speed", measure=measure), history=history)) == expected
