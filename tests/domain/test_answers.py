"""Digests of agreements, and where an agreement stands with its answers."""

import hashlib
import unicodedata
from datetime import date
from typing import Any, get_args

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from ryaml import loads as load_yaml  # type: ignore[attr-defined]  # its types do not export it

from goaltalk.domain.answers import (
    AgreementState,
    Standing,
    answer_name,
    content_of,
    digest_agreement,
    find_standing,
    in_force_since,
    next_number,
    read_name,
    unopened_text,
)
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records import Agreement, Record, Review
from goaltalk.domain.records.fields import Side

from .build import (
    ANNE,
    H2,
    KARI,
    PER,
    REPOSITORY,
    Word,
    agreed_goals,
    agreement,
    answered,
    company,
    conversation,
    day,
    goal,
    in_force,
    kari,
    rewritten,
    steadily,
)

EVERYTHING = """\
# Everything that an agreement may hold.
schema: agreement/1
proposed: 2026-08-21
success: Drift går av seg selv, og Åse får sove
role: |
  Tech lead
  for the platform
responsibilities: [Deployments, "On-call: æøå"]
core:
  - Simple tools
tasks:
  - {id: deploy, title: Deployments, priority: 1}
  - id: on-call
    title: On-call
    priority:
goals:
  - id: deploy-lead-time
    title: From merge to production in a day
    type: work
    frame: Choose the tools yourself
    success: [Two deployments a day, no]
    measure: {unit: days, baseline: 5.0, target: 0.25}
    supports: [fast-delivery]
    with: [per-lie]
    due: 2026-12-01
    continues: 2026-H1/deploy-lead-time
  - id: teach
    title: Teach
    success: []
    measure: {unit: null}
development:
  - {id: rust, need: Rust, for: [deploy-lead-time]}
actions:
  - {id: book, what: Book a course, who: kari-nordmann, due: 2026-09-01}
wishes:
  - {id: less-travel, answer: later, why: After the summer}
follow_up: {cadence: every 3 weeks, form: Walk and talk, feedback: Weekly}
amendments:
  - {on: 2026-08-20, by: per-lie, why: New plan, digest: "sha256:00"}
"""


def independent_digest(text: str) -> str:
    """Compute the digest from the file's text alone, as DESIGN section 5 tells it."""
    return digest_of_model(load_yaml(text))


def digest_of_model(model: Any) -> str:

    def prune(value: Any) -> Any:
        if isinstance(value, dict):
            pruned = {unicodedata.normalize("NFC", key): prune(child) for key, child in value.items()}
            return {key: child for key, child in pruned.items() if child not in (None, {}, [])}
        if isinstance(value, list):
            return [child for child in map(prune, value) if child not in (None, {}, [])]
        return unicodedata.normalize("NFC", value) if isinstance(value, str) else value

    content = prune(model)
    for key in ("schema", "proposed", "amendments"):
        content.pop(key, None)
    content |= {"person": KARI, "period": "2026-H2", "repository": REPOSITORY}
    return "sha256:" + hashlib.sha256(b"goaltalk/agreement/1\0" + rfc8785.dumps(content)).hexdigest()


def digest(one: Agreement) -> str:
    return digest_agreement(one, KARI, "2026-H2", REPOSITORY)


def read(text: str) -> Agreement:
    return msgspec.convert(load_yaml(text), Agreement)


FULL = read(EVERYTHING)
Model = dict[str, Any]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_digest_can_be_computed_from_the_file_alone(form: Any, newline: str) -> None:
    text = unicodedata.normalize(form, EVERYTHING).replace("\n", newline)
    assert digest(read(text)) == independent_digest(text) == digest(FULL)


TEXTS = st.text(st.sampled_from('a{}[]null":,.e 0123456789å\u030a\ufb01\U0001f600\n'), max_size=24)
NUMBERS = st.none() | st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)
GOALS = st.fixed_dictionaries(
    {"id": st.just("a"), "title": TEXTS.filter(bool)},
    optional={
        "frame": st.none() | TEXTS,
        "success": st.lists(TEXTS, max_size=2),
        "measure": st.fixed_dictionaries({}, optional={"baseline": NUMBERS, "target": NUMBERS}),
        "due": st.just("2026-12-01"),
    },
)
AGREEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "success": st.none() | TEXTS,
        "core": st.lists(TEXTS, max_size=2),
        "goals": st.lists(GOALS, max_size=2),
        "follow_up": st.fixed_dictionaries({}, optional={"form": st.none() | TEXTS}),
    },
)


