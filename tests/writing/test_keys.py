"""KEY=VALUE and KEY+=VALUE become edits, and what cannot be meant is refused with the choice there is."""

import pytest

from goaltalk.errors import UsageProblem
from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit
from goaltalk.writing.keys import append_item, read_assignments

GOAL_KEYS = "id, title, type, frame, success, measure, supports, with, due, continues"
AGREEMENT: Model = {
    "schema": "agreement/1",
    "goals": [
        {"id": "lead-time", "title": "Lead time", "supports": ["flow"]},
        {"id": "on-call", "title": "On call"},
    ],
    "core": ["one", "two"],
}


def edits(
    *assignments: str, kind: str = "agreement", model: Model = AGREEMENT
) -> list[tuple[str, str, Model]]:
    """Return each edit as action, dotted path and value."""
    made = read_assignments(kind, model, assignments)
    return [(one.action, ".".join(map(str, one.path)), one.value) for one in made]


def refusal(assignment: str, kind: str = "agreement", model: Model = AGREEMENT) -> str:
    with pytest.raises(UsageProblem) as refused:
        read_assignments(kind, model, [assignment])
    return str(refused.value)


@pytest.mark.parametrize(
    ("assignment", "path", "value"),
    [
        ("role=Owner: of the pipeline", "role", "Owner: of the pipeline"),
        ("role=no", "role", "no"),
        ("role=12", "role", "12"),
        ("role={x}", "role", "{x}"),
        ("role=a=b", "role", "a=b"),
        ("role= spaced ", "role", " spaced "),
        ("goals.lead-time.due=2026-12-01", "goals.0.due", "2026-12-01"),
        ("goals.2.title=Phone", "goals.1.title", "Phone"),
        ("goals.on-call.type=personal", "goals.1.type", "personal"),
        ("goals.1.measure.target=2.5", "goals.0.measure.target", 2.5),
        ("goals.1.measure={unit: days, target: 2}", "goals.0.measure", {"unit": "days", "target": 2}),
        ("goals.1.measure=", "goals.0.measure", None),
        ("core.2=three", "core.1", "three"),
        ("core=[a, b]", "core", ["a", "b"]),
        ("follow_up.cadence=weekly", "follow_up.cadence", "weekly"),
        ("goals=[]", "goals", []),
    ],
)
def test_a_key_is_set_as_text_or_as_yaml_by_what_it_holds(assignment: str, path: str, value: Model) -> None:
    assert edits(assignment) == [("set", path, value)]


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("skipped=true", True),
        ("skipped=Kari was ill: again", "Kari was ill: again"),
        ("skipped=2026", "2026"),
        ("skipped=[away]", "[away]"),
    ],
)
def test_what_may_be_text_or_a_word_with_a_meaning_is_what_fits(assignment: str, value: Model) -> None:
    assert edits(assignment, kind="checkin", model={}) == [("set", "skipped", value)]


def test_free_keys_are_made_as_they_are_named() -> None:
    assert edits("goals.lead-time.progress=60", "topics.status=1: fine", kind="checkin", model={}) == [
        ("set", "goals.lead-time.progress", 60),
        ("set", "topics.status", "1: fine"),
    ]


@pytest.mark.parametrize(
    ("assignment", "path", "item"),
    [
        (
            "goals+=Halve the lead time",
            "goals",
            {"id": "halve-the-lead-time", "title": "Halve the lead time"},
        ),
        ("goals+=Reduce: faster", "goals", {"id": "reduce-faster", "title": "Reduce: faster"}),
        ("goals+=2027", "goals", {"id": "2027", "title": "2027"}),
        ("goals+=Kari's [own]", "goals", {"id": "karis-own", "title": "Kari's [own]"}),
        ("goals+={title: New, due: 2026-12-01}", "goals", {"id": "new", "title": "New", "due": "2026-12-01"}),
        ("goals+=title: New", "goals", {"id": "new", "title": "New"}),
        ("goals+={id: x, title: New}", "goals", {"id": "x", "title": "New"}),
        (
            "actions+={what: Write it, who: kari}",
            "actions",
            {"id": "write-it", "what": "Write it", "who": "kari"},
        ),
        ("development+=Ask instead", "development", {"id": "ask-instead", "need": "Ask instead"}),
        ("goals.1.supports+=other", "goals.0.supports", "other"),
        ("core+=three, four", "core", "three, four"),
    ],
)
def test_an_item_is_added_and_plain_words_get_an_id(assignment: str, path: str, item: Model) -> None:
    assert edits(assignment) == [("append", path, item)]


