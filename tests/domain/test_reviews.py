"""Where a review stands, which period it is of, and where the two sides differ."""

import hashlib
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from goaltalk.domain.answer_checks import check_answers
from goaltalk.domain.answers import answer_name
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.periods import read_period
from goaltalk.domain.progress import fold_progress
from goaltalk.domain.records import Answer, Review
from goaltalk.domain.records.fields import Side
from goaltalk.domain.reviews import (
    ReviewState,
    compare_assessments,
    compare_words,
    digest_of_review,
    digest_review,
    find_review_day,
    find_review_period,
    find_review_standing,
)

from .build import (
    ANNE,
    H1,
    H2,
    KARI,
    NEXT_H1,
    PER,
    REPOSITORY,
    Word,
    agreed_goals,
    agreement,
    company,
    conversation,
    day,
    goal,
    held,
    kari,
    make,
    review,
    steadily,
    talk,
)

HERE = company()
MINE: dict[str, Any] = {
    "learning": "To ask early",
    "goals": {"speed": {"result": "partly", "note": "Åse helped"}},
}
THEIRS: dict[str, Any] = {"effort": "High", "carry_over": ["speed"]}
BOTH = conversation(H1, review=review(MINE, THEIRS), agreement=agreed_goals(goal("speed"), goal("teach")))


def answering(
    one: Conversation, side: Side, answer: Word = "received", on: str = "2026-08-20", **keys: Any
) -> Conversation:
    """Add one side's answer to the review as it is."""
    number = keys.pop("number", 1)
    digest = digest_of_review(HERE, one)
    usual = {"by": KARI if side == "employee" else PER, "to": "review"}
    record = Answer(**{"digest": digest, "role": side, "on": day(on), "answer": answer, **usual, **keys})
    name = f"{answer_name('review', digest, number)}.{side}"
    return replace(one, answers={**one.answers, name: record})


def rewritten(one: Conversation) -> Conversation:
    assert one.review.employee is not None
    changed = replace(one.review, employee=replace(one.review.employee, effort="Steady"))
    return replace(one, review=changed)


class TestDigest:
    def test_it_is_what_the_documents_say(self) -> None:
        content: dict[str, Any] = {"employee": MINE, "leader": THEIRS}
        content |= {"person": KARI, "period": "2026-H1", "repository": REPOSITORY}
        plain = rfc8785.dumps(content)
        expected = hashlib.sha256(b"goaltalk/review/1\0" + plain).hexdigest()
        assert digest_of_review(HERE, BOTH) == f"sha256:{expected}"

    def test_one_half_alone_has_one_too(self) -> None:
        plain = rfc8785.dumps(
            {"leader": THEIRS, "person": KARI, "period": "2026-H1", "repository": REPOSITORY}
        )
        expected = hashlib.sha256(b"goaltalk/review/1\0" + plain).hexdigest()
        alone = review(None, THEIRS)
        assert digest_review(alone, KARI, "2026-H1", REPOSITORY) == f"sha256:{expected}"

    def test_there_is_none_of_nothing(self) -> None:
        assert digest_of_review(HERE, conversation(H1)) == ""

    def test_what_is_empty_and_how_letters_are_put_together_do_not_matter(self) -> None:
        apart = {**MINE, "goals": {"speed": {"result": "partly", "note": "A\u030ase helped"}}}
        same = review({**apart, "effort": None, "carry_over": [], "experience": {}}, THEIRS)
        assert digest_of_review(HERE, replace(BOTH, review=same)) == digest_of_review(HERE, BOTH)

    @pytest.mark.parametrize(
        "halves",
        [
            review(THEIRS, MINE),
            review(MINE, {**THEIRS, "held": "2026-08-20"}),
            review(MINE, {**THEIRS, "experience": {"score": 5}}),
            review(MINE),
            review({**MINE, "learning": "To ask late"}, THEIRS),
        ],
        ids=["swapped", "held", "experience", "one half", "a word"],
    )
    def test_every_word_matters(self, halves: Halves[Review, Review]) -> None:
        assert digest_of_review(HERE, replace(BOTH, review=halves)) != digest_of_review(HERE, BOTH)

    @steadily
    @given(st.sampled_from([KARI, PER]), st.sampled_from(["2026-H1", "2026-H2"]), st.sampled_from(["a", "b"]))
    def test_it_is_bound_to_person_period_and_repository(self, person: str, period: str, repo: str) -> None:
        other = digest_review(BOTH.review, person, period, repo)
        assert other != digest_review(BOTH.review, person, period, repo + "x")
        assert other != digest_review(BOTH.review, person + "x", period, repo)


