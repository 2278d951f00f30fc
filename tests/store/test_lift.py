"""What lifts records: never an answer, and never what was answered."""

from collections.abc import Iterator
from typing import get_args

import pytest

from goaltalk.domain import records
from goaltalk.domain.answers import Answerable
from goaltalk.domain.records import KINDS, Record, version_of
from goaltalk.store.guard import Model
from goaltalk.store.migrate import ANSWERED, AS_GIVEN, STEPS, is_lift, lift, liftable_version, lifted
from goaltalk.store.splice import Edit


def rename(_: Model) -> Iterator[Edit]:
    yield Edit("rename", ("duties",), "tasks")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviews and feedback of two older versions, and answers of one; all made up."""
    for kind in ("review", "feedback", "answer"):
        monkeypatch.setitem(STEPS, (kind, 0), rename)


def test_steps_lead_to_the_present_version_and_answers_have_none() -> None:
    assert set(get_args(Answerable)) == set(ANSWERED)
    assert AS_GIVEN not in {kind for kind, _ in STEPS}
    assert version_of(AS_GIVEN) == "answer/1"
    for kind, first in STEPS:
        assert kind in KINDS
        assert liftable_version(kind, f"{version_of(kind).partition('/')[0]}/{first}") == first


@pytest.mark.usefixtures("steps")
def test_a_step_under_what_was_answered_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="would change what was answered"):
        lift("review", {"schema": "review/0", "duties": "All"})


@pytest.mark.usefixtures("steps")
def test_what_a_step_finds_nothing_to_do_about_gets_its_new_version_all_the_same() -> None:
    edits = lift("review", {"schema": "review/0"})
    assert edits[-1] == Edit("set", ("schema",), "review/1")


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("feedback", None),
        ("feedback", []),
        ("feedback", {"schema": "feedback/1"}),
        ("feedback", {"schema": "feedback/2"}),
        ("feedback", {"schema": "person/0"}),
        ("feedback", {"schema": 0}),
        ("answer", {"schema": "answer/0"}),
    ],
)
def test_what_nothing_lifts_is_left_alone(kind: str, model: Model) -> None:
    assert lift(kind, model) == ()


@pytest.mark.usefixtures("steps")
def test_a_file_of_the_past_is_read_as_the_present_would_have_it() -> None:
    old = b"schema: feedback/0\r\nduties: x # why\r\n"
    new = b"schema: feedback/1\r\ntasks: x # why\r\n"
    assert lifted("feedback", old) == new
    assert lifted("feedback", new) == new
    assert lifted("person", old) == old
    for broken in (b"", b"\xff", b"schema: feedback/0\nduties: 1\ntasks: 2\n", b"a: 1\na: 1\n"):
        assert lifted("feedback", broken) == broken
    assert is_lift("feedback", old, new)
    for other in (old, new.replace(b"\r", b""), new + b"#", b"", b"\xff", b"schema: feedback/2\n", b"[]"):
        assert not is_lift("feedback", old, other)


class Later(Record, frozen=True, tag="talk/2"):
    """A talk of the version after the next, made up."""


def test_what_an_earlier_goaltalk_lifted_is_a_lift_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "KINDS", {**KINDS, "talk": Later})
    monkeypatch.setitem(STEPS, ("talk", 0), rename)
    monkeypatch.setitem(STEPS, ("talk", 1), lambda _: [Edit("rename", ("tasks",), "work")])
    texts = [f"schema: talk/{n}\n{key}: x\n".encode() for n, key in enumerate(("duties", "tasks", "work"))]
    pairs = [
        (one, other) for one in range(3) for other in range(3) if is_lift("talk", texts[one], texts[other])
    ]
    assert pairs == [(0, 1), (0, 2), (1, 2)]
    assert [lifted("talk", text) for text in texts] == [texts[2]] * 3
    assert not is_lift("talk", texts[0], texts[0].replace(b"talk/0", b"talk/3"))


def test_a_version_in_between_that_nothing_lifts_breaks_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "KINDS", {**KINDS, "talk": Later})
    monkeypatch.setitem(STEPS, ("talk", 0), rename)
    assert liftable_version("talk", "talk/0") is None
    assert lift("talk", {"schema": "talk/0", "duties": "x"}) == ()
