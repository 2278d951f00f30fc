"""Where can, like and need meet: every need has exactly one place, in the brief's order."""

from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.alignment import Alignment, align_person, find_unsupported
from goaltalk.domain.conversation import Halves
from goaltalk.domain.records import Brief, EmployeePreparation

from .build import H2, agreed_goals, conversation, goal, make, steadily

NAMES = ("calm", "fast", "safe", "wide", "warm")
PARTS = ("focus", "goals", "priorities", "challenges", "opportunities")


def brief(**parts: list[str]) -> Brief:
    return make(
        {key: [{"id": one, "title": one.title()} for one in ids] for key, ids in parts.items()}, Brief
    )


def prepared(can: list[str] | None = None, likes: list[str] | None = None) -> EmployeePreparation:
    keys = {"can": [{"text": "x", "supports": can or []}], "likes": [{"text": "y", "supports": likes or []}]}
    return make(keys, EmployeePreparation)


def names(found: Alignment) -> tuple[list[str], ...]:
    return tuple([one.id for one in group] for group in (found.core, found.can, found.likes, found.unmet))


def test_what_somebody_both_can_and_likes_is_the_core_area() -> None:
    found = align_person(prepared(["calm", "fast"], ["calm", "safe"]), brief(focus=list(NAMES)))
    assert names(found) == (["calm"], ["fast"], ["safe"], ["wide", "warm"])


def test_without_a_preparation_every_need_is_unmet() -> None:
    assert names(align_person(None, brief(goals=["fast"]))) == ([], [], [], ["fast"])


def test_without_a_brief_there_is_nothing_to_align() -> None:
    assert align_person(prepared(["calm"], ["calm"]), None) == Alignment()


def test_what_points_outside_the_brief_is_left_out() -> None:
    assert names(align_person(prepared(["gone"], ["gone"]), brief(focus=["calm"]))) == ([], [], [], ["calm"])


@steadily
@given(st.permutations(NAMES), st.lists(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES)))
def test_every_need_is_in_exactly_one_group_in_the_order_of_the_brief(
    order: list[str], can: list[str], likes: list[str]
) -> None:
    plan = brief(**{part: [name] for part, name in zip(PARTS, order, strict=True)})
    groups = names(align_person(prepared(can, likes), plan))
    assert sorted(one for group in groups for one in group) == sorted(NAMES)
    for group in groups:
        assert group == sorted(group, key=order.index)


def test_a_can_a_like_or_a_goal_of_anybody_supports_a_need() -> None:
    plan = brief(opportunities=["wide", "warm"], focus=["calm", "fast"], goals=["safe"])
    mine = conversation(H2, preparation=Halves(prepared(["wide"], ["safe"])))
    theirs = conversation(H2, agreement=agreed_goals(goal("a", supports=["fast"])))
    assert [one.id for one in find_unsupported(plan, [mine, theirs])] == ["calm", "warm"]


def test_when_nobody_has_written_anything_all_is_unsupported_focus_first() -> None:
    plan = brief(opportunities=["wide"], focus=["calm"])
    assert [one.id for one in find_unsupported(plan, [conversation(H2)])] == ["calm", "wide"]