STATES: list[Any] = [
    pytest.param(conversation(H1), "none", [], [], id="nothing"),
    pytest.param(conversation(H1, review=review({}, {})), "none", [], [], id="forms"),
    pytest.param(conversation(H1, review=review({"held": "2026-08-20"})), "none", [], [], id="a date alone"),
    pytest.param(conversation(H1, review=review(MINE)), "draft", [], [], id="one side"),
    pytest.param(conversation(H1, review=review(MINE, {})), "draft", [], [], id="one side and a form"),
    pytest.param(BOTH, "ready", [], [], id="both sides"),
    pytest.param(answering(BOTH, "employee"), "received", ["employee"], [], id="the employee received it"),
    pytest.param(answering(BOTH, "leader"), "ready", ["leader"], [], id="the leader alone did"),
    pytest.param(
        answering(answering(BOTH, "employee"), "leader"),
        "received",
        ["employee", "leader"],
        [],
        id="both did",
    ),
    pytest.param(answering(BOTH, "employee", "refused"), "refused", ["employee"], [], id="refused"),
    pytest.param(
        answering(answering(BOTH, "employee", "refused"), "employee", number=2),
        "received",
        ["employee"],
        [],
        id="refused, then received after all",
    ),
    pytest.param(
        answering(answering(BOTH, "employee"), "leader", "refused"),
        "refused",
        ["employee", "leader"],
        [],
        id="the leader refuses",
    ),
    pytest.param(rewritten(answering(BOTH, "employee")), "changed", [], ["employee"], id="changed"),
    pytest.param(
        rewritten(answering(BOTH, "employee", "refused")), "changed", [], ["employee"], id="refused, changed"
    ),
    pytest.param(
        answering(rewritten(answering(BOTH, "employee")), "employee"),
        "received",
        ["employee"],
        [],
        id="changed, and received again",
    ),
    pytest.param(
        answering(rewritten(answering(answering(BOTH, "employee"), "leader")), "employee"),
        "received",
        ["employee"],
        ["leader"],
        id="changed, and received again by one",
    ),
    pytest.param(
        replace(answering(BOTH, "employee"), review=Halves()), "changed", [], ["employee"], id="taken away"
    ),
    pytest.param(answering(BOTH, "employee", by=PER), "ready", [], [], id="somebody else for the employee"),
    pytest.param(answering(BOTH, "leader", "refused", by=ANNE), "ready", [], [], id="another leader"),
    pytest.param(answering(BOTH, "employee", to="agreement"), "ready", [], [], id="of an agreement"),
]


@pytest.mark.parametrize(("one", "state", "answered", "stale"), STATES)
def test_the_state_of_a_review(
    one: Conversation, state: ReviewState, answered: list[str], stale: list[str]
) -> None:
    found = find_review_standing(HERE, one)
    assert found.state == state
    assert ([x.role for x in found.answers], [x.role for x in found.stale]) == (answered, stale)


def test_an_answer_of_the_leader_before_counts_for_the_day_it_was_given() -> None:
    moved = company(kari(leader=ANNE, former_leaders=[{"leader": PER, "until": "2026-08-31"}]))
    found = find_review_standing(moved, answering(BOTH, "leader", "refused"))
    assert (found.state, found.answers[0].by) == ("refused", PER)


@pytest.mark.parametrize(
    ("half", "says"),
    [
        ({}, False),
        ({"held": "2026-08-20"}, False),
        ({"goals": {"speed": {}}, "experience": {}}, False),
        ({"goals": {"speed": {"note": "Hm"}}}, True),
        ({"values": "Kind"}, True),
        ({"carry_over": ["speed"]}, True),
        ({"experience": {"score": 4}}, True),
    ],
)
def test_an_untouched_form_says_nothing(half: dict[str, Any], says: bool) -> None:
    assert make(half, Review).says_something is says


OLD, NEW = conversation(H1, agreement=agreement()), conversation(H2, agreement=agreement())
QUARTERS = company(period="quarter")


