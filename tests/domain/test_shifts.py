"""What is not as it was, about one goal and about a whole agreement."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.answers import content_of
from goaltalk.domain.records.agreement import Goal
from goaltalk.domain.shifts import Shift, TextChange, compare_texts, find_shifts

from .build import PER, action, agreement, day, goal, make, steadily


def shifts(before: dict[str, Any], after: dict[str, Any]) -> tuple[Shift, ...]:
    return find_shifts(*(make(goal("a", **{"title": "A"} | keys), Goal) for keys in (before, after)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({}, {}, [], id="none"),
        pytest.param(
            {}, {"due": "2026-09-01"}, [("due", None, day("2026-09-01"), False)], id="a date is set"
        ),
        pytest.param(
            {"due": "2026-06-01"},
            {"due": "2026-09-01"},
            [("due", day("2026-06-01"), day("2026-09-01"), True)],
            id="later",
        ),
        pytest.param(
            {"due": "2026-09-01"},
            {"due": "2026-06-01"},
            [("due", day("2026-09-01"), day("2026-06-01"), False)],
            id="sooner",
        ),
        pytest.param(
            {"due": "2026-09-01"}, {}, [("due", day("2026-09-01"), None, True)], id="no date any more"
        ),
        pytest.param(
            {"measure": {"baseline": 5, "target": 1}},
            {"measure": {"baseline": 5, "target": 2}},
            [("target", 1, 2, True)],
            id="nearer to where it began, from above",
        ),
        pytest.param(
            {"measure": {"baseline": 5, "target": 9}},
            {"measure": {"baseline": 5, "target": 10}},
            [("target", 9, 10, False)],
            id="further away, upwards",
        ),
        pytest.param(
            {"measure": {"target": 9}}, {"measure": {"target": 8}}, [("target", 9, 8, None)], id="no baseline"
        ),
        pytest.param(
            {"measure": {"baseline": 1, "target": 9}},
            {"measure": {"baseline": 1}},
            [("target", 9, None, True)],
            id="no target any more",
        ),
        pytest.param(
            {"measure": {"baseline": 5, "target": 3}},
            {"measure": {"baseline": 5, "target": 9}},
            [("target", 3, 9, None)],
            id="beyond where it began, the other way",
        ),
        pytest.param(
            {"measure": {"baseline": 5, "target": 3}},
            {"measure": {"baseline": 5, "target": 5}},
            [("target", 3, 5, True)],
            id="where it began",
        ),
        pytest.param(
            {"measure": {"baseline": 5, "target": 5}},
            {"measure": {"baseline": 5, "target": 3}},
            [("target", 5, 3, None)],
            id="no way to go before",
        ),
        pytest.param(
            {"measure": {"baseline": -5, "target": 1}},
            {"measure": {"baseline": -5, "target": 2}},
            [("target", 1, 2, False)],
            id="further, from below nought",
        ),
        pytest.param(
            {"measure": {"baseline": 5, "target": 3}},
            {"measure": {"baseline": 1, "target": 2}},
            [("baseline", 5, 1, None), ("target", 3, 2, None)],
            id="it begins elsewhere and goes the other way",
        ),
        pytest.param(
            {"measure": {"unit": "days", "baseline": 5, "target": 3}},
            {"measure": {"unit": "hours", "baseline": 5, "target": 4}},
            [("unit", "days", "hours", None), ("target", 3, 4, None)],
            id="another unit",
        ),
        pytest.param(
            {"measure": {"unit": "days", "baseline": 5, "target": 3}},
            {},
            [("unit", "days", None, None), ("baseline", 5, None, None), ("target", 3, None, True)],
            id="no measure any more",
        ),
        pytest.param({"measure": {"target": 5}}, {"measure": {"target": 5.0}}, [], id="the same figure"),
        pytest.param({"success": []}, {}, [], id="an empty list is none"),
        pytest.param({"title": "é"}, {"title": "e\u0301"}, [], id="the same letters"),
        pytest.param({"frame": ""}, {}, [("frame", "", None, None)], id="an empty text is a text"),
        pytest.param(
            {"success": ["A", "B"]},
            {"success": ["B"]},
            [("success", ("A", "B"), ("B",), None)],
            id="criteria",
        ),
        pytest.param({"with": [PER]}, {}, [("with", (PER,), None, None)], id="the key as it is written"),
        pytest.param(
            {"measure": {"unit": "days", "baseline": 1}},
            {},
            [("unit", "days", None, None), ("baseline", 1, None, None)],
            id="the measure is gone",
        ),
    ],
)
def test_a_goal_shifts(before: dict[str, Any], after: dict[str, Any], expected: list[Any]) -> None:
    assert shifts(before, after) == tuple(Shift(*one) for one in expected)


A, B = goal("a", title="A"), goal("b", title="B")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({}, {"goals": [A]}, [TextChange("goals", "added", "a", "A")], id="a goal is new"),
        pytest.param({"goals": [A]}, {}, [TextChange("goals", "removed", "a", "A")], id="a goal is gone"),
        pytest.param(
            {"goals": [A]},
            {"goals": [goal("a", title="Å")]},
            [TextChange("goals", "changed", "a", "Å", (Shift("title", "A", "Å"),))],
            id="a goal is reworded",
        ),
        pytest.param({"goals": [A, B]}, {"goals": [B, A]}, [TextChange("goals", "reordered")], id="order"),
        pytest.param(
            {"goals": [A, B]}, {"goals": [B]}, [TextChange("goals", "removed", "a", "A")], id="no order"
        ),
        pytest.param(
            {"core": ["Simple"]},
            {"core": ["Easy"]},
            [TextChange("core", "added", "", "Easy"), TextChange("core", "removed", "", "Simple")],
            id="a line of text",
        ),
        pytest.param(
            {"core": ["x"]}, {"core": ["x", "x"]}, [TextChange("core", "added", "", "x")], id="twice"
        ),
        pytest.param(
            {"success": "Sleep"},
            {"success": "Sleep well"},
            [TextChange("success", "changed", shifts=(Shift("success", "Sleep", "Sleep well"),))],
            id="what succeeding means",
        ),
        pytest.param(
            {},
            {"role": "Lead"},
            [TextChange("role", "added", shifts=(Shift("role", None, "Lead"),))],
            id="a role is new",
        ),
        pytest.param(
            {"follow_up": {"cadence": "monthly"}},
            {"follow_up": {"cadence": "weekly"}},
            [TextChange("follow_up", "changed", shifts=(Shift("cadence", "monthly", "weekly"),))],
            id="how often",
        ),
        pytest.param(
            {"actions": [action("book", due="2026-09-01")]},
            {"actions": [action("book", due="2026-10-01")]},
            [
                TextChange(
                    "actions",
                    "changed",
                    "book",
                    action("book")["what"],
                    (Shift("due", day("2026-09-01"), day("2026-10-01")),),
                )
            ],
            id="an action's date",
        ),
        pytest.param(
            {"wishes": [{"id": "w", "answer": "later"}]},
            {"wishes": [{"id": "w", "answer": "yes"}]},
            [TextChange("wishes", "changed", "w", "", (Shift("answer", "later", "yes"),))],
            id="a wish's answer",
        ),
        pytest.param({}, {"follow_up": {"form": None}, "core": []}, [], id="nothing that counts"),
    ],
)
def test_a_text_changes(before: dict[str, Any], after: dict[str, Any], expected: list[TextChange]) -> None:
    assert compare_texts(agreement(**before), agreement(**after)) == tuple(expected)


words = st.text("aåe\u0301 ", max_size=3)
ids = st.sampled_from(["a", "b", "c"])
items = {
    "goals": st.fixed_dictionaries(
        {"id": ids, "title": st.text("aå", min_size=1, max_size=2)},
        optional={
            "frame": words | st.none(),
            "success": st.lists(words, max_size=2),
            "due": st.sampled_from(["2026-09-01", "2026-10-01"]),
            "measure": st.none()
            | st.fixed_dictionaries(
                {}, optional={key: st.sampled_from([0, 1, 1.5]) for key in ("baseline", "target")}
            ),
        },
    ),
    "tasks": st.fixed_dictionaries(
        {"id": ids, "title": st.just("T")}, optional={"priority": st.integers(1, 2)}
    ),
    "development": st.fixed_dictionaries(
        {"id": ids, "need": st.text("aå", min_size=1, max_size=2)},
        optional={"for": st.lists(ids, max_size=1)},
    ),
    "wishes": st.fixed_dictionaries(
        {"id": ids}, optional={"answer": st.sampled_from(["yes", "no"]), "why": words}
    ),
    "responsibilities": words,
    "core": words,
}
texts = st.fixed_dictionaries(
    {},
    optional={
        "success": words | st.none(),
        "role": words | st.none(),
        "follow_up": st.none() | st.fixed_dictionaries({}, optional={"form": words, "feedback": words}),
        **{key: st.lists(item, max_size=3) for key, item in items.items()},
    },
)


def composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: composed(child) for key, child in value.items()}
    if isinstance(value, list):
        return [composed(child) for child in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@steadily
@given(texts, texts)
def test_changes_are_told_exactly_where_the_content_differs(before: Any, after: Any) -> None:
    old, new = agreement(**before), agreement(**after)
    is_same = composed(content_of(old)) == composed(content_of(new))
    assert (not compare_texts(old, new)) == is_same


OPPOSITE = {"added": "removed", "removed": "added", "changed": "changed", "reordered": "reordered"}


@steadily
@given(texts, texts)
def test_there_and_back_tell_the_same(before: Any, after: Any) -> None:
    old, new = agreement(**before), agreement(**after)
    there = [(one.part, one.change, one.id) for one in compare_texts(old, new)]
    back = [(one.part, OPPOSITE[one.change], one.id) for one in compare_texts(new, old)]
    assert sorted(there) == sorted(back)
