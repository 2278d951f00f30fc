"""What the first draft of an agreement begins with."""

from msgspec.structs import replace

from goaltalk.domain.conversation import Halves
from goaltalk.domain.drafting import draft_development, draft_goals
from goaltalk.domain.records import EmployeePreparation
from goaltalk.domain.records.agreement import Goal, Measure

from .build import H1, H2, agreed_goals, company, conversation, day, goal, held, in_force, make, review

FULL = goal(
    "speed",
    title="From merge to production in a day",
    frame="Choose the tools yourself",
    success=["Two a day"],
    measure={"unit": "days", "baseline": 5, "target": 1},
    supports=["release-flow", "gone"],
    due="2026-06-01",
)


def drafted(*carried: str, own: tuple[str, ...] = (), value: float | None = None) -> tuple[Goal, ...]:
    said = {"speed": {"value": value}} if value is not None else {}
    before = in_force(
        conversation(
            H1,
            held("2026-05-01", goals=said),
            agreement=agreed_goals(FULL, goal("teach")),
            review=review({"carry_over": list(carried)}),
        ),
        "2026-01-10",
    )
    mine = make({"goals": list(own)}, EmployeePreparation)
    here = replace(conversation(H2), preparation=Halves(mine, None))
    return draft_goals(company(), [before, here], H2, {"release-flow"}, day("2026-07-01"))


def test_a_goal_carried_over_begins_where_it_stands_and_wants_a_date() -> None:
    (one,) = drafted("speed", value=2.5)
    assert (one.id, one.title, one.continues, one.due) == ("speed", FULL["title"], "2026-H1/speed", None)
    assert one.measure == Measure(unit="days", baseline=2.5, target=1)
    assert (one.frame, one.success, one.supports) == (
        "Choose the tools yourself",
        ("Two a day",),
        ("release-flow",),
    )


def test_without_a_value_it_begins_where_it_began() -> None:
    (one,) = drafted("speed")
    assert one.measure == Measure(unit="days", baseline=5, target=1)


def test_own_goals_follow_and_every_id_is_its_own() -> None:
    found = drafted("teach", own=("Teach", "Sleep at night", "Teach!"))
    assert [one.id for one in found] == ["teach", "teach-2", "sleep-at-night", "teach-3"]
    assert [one.continues for one in found] == ["2026-H1/teach", None, None, None]


def test_nothing_is_carried_over_that_nobody_asked_for() -> None:
    assert drafted() == ()
    assert draft_goals(company(), [], H2, set(), day("2026-07-01")) == ()


def test_each_line_of_how_to_develop_is_a_need() -> None:
    mine = make({"develop": "Rust\n- Lead meetings\n\n* Rust\n"}, EmployeePreparation)
    assert [(one.id, one.need) for one in draft_development(mine)] == [
        ("rust", "Rust"),
        ("lead-meetings", "Lead meetings"),
        ("rust-2", "Rust"),
    ]
    assert list(draft_development(None)) == []
