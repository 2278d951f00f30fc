"""The menu: later sources win by id, and a search finds what a reader means."""

from typing import Any

import msgspec
import pytest

from goaltalk.domain.address import Address
from goaltalk.domain.company_checks import check_questions
from goaltalk.domain.conversation import Conversation, Halves
from goaltalk.domain.conversation_checks import check_picks
from goaltalk.domain.menu import Menu, filter_menu, find_repeated, merge_menu, picked_for
from goaltalk.domain.records import EmployeePreparation, LeaderPreparation, Questions

from .build import H2, KARI


def source(*questions: dict[str, Any], topics: tuple[str, ...] = ("work", "ahead")) -> Questions:
    described = [{"id": name, "title": name.title()} for name in topics]
    return msgspec.convert({"schema": "questions/1", "topics": described, "questions": questions}, Questions)


BUILT_IN = source(
    {"id": "drive", "topic": "work", "text": "What drives you?"},
    {"id": "missed", "topic": "work", "text": "Hva savner du på jobben?"},
    {"id": "stay", "topic": "ahead", "text": "What would it take?", "core": True},
)
MENU = merge_menu(BUILT_IN)


def ids(menu: Menu) -> list[str]:
    return [one.id for one in menu.questions]


def test_a_team_adds_questions_and_replaces_those_of_the_same_id() -> None:
    own = source(
        {"id": "garden", "topic": "outside", "text": "How is the garden?"},
        {"id": "drive", "topic": "work", "text": "What gets you going?", "for": "employee"},
        topics=("outside",),
    )
    menu = merge_menu(BUILT_IN, own)
    assert ids(menu) == ["drive", "missed", "stay", "garden"]
    assert menu.text_of("drive") == "What gets you going?"
    assert [one.id for one in menu.topics] == ["work", "ahead", "outside"]


def test_a_topic_that_nobody_described_still_shows_its_questions() -> None:
    menu = merge_menu(source({"id": "x", "topic": "lost", "text": "X?"}, topics=()))
    assert [(one.id, one.title) for one in menu.topics] == [("lost", "lost")]
    assert [one.id for one in menu.under("lost")] == ["x"]


@pytest.mark.parametrize(
    ("topic", "search", "found"),
    [
        (None, None, ["drive", "missed", "stay"]),
        ("work", None, ["drive", "missed"]),
        (None, "DRIVE", ["drive"]),
        (None, "PA\u030a JOBBEN", ["missed"]),
        ("ahead", "drives", []),
        (None, "stay", ["stay"]),
        (None, "nothing like it", []),
    ],
)
def test_the_menu_is_filtered_by_topic_and_words(
    topic: str | None, search: str | None, found: list[str]
) -> None:
    menu = filter_menu(MENU, topic, search)
    assert ids(menu) == found
    assert {one.topic for one in menu.questions} == {one.id for one in menu.topics}


def test_an_id_becomes_its_words_and_an_unknown_one_stays_an_id() -> None:
    assert MENU.text_of("stay") == "What would it take?"
    assert MENU.text_of("gone") == "gone"
    assert [one.text for one in MENU.pick(["stay", "gone", "stay"])] == ["What would it take?", "gone"]


def test_what_either_side_picked_or_answered_counts_once() -> None:
    talk = Conversation(
        KARI,
        H2,
        Halves(
            EmployeePreparation(questions=("missed", "stay"), answers={"drive": "Coffee", "missed": "Quiet"}),
            LeaderPreparation(questions=("stay",)),
        ),
    )
    assert picked_for(talk) == ("stay", "missed", "drive")


def test_an_unknown_question_in_a_preparation_is_a_finding() -> None:
    talk = Conversation(
        KARI,
        H2,
        Halves(
            EmployeePreparation(questions=("drive", "drvie"), answers={"gone": "x"}),
            LeaderPreparation(questions=("nope",)),
        ),
    )
    found = list(check_picks(talk, ids(MENU)))
    assert [(one.rule, one.key_path) for one in found] == [
        ("reference", ("questions", 1)),
        ("reference", ("answers", "gone")),
        ("reference", ("questions", 0)),
    ]
    assert found[0].message == "no question drvie; did you mean drive?"


def test_a_file_of_questions_is_checked_for_its_ids_and_topics() -> None:
    twice = source(
        {"id": "a", "topic": "work", "text": "A?"}, {"id": "a", "topic": "wrok", "text": "B?"}, topics=()
    )
    found = list(check_questions("own", twice, ["work", "ahead"]))
    assert [(one.rule, one.key_path) for one in found] == [
        ("duplicate-id", ("questions", 1, "id")),
        ("reference", ("questions", 1, "topic")),
    ]


def test_what_two_files_of_a_team_say_of_one_id_is_told_at_the_later_one() -> None:
    first = source({"id": "a", "topic": "work", "text": "A?"}, topics=("own",))
    second = source(
        {"id": "b", "topic": "work", "text": "B?"},
        {"id": "a", "topic": "work", "text": "A?"},
        topics=("own",),
    )
    found = list(find_repeated({"one": first, "two": second}))
    assert [(one.rule, one.about, one.key_path) for one in found] == [
        ("duplicate-id", Address("questions", name="two"), ("topics", 0, "id")),
        ("duplicate-id", Address("questions", name="two"), ("questions", 1, "id")),
    ]
    assert found[1].message == "the id a is in one.yaml already; leave it in one file only"
    assert list(find_repeated({"one": first})) == []
    same_word = source({"id": "own", "topic": "work", "text": "A?"}, topics=())
    assert list(find_repeated({"one": first, "two": same_word})) == [], "a topic is no question"