@steadily
@given(AGREEMENTS)
def test_the_digest_of_any_agreement_is_that_of_its_model(model: Model) -> None:
    assert digest(msgspec.convert({"schema": "agreement/1"} | model, Agreement)) == digest_of_model(model)


@pytest.mark.parametrize("kind", [Agreement, Review])
def test_what_is_left_out_of_a_record_says_nothing(kind: type[Record]) -> None:
    """Else a default that is changed one day would change what somebody once accepted."""
    kinds = [kind]
    for one in kinds:
        for field in msgspec.structs.fields(one):
            assert field.default in (None, (), msgspec.NODEFAULT)
            assert field.default_factory in (dict, msgspec.NODEFAULT)
            kinds += [part for part in parts_in(field.type) if part not in kinds]


def parts_in(annotation: Any) -> list[type[Record]]:
    """Return the kinds of record that an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [found for inner in get_args(annotation) for found in parts_in(inner)]


def test_the_text_of_this_test_uses_every_key() -> None:
    model = load_yaml(EVERYTHING)
    assert set(model) - {"schema"} == {field.encode_name for field in msgspec.structs.fields(Agreement)}


def test_the_digest_stays_the_same_from_version_to_version() -> None:
    small = agreed_goals(goal("a", title="Å"))
    canonical = '{"goals":[{"id":"a","title":"Å"}],"period":"2026-H2","person":"kari-nordmann",'
    canonical += '"repository":"test-0001"}'
    expected = hashlib.sha256(b"goaltalk/agreement/1\0" + canonical.encode()).hexdigest()
    assert digest(small) == f"sha256:{expected}"
    assert answer_name("agreement", digest(small)) == f"agreement-{expected[:12]}"


def test_whole_numbers_are_the_same_with_and_without_a_point() -> None:
    one = agreed_goals(goal("a", measure={"target": 5}))
    other = agreed_goals(goal("a", measure={"target": 5.0}))
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "keys",
    [
        {"proposed": "2026-09-09"},
        {"proposed": None},
        {"amendments": [{"on": "2026-09-09", "by": PER, "why": "", "digest": "x"}]},
        {"role": None, "tasks": [], "follow_up": {"form": None}},
    ],
    ids=["proposed", "not proposed", "amended", "empty keys"],
)
def test_what_lies_outside_the_content_leaves_the_digest_as_it_is(keys: Model) -> None:
    small: Model = {"success": "Sleep", "goals": [goal("a")]}
    assert digest(agreement(**(small | keys))) == digest(agreement(**small))


@pytest.mark.parametrize(
    ("person", "period", "repository"),
    [(PER, "2026-H2", REPOSITORY), (KARI, "2026-H1", REPOSITORY), (KARI, "2026-H2", "test-0002")],
)
def test_the_digest_is_bound_to_person_period_and_repository(
    person: str, period: str, repository: str
) -> None:
    assert digest_agreement(FULL, person, period, repository) != digest(FULL)


def test_the_order_of_a_list_is_content() -> None:
    assert digest(agreement(core=["a", "b"])) != digest(agreement(core=["b", "a"]))


def test_content_holds_nothing_empty() -> None:
    assert content_of(agreement(proposed="2026-08-01", core=[], follow_up={"form": None})) == {}
    assert content_of(agreement(role="", goals=[goal("a")])) == {"role": "", "goals": [goal("a")]}


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
numbers = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6)
slugs = st.sampled_from(["a", "b-2", "c"])
goals = st.fixed_dictionaries(
    {"id": slugs, "title": st.text("åæx é", min_size=1, max_size=8)},
    optional={
        "frame": words | st.none(),
        "success": st.lists(words, max_size=2),
        "measure": st.none() | st.fixed_dictionaries({}, optional={"unit": words, "target": numbers}),
        "due": st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(date.isoformat),
    },
)
models = st.fixed_dictionaries(
    {},
    optional={
        "success": words,
        "role": words | st.none(),
        "core": st.lists(words, max_size=2),
        "goals": st.lists(goals, max_size=2),
        "follow_up": st.fixed_dictionaries({}, optional={"form": words | st.none()}),
    },
)


def reshaped(value: Any) -> Any:
    """Say the same in another way: keys backwards, text decomposed, nulls and empty lists added."""
    if isinstance(value, dict):
        return {key: reshaped(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [reshaped(child) for child in value]
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


@steadily
@given(models)
def test_layout_and_unicode_form_do_not_change_the_digest(model: Model) -> None:
    padding: Model = {"role": None, "core": [], "development": [], "follow_up": {}, "wishes": []}
    assert digest(agreement(**(padding | reshaped(model)))) == digest(agreement(**model))


def texts_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, child in value.items() for found in texts_in(child, (*path, key))]
    if isinstance(value, list):
        return [found for key, child in enumerate(value) for found in texts_in(child, (*path, key))]
    return [path] if isinstance(value, str) and path[-1] not in ("id", "due") else []


def changed(value: Any, path: tuple[Any, ...], place: int) -> Any:
    if not path:
        place %= len(value) + 1
        other = "þ" if value[place : place + 1] == "ÿ" else "ÿ"
        return value[:place] + other + value[place + 1 :]
    copied = value.copy()
    copied[path[0]] = changed(value[path[0]], path[1:], place)
    return copied


@steadily
@given(models.filter(texts_in), st.data())
def test_any_changed_character_changes_the_digest(model: Model, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(texts_in(model)))
    other = changed(model, path, data.draw(st.integers(0, 8)))
    assert digest(agreement(**other)) != digest(agreement(**model))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"core": ["a b"]}, {"core": ["a", "b"]}),
        ({"success": "x"}, {"role": "x"}),
        ({"core": [""]}, {"core": []}),
        ({"follow_up": {"form": "x"}}, {"follow_up": {"feedback": "x"}}),
        ({"success": "a"}, {"success": "a "}),
        ({"success": "ﬁ"}, {"success": "fi"}),
    ],
    ids=["split", "another key", "an empty text", "another inner key", "a space", "a ligature"],
)
def test_other_content_has_another_digest(before: Model, after: Model) -> None:
    assert digest(agreement(**before)) != digest(agreement(**after))


PROPOSED = conversation(H2, agreement=agreed_goals(goal("speed")))
BOTH = in_force(PROPOSED, "2026-07-10")
ONE = answered(PROPOSED, "employee", "2026-07-10")
ODD = msgspec.structs.replace(next(iter(ONE.answers.values())), to="review")


@pytest.mark.parametrize(
    ("one", "state"),
    [
        pytest.param(conversation(), "none", id="no agreement"),
        pytest.param(conversation(agreement=agreement()), "draft", id="an empty form"),
        pytest.param(conversation(agreement=agreement(proposed="2026-07-03")), "draft", id="a dated form"),
        pytest.param(conversation(agreement=agreement(goals=[goal("a")])), "draft", id="never proposed"),
        pytest.param(PROPOSED, "proposed", id="proposed"),
        pytest.param(ONE, "accepted_by_one", id="the employee accepts"),
        pytest.param(answered(PROPOSED, "leader", "2026-07-10"), "accepted_by_one", id="the leader accepts"),
        pytest.param(BOTH, "in_force", id="both accept"),
        pytest.param(rewritten(BOTH, role="Lead"), "changed", id="changed after both accepted"),
        pytest.param(
            rewritten(ONE, role="Lead"),
            "proposed",
            id="changed after one accepted",
        ),
        pytest.param(answered(PROPOSED, "leader", "2026-07-10", "declined"), "declined", id="one declines"),
        pytest.param(
            answered(answered(PROPOSED, "employee", "2026-07-09"), "leader", "2026-07-10", "declined"),
            "declined",
            id="one accepts and one declines",
        ),
        pytest.param(
            rewritten(answered(PROPOSED, "leader", "2026-07-10", "declined"), role="Lead"),
            "proposed",
            id="a new text after a refusal",
        ),
        pytest.param(
            answered(PROPOSED, "employee", "2026-07-10", by=PER), "proposed", id="nobody answers for another"
        ),
        pytest.param(
            answered(PROPOSED, "leader", "2026-07-10", by=ANNE), "proposed", id="no other leader answers"
        ),
        pytest.param(replace(PROPOSED, answers={"odd": ODD}), "proposed", id="answers a review"),
    ],
)
def test_an_agreement_stands(one: Conversation, state: AgreementState) -> None:
    assert find_standing(company(), one).state == state


def test_standing_names_who_answered_and_since_when() -> None:
    one = answered(PROPOSED, "leader", "2026-07-12")
    assert find_standing(company(), one) == Standing("accepted_by_one", accepted=("leader",))
    both = answered(one, "employee", "2026-07-10")
    assert find_standing(company(), both) == Standing("in_force", day("2026-07-12"), ("employee", "leader"))
    refused = answered(one, "employee", "2026-07-10", "declined")
    assert find_standing(company(), refused) == Standing(
        "declined", accepted=("leader",), declined=("employee",)
    )


def test_an_amendment_opens_the_text_that_it_names() -> None:
    assert BOTH.agreement is not None
    opening = {"on": "2026-09-01", "by": PER, "why": "New plan", "digest": digest(BOTH.agreement)}
    amendments = agreement(amendments=[opening]).amendments
    assert find_standing(company(), rewritten(BOTH, amendments=amendments)).state == "in_force"
    opened = rewritten(BOTH, amendments=amendments, role="Lead")
    assert find_standing(company(), opened).state == "proposed"
    again = in_force(opened, "2026-09-10")
    assert find_standing(company(), again).since == day("2026-09-10")
    assert find_standing(company(), rewritten(again, role="Other")).state == "changed"


@pytest.mark.parametrize(
    ("leader", "on", "state"),
    [
        (ANNE, "2026-07-10", "in_force"),
        (ANNE, "2026-07-11", "accepted_by_one"),
        (PER, "2026-07-10", "accepted_by_one"),
        (PER, "2026-07-11", "in_force"),
    ],
)
def test_the_leader_of_the_day_of_the_answer_accepts(leader: str, on: str, state: AgreementState) -> None:
    known = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-07-10"}]))
    assert find_standing(known, in_force(PROPOSED, on, leader)).state == state


def test_an_agreement_outlives_a_change_of_leader() -> None:
    known = company(kari(former_leaders=[{"leader": ANNE, "until": "2026-08-31"}]))
    one = in_force(PROPOSED, "2026-07-10", leader=ANNE)
    assert find_standing(known, one).state == "in_force"
    assert in_force_since(known, one) == day("2026-07-10")


@pytest.mark.parametrize(
    ("one", "since"),
    [
        pytest.param(PROPOSED, None, id="nobody"),
        pytest.param(ONE, None, id="one side"),
        pytest.param(
            answered(ONE, "leader", "2026-07-14"),
            "2026-07-14",
            id="both",
        ),
        pytest.param(rewritten(BOTH, role="Lead"), "2026-07-10", id="a text that was changed since"),
        pytest.param(
            in_force(rewritten(BOTH, role="Lead"), "2026-09-01"), "2026-07-10", id="the first of two texts"
        ),
        pytest.param(
            answered(rewritten(ONE, role="Lead"), "leader", "2026-07-11"),
            None,
            id="each another text",
        ),
    ],
)
def test_in_force_since(one: Conversation, since: str | None) -> None:
    assert in_force_since(company(), one) == (day(since) if since else None)


def again(one: Conversation, side: Side, on: str, answer: Word, number: int) -> Conversation:
    """Add a later answer of a side to the present text."""
    assert one.agreement is not None
    given = answered(one, side, on, answer)
    key = f"{answer_name('agreement', digest(one.agreement))}.{side}"
    later = key.replace(f".{side}", f"-{number}.{side}") if number > 1 else key
    return replace(one, answers={**one.answers, later: given.answers[key]})


LEFT = {"on": "2026-09-01", "by": PER, "why": "New plan"}


def opened(one: Conversation, *digests: str) -> Conversation:
    notes = [LEFT | {"digest": digest} for digest in digests]
    return rewritten(one, amendments=agreement(amendments=notes).amendments)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        pytest.param([("employee", "2026-07-11", "declined", 2)], "declined", id="declined later"),
        pytest.param(
            [("employee", "2026-07-11", "declined", 2), ("employee", "2026-07-11", "accepted", 3)],
            "in_force",
            id="and accepted after all",
        ),
        pytest.param(
            [("leader", "2026-07-09", "declined", 2)], "declined", id="the number decides, not the day"
        ),
    ],
)
def test_the_last_answer_of_a_side_counts(answers: list[tuple[Side, str, Word, int]], state: str) -> None:
    one = BOTH
    for side, on, word, number in answers:
        one = again(one, side, on, word, number)
    assert find_standing(company(), one).state == state


def test_a_text_that_both_left_is_answered_again() -> None:
    assert BOTH.agreement is not None
    first = digest(BOTH.agreement)
    other = in_force(rewritten(opened(BOTH, first), role="Lead"), "2026-09-02")
    assert other.agreement is not None
    second = digest(other.agreement)
    assert find_standing(company(), other).state == "in_force"
    notes = [LEFT | {"digest": first}, LEFT | {"on": "2026-09-02", "digest": second}]
    back = rewritten(other, amendments=agreement(amendments=notes).amendments, role=None)
    assert digest(back.agreement or other.agreement) == first
    assert find_standing(company(), back).state == "proposed"
    one_side = again(back, "employee", "2026-09-03", "accepted", 2)
    assert find_standing(company(), one_side).state == "accepted_by_one"
    assert (
        find_standing(company(), again(one_side, "leader", "2026-09-03", "accepted", 2)).state == "in_force"
    )


def test_returning_by_hand_to_a_text_that_both_left_is_a_change() -> None:
    assert BOTH.agreement is not None
    other = in_force(rewritten(BOTH, role="Lead"), "2026-09-02")
    back = rewritten(other, role=None)
    assert find_standing(company(), back).state == "changed"
    assert unopened_text(company(), back) == digest(other.agreement or BOTH.agreement)


def test_what_was_reaccepted_and_then_changed_by_hand_is_a_change() -> None:
    assert BOTH.agreement is not None
    kept = again(
        again(opened(BOTH, digest(BOTH.agreement)), "employee", "2026-09-03", "accepted", 2),
        "leader",
        "2026-09-03",
        "accepted",
        2,
    )
    assert find_standing(company(), kept).state == "in_force"
    assert find_standing(company(), rewritten(kept, role="Lead")).state == "changed"


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("agreement-3f2a9c1d07be.employee", ("agreement", "3f2a9c1d07be", 1, "employee")),
        ("review-3f2a9c1d07be-2.leader", ("review", "3f2a9c1d07be", 2, "leader")),
        ("agreement-3f2a9c1d07be-1.leader", None),
        ("agreement-3f2a9c1d07be-02.leader", None),
        ("agreement-3F2A9C1D07BE.leader", None),
        ("agreement-3f2a9c1d07be.leader\n", None),
        ("agreement-3f2a9c1d07be", None),
    ],
)
def test_the_name_of_an_answer(key: str, found: tuple[str, str, int, str] | None) -> None:
    assert read_name(key) == found


def test_a_file_that_was_renamed_does_not_count() -> None:
    (key,) = ONE.answers
    renamed = replace(ONE, answers={key.replace("agreement-", "agreement-0")[:-1]: ONE.answers[key]})
    assert find_standing(company(), renamed).state == "proposed"
    other = {"agreement-000000000000.employee": ONE.answers[key]}
    assert find_standing(company(), replace(ONE, answers=other)).state == "proposed"


@pytest.mark.parametrize(
    ("answers", "amended", "counts"),
    [
        pytest.param([("09-01", 1)], "", True, id="once"),
        pytest.param([("09-01", 1)], "D", True, id="opened and not changed"),
        pytest.param([("08-31", 1)], "B", False, id="before the amendment"),
        pytest.param([("09-02", 1)], "B", True, id="after it"),
        pytest.param([("09-01", 1)], "B", False, id="the same day, and no number says after it"),
        pytest.param([("09-01", 2)], "B", True, id="the same day, after it"),
        pytest.param([("09-01", 2)], "DB", False, id="the same day, between two of them"),
        pytest.param([("09-01", 1), ("09-01", 3)], "DB", True, id="left and back, and answered again"),
        pytest.param([("08-31", 1), ("09-03", 2)], "DB", True, id="answered again on another day"),
        pytest.param([("09-01", 2)], "BD", True, id="opened after it was answered, and not changed"),
    ],
)
def test_an_answer_counts_from_the_amendment_on(
    answers: list[tuple[str, int]], amended: str, counts: bool
) -> None:
    assert PROPOSED.agreement is not None
    other = in_force(rewritten(PROPOSED, role="Other"), "2026-08-01")
    digests = {"D": digest(PROPOSED.agreement), "B": digest(other.agreement or PROPOSED.agreement)}
    known = other.answers if "B" in amended else {}
    one = opened(replace(PROPOSED, answers=known), *(digests[name] for name in amended))
    for on, number in answers:
        one = again(one, "employee", f"2026-{on}", "accepted", number)
    assert ("employee" in find_standing(company(), one).accepted) is counts


def test_the_number_of_an_answer_says_what_it_came_after() -> None:
    assert PROPOSED.agreement is not None
    mine = digest(PROPOSED.agreement)
    assert next_number(PROPOSED, "agreement", mine, "employee", day("2026-09-01")) == 1
    twice = opened(again(PROPOSED, "employee", "2026-09-01", "accepted", 1), "sha256:a", "sha256:b")
    assert next_number(twice, "agreement", mine, "employee", day("2026-09-01")) == 3
    assert next_number(twice, "agreement", mine, "leader", day("2026-09-01")) == 3
    assert next_number(twice, "agreement", mine, "employee", day("2026-09-02")) == 2
    assert next_number(twice, "agreement", mine, "leader", day("2026-09-02")) == 1
    assert next_number(twice, "review", mine, "leader", day("2026-09-01")) == 1
