"""What answers must fulfil, each case with exactly what is said about it and where."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from goaltalk.domain.answer_checks import check_answers, explain_change, find_changed
from goaltalk.domain.answers import digest_of
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.records.agreement import Amendment

from .build import (
    KARI,
    OLA,
    PER,
    agreed_goals,
    agreement,
    answered,
    company,
    conversation,
    day,
    goal,
    in_force,
    person,
    rewritten,
    unit,
)

TODAY = day("2026-09-15")
KNOWN = company(
    {KARI: person(KARI), PER: person(PER), OLA: person(OLA)}, {"platform": unit(PER, former_leaders=[])}
)
AGREED = in_force(conversation(agreement=agreed_goals(goal("speed"))), "2026-08-20")
NAME = next(key for key in AGREED.answers if key.endswith("leader")).removesuffix(".leader")


def said(one: Conversation, known: Any = KNOWN) -> list[tuple[str, str, str, str]]:
    """Rule, severity, kind of record and the last step of the key path of each finding."""
    return [
        (found.rule, found.severity, found.about.kind if found.about else "", str(found.key_path[-1:]))
        for found in check_answers(known, one, TODAY)
    ]


def altered(side: str, **keys: Any) -> Conversation:
    """The agreed conversation with one answer written by hand."""
    answer = AGREED.answers[f"{NAME}.{side}"]
    given = msgspec.convert({**msgspec.to_builtins(answer), **keys}, type(answer), strict=False)
    return replace_answers(AGREED, {f"{NAME}.{side}": given})


def replace_answers(one: Conversation, answers: dict[str, Any]) -> Conversation:
    return msgspec.structs.replace(one, answers={**one.answers, **answers})


def test_what_both_accepted_is_fine() -> None:
    assert said(AGREED) == []
    assert said(conversation()) == []


@pytest.mark.parametrize(
    ("side", "keys", "rule", "key"),
    [
        ("leader", {"to": "review", "answer": "received"}, "answer-mismatch", "to"),
        ("leader", {"answer": "received"}, "answer-mismatch", "answer"),
        ("leader", {"answer": "refused"}, "answer-mismatch", "answer"),
        ("leader", {"digest": "sha256:" + "0" * 64}, "answer-mismatch", "digest"),
        ("leader", {"role": "employee"}, "answer-mismatch", "role"),
        ("leader", {"by": OLA}, "self-answer", "by"),
        ("leader", {"by": KARI}, "self-answer", "by"),
        ("employee", {"by": PER}, "self-answer", "by"),
    ],
)
def test_an_answer_fits_its_name_and_its_side(side: str, keys: dict[str, str], rule: str, key: str) -> None:
    found = [one for one in check_answers(KNOWN, altered(side, **keys), TODAY) if one.about.kind == "answer"]  # type: ignore[union-attr]
    assert [(one.rule, one.severity, one.key_path, one.person) for one in found] == [
        (rule, "error", (key,), KARI)
    ]
    assert found[0].about is not None
    assert (found[0].about.side, found[0].about.name) == (side, NAME)


@pytest.mark.parametrize("word", ["received", "refused"])
def test_a_review_is_received_or_refused(word: str) -> None:
    name = NAME.replace("agreement", "review")
    answer = AGREED.answers[f"{NAME}.leader"]
    given = replace(answer, to="review", answer=word)
    assert said(replace_answers(conversation(), {f"{name}.leader": given})) == []
    wrong = replace(given, answer="accepted")
    assert said(replace_answers(conversation(), {f"{name}.leader": wrong}))[0][3] == "('answer',)"


def test_who_led_is_told() -> None:
    (mine,) = [
        one.message
        for one in check_answers(KNOWN, altered("leader", by=OLA), TODAY)
        if one.rule == "self-answer"
    ]
    said = f"{OLA} did not lead {KARI} on 2026-08-20; that was {PER}"
    assert mine == f"{said}. Who led before stands in former_leaders"
    alone = company({KARI: person(KARI), OLA: person(OLA)}, {"platform": unit(KARI)})
    told = [one.message for one in check_answers(alone, altered("leader", by=OLA), TODAY)]
    said = f"{OLA} did not lead {KARI} on 2026-08-20; nobody did"
    assert f"{said}. Who led before stands in former_leaders" in told


@pytest.mark.parametrize(("on", "ahead"), [("2026-09-15", False), ("2026-09-16", True)])
def test_an_answer_of_a_day_ahead_is_a_warning(on: str, ahead: bool) -> None:
    expected = [("date-order", "warning", "answer", "('on',)")] if ahead else []
    assert said(altered("leader", on=on)) == expected


@pytest.mark.parametrize(
    ("second", "wrong"), [("2026-08-19", True), ("2026-08-20", False), ("2026-08-21", False)]
)
def test_of_two_answers_to_one_text_the_second_is_not_older(second: str, wrong: bool) -> None:
    later = replace(AGREED.answers[f"{NAME}.leader"], on=day(second), answer="declined")
    both = replace_answers(AGREED, {f"{NAME}-2.leader": later})
    assert said(both) == ([("date-order", "error", "answer", "('on',)")] if wrong else [])
    other = replace(AGREED.answers[f"{NAME}.employee"], on=day("2026-08-01"))
    assert said(replace_answers(AGREED, {f"{NAME}.employee": other})) == [], "each side has its own order"


def test_files_of_other_names_are_no_answers() -> None:
    assert said(replace_answers(AGREED, {"notes": AGREED.answers[f"{NAME}.leader"]})) == []


def test_a_text_in_force_that_was_changed_is_an_error_and_one_that_waits_a_warning() -> None:
    changed = rewritten(AGREED, role="Else")
    assert said(changed) == [("answer-mismatch", "error", "agreement", "()")]
    waiting = answered(conversation(agreement=agreed_goals(goal("speed"))), "leader", "2026-08-20")
    assert said(waiting) == []
    assert said(rewritten(waiting, role="Else")) == [("answer-mismatch", "warning", "agreement", "()")]
    ((text, found),) = find_changed(KNOWN, rewritten(waiting, role="Else"))
    assert text.by == (PER,)
    assert found.message.endswith(f"the present text has no answer from {PER}")


def test_only_the_last_text_that_somebody_accepted_waits_for_them() -> None:
    first = answered(conversation(agreement=agreed_goals(goal("speed"))), "leader", "2026-08-20")
    second = answered(rewritten(first, role="Second"), "leader", "2026-08-21")
    third = rewritten(second, role="Third")
    ((text, _),) = find_changed(KNOWN, third)
    assert text.digest == digest_of(KNOWN, second)
    assert list(find_changed(KNOWN, answered(third, "leader", "2026-08-22"))) == []


def amended(by: str, digest: str, on: str = "2026-09-01") -> Conversation:
    note = Amendment(on=day(on), by=by, why="x", digest=digest)
    return rewritten(AGREED, amendments=(note,))


@pytest.mark.parametrize(
    ("by", "digest", "keys"),
    [
        (PER, "", []),
        (KARI, "", []),
        (OLA, "", [("self-answer", "by")]),
        (PER, "sha256:" + "1" * 64, [("answer-mismatch", "digest")]),
        (OLA, "sha256:" + "1" * 64, [("self-answer", "by"), ("answer-mismatch", "digest")]),
    ],
)
def test_an_amendment_is_by_one_of_the_two_and_opens_what_was_accepted(
    by: str, digest: str, keys: list[tuple[str, str]]
) -> None:
    one = amended(by, digest or digest_of(KNOWN, AGREED))
    found = [one for one in check_answers(KNOWN, one, TODAY) if one.key_path[:1] == ("amendments",)]
    assert [(one.rule, one.severity, one.key_path) for one in found] == [
        (rule, "error", ("amendments", 0, key)) for rule, key in keys
    ]


@pytest.mark.parametrize(
    ("keys", "places"),
    [
        ({"goals": [goal("other"), goal("speed", title="New")]}, {("goals", 0), ("goals", 1, "title")}),
        ({"goals": [goal("speed", due="2026-12-01")]}, {("goals", 0, "due")}),
        (
            {"goals": [goal("speed", measure={"unit": "days", "target": 3})]},
            {("goals", 0, "measure", "target")},
        ),
        ({"goals": []}, {("goals",)}),
        ({"role": "Else"}, {("role",)}),
        ({"core": ["One"], "goals": [goal("speed")]}, {("core", 0)}),
    ],
)
def test_each_place_that_differs_is_named(keys: dict[str, Any], places: set[tuple[Any, ...]]) -> None:
    text = {"goals": [goal("speed")], **keys}
    one = msgspec.structs.replace(AGREED, agreement=agreement(**text))
    ((_, finding),) = find_changed(KNOWN, one)
    accepted = AGREED.agreement
    assert accepted is not None
    told = explain_change(one, accepted, finding)
    assert places <= {found.key_path for found in told}
    assert all(found.message.endswith(finding.message) and found.rule == finding.rule for found in told)


def test_without_a_difference_the_finding_stays_alone() -> None:
    ((_, finding),) = find_changed(KNOWN, rewritten(AGREED, role="Else"))
    assert AGREED.agreement is not None
    assert explain_change(AGREED, AGREED.agreement, finding) == (finding,)
    assert explain_change(conversation(), AGREED.agreement, finding) == (finding,)