@pytest.mark.parametrize(
    "assignment",
    [
        "core+=one",
        "goals.1.supports+=flow",
        "goals+={id: on-call, title: On call}",
        "goals+={title: On call, id: on-call}",
        "goals+=On call",
    ],
)
def test_an_equal_item_is_not_added_again(assignment: str) -> None:
    assert edits(assignment) == []


def test_the_same_assignment_twice_is_one_edit() -> None:
    assert len(edits("core+=three", "core+=three")) == 1


def test_later_assignments_see_the_earlier_ones() -> None:
    assert edits("goals+=Ship it", "goals.ship-it.due=2026-12-01", "goals.3.supports+=flow") == [
        ("append", "goals", {"id": "ship-it", "title": "Ship it"}),
        ("set", "goals.2.due", "2026-12-01"),
        ("append", "goals.2.supports", "flow"),
    ]


@pytest.mark.parametrize("assignment", ["goals+={id: on-call, title: Other}", "goals+=On-call"])
def test_the_same_id_with_other_content_is_refused(assignment: str) -> None:
    assert refusal(assignment) == (
        "goals already has on-call with other content; change it with "
        "--set goals.on-call.KEY=VALUE, or choose another id"
    )


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("role", "--set 'role': write it like KEY=VALUE, or KEY+=VALUE for a list"),
        ("=x", "--set '=x': write it like KEY=VALUE, or KEY+=VALUE for a list"),
        ("+=x", "--set '+=x': write it like KEY=VALUE, or KEY+=VALUE for a list"),
        ("role+=x", "--set role+=: role is not a list; use role=VALUE"),
        ("role.x=1", "--set role.x: there is no key 'x' here; there is nothing"),
        (
            "goals.none.title=x",
            "--set goals.none.title: there is no item 'none'; there is lead-time, on-call",
        ),
        ("goals.0.title=x", "--set goals.0.title: there is no item '0'; there is lead-time, on-call"),
        ("goals.3.title=x", "--set goals.3.title: there is no item '3'; there is lead-time, on-call"),
        ("core.9=x", "--set core.9: there is no item '9'; there is 2"),
        ("goals+=???", "--set goals+=: no id can be made of this; write it like {id: …, title: …}"),
        ("wishes+=later", "--set wishes+=: write the item like {id, answer, why}"),
        ("goals+=", f"--set goals+=: write the item like {{{GOAL_KEYS}}}"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_choice(assignment: str, message: str) -> None:
    assert refusal(assignment) == message


def test_an_unknown_key_lists_the_keys_there_are() -> None:
    assert refusal("rolle=x").startswith(
        "--set rolle: there is no key 'rolle' here; there is proposed, success, role,"
    )
    assert "measure" in refusal("goals.1.mesure.target=2")


@pytest.mark.parametrize("assignment", ["goals=[", "goals+={id: x", "goals=&a [*a]"])
def test_yaml_that_cannot_be_read_is_refused(assignment: str) -> None:
    assert refusal(assignment).startswith("--set goals")


def test_an_item_below_a_list_is_named_as_people_count() -> None:
    model: Model = {"a": [{"b": [{"id": "x", "n": 1}]}]}
    with pytest.raises(UsageProblem, match=r"a\.1\.b already has x"):
        list(append_item(model, ("a", 0, "b"), {"id": "x", "n": 2}))


def test_the_order_of_the_keys_makes_no_other_item() -> None:
    there: Model = {"goals": [{"title": "A", "id": "a"}]}
    for item in ({"id": "a", "title": "A"}, {"title": "A", "id": "a"}):
        assert list(append_item(there, ("goals",), dict(item))) == []


def test_one_and_one_point_zero_and_true_are_three_things() -> None:
    for item in (1.0, True, "1"):
        assert list(append_item([1], (), item)) == [Edit("append", (), item)]