@pytest.mark.parametrize(
    ("known", "conversations", "today", "label"),
    [
        (HERE, [OLD, NEW], "2026-06-01", "2026-H1"),
        (HERE, [NEW, OLD], "2026-07-01", "2026-H1"),
        (HERE, [OLD, NEW], "2026-12-01", "2026-H1"),
        (HERE, [OLD, NEW], "2026-12-02", "2026-H2"),
        (HERE, [OLD, NEW], "2027-01-01", "2026-H2"),
        (HERE, [OLD], "2027-02-01", "2026-H1"),
        (HERE, [NEW], "2026-09-01", "2026-H2"),
        (HERE, [], "2026-09-01", "2026-H2"),
        (HERE, [conversation(H1), NEW], "2026-09-01", "2026-H2"),
        (HERE, [conversation(H1, held("2026-05-05"))], "2026-09-01", "2026-H1"),
        (HERE, [conversation(H1, review=review(MINE))], "2026-09-01", "2026-H1"),
        (QUARTERS, [], "2026-03-02", "2026-Q1"),
    ],
)
def test_which_period_is_reviewed(
    known: Company, conversations: list[Conversation], today: str, label: str
) -> None:
    assert find_review_period(known, conversations, day(today)).label == label


@pytest.mark.parametrize(
    ("both", "found"),
    [
        (talk(), None),
        (talk({"at": "2026-07-10T10:00"}), "2026-07-10"),
        (talk({"held": "2026-07-12"}, {"at": "2026-07-10T10:00"}), "2026-07-12"),
        (talk({"at": "2026-07-10T10:00"}, {"skipped": True}), None),
    ],
    ids=["no talk", "planned", "held", "skipped"],
)
def test_a_review_is_held_with_the_talk_of_the_next_period(both: Any, found: str | None) -> None:
    on = find_review_day(HERE, [OLD, conversation(H2, talk=both)], H1)
    assert on == (day(found) if found else None)
    assert find_review_day(HERE, [conversation(H2, talk=both)], H2) is None
    assert read_period("2027-H1") == NEXT_H1


def test_goals_stand_with_what_both_say_of_them() -> None:
    theirs = {"goals": {"speed": {"result": "achieved"}, "teach": {"result": "missed"}}, **THEIRS}
    one = replace(BOTH, review=review(MINE, theirs))
    progress = fold_progress(HERE, [one], "2026-H1", day("2026-07-10"))
    speed, teach = compare_assessments(progress, one.review)
    assert (speed.employee, speed.employee_note, speed.leader, speed.differ) == (
        "partly",
        "Åse helped",
        "achieved",
        True,
    )
    assert (teach.employee, teach.leader, teach.differ) == (None, "missed", False)
    assert (speed.carried_by, teach.carried_by) == (("leader",), ())


def test_what_nobody_wrote_under_is_left_out() -> None:
    found = compare_words(review({"effort": "Good"}, {"effort": "High", "support": "More time"}))
    assert [(one.key, one.employee, one.leader) for one in found] == [
        ("effort", "Good", "High"),
        ("support", None, "More time"),
    ]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        pytest.param(answering(BOTH, "employee"), [], id="as it was answered"),
        pytest.param(rewritten(answering(BOTH, "employee")), [(KARI, "leader")], id="changed"),
        pytest.param(
            rewritten(answering(answering(BOTH, "employee"), "leader")),
            [(KARI, "leader"), (PER, "employee")],
            id="changed after both",
        ),
        pytest.param(answering(rewritten(answering(BOTH, "employee")), "employee"), [], id="answered anew"),
        pytest.param(rewritten(BOTH), [], id="nobody has answered"),
    ],
)
def test_a_review_that_changed_after_an_answer_is_told(
    one: Conversation, found: list[tuple[str, str]]
) -> None:
    findings = [
        each for each in check_answers(HERE, one, day("2026-09-01")) if each.rule == "answer-mismatch"
    ]
    assert [(each.severity, each.about.side if each.about else None) for each in findings] == [
        ("warning", side) for _, side in found
    ]
    for each, (who, _) in zip(findings, found, strict=True):
        assert each.message.startswith(f"is not as {who} received it (")
        assert each.message.endswith("goaltalk review kari-nordmann --period 2026-H1 --acknowledge")
