"""The menu of questions: listed, searched, extended by a team, picked for a talk."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals, Result

OWN = """\
schema: questions/1
topics:
  - id: garden
    title: The garden
questions:
  - id: weeds
    topic: garden
    text: Which weeds do you *like*?
  - id: drive
    topic: work
    text: What gets you going?
"""


def test_it_works_where_there_is_no_repository(
    invoke: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("questions", "--topic", "stay", who="nobody")
    assert (result.code, result.err) == (0, "")
    assert "choose to stay? (the core question)" in " ".join(result.out.split())
    assert "choose to stay" not in invoke("questions", "--language", "nn").out


def test_a_teams_own_questions_join_the_menu(goals: Goals) -> None:
    goals.write("questions/ours.yaml", OWN)
    shown = goals.ok("questions", "--search", "weeds")
    assert "The garden\n----------\n\n- weeds: Which weeds do you *like*?\n" in shown
    assert "What gets you going?" in goals.ok("questions", "--topic", "work")
    found = json.loads(goals.ok("questions", "--topic", "garden", "--format", "json"))
    assert found == {
        "schema": "goaltalk/questions/1",
        "topics": [{"id": "garden", "title": "The garden"}],
        "questions": [
            {
                "id": "weeds",
                "topic": "garden",
                "text": "Which weeds do you *like*?",
                "for": None,
                "core": False,
            }
        ],
    }
    assert goals.ok("check") == "no problems found\n"


def test_an_unknown_topic_is_told_with_those_there_are(goals: Goals) -> None:
    result = goals.run("questions", "--topic", "wrok")
    assert result.code == 2
    assert "there is preparing, work" in result.err


def test_problems_in_a_teams_file_are_found(goals: Goals) -> None:
    goals.write(
        "questions/ours.yaml", OWN.replace("topic: work", "topic: wrok").replace("text: Which", "txt: W")
    )
    goals.write("questions/Our Own.yaml", OWN)
    result = goals.run("check")
    assert result.code == 1
    assert "questions/ours.yaml:8:5: error unknown-key questions.1.txt" in result.out
    assert "questions/Our Own.yaml:1:1: error file-name" in result.out
    assert goals.run("questions").code == 3


def test_picked_questions_stand_in_the_agenda_and_in_the_employees_form(goals: Goals) -> None:
    day = "2026-08-18"
    assert "Picked questions" not in goals.ok("agenda", "kari", "--kind", "talk", today=day)
    goals.ok("prep", "kari", "--set", "questions+=drains", "--set", "questions+=core-question", today=day)
    goals.ok("prep", "kari", "--share", "questions", today=day)
    form = goals.ok("prep", "kari", "--no-edit", "--dry-run", who="kari-nordmann", today=day)
    assert "answers:" in form
    assert "  # What takes more out of you than it should?" in form
    assert "  drains:" in form
    answer = ("--set", "answers.drains=Meetings about *meetings*")
    goals.ok("prep", "kari", *answer, who="kari-nordmann", today=day)
    shown = goals.ok("agenda", "kari", "--kind", "talk", today=day)
    assert (
        "Picked questions\n----------------\n\n- What takes more out of you than it should?\n"
        "   - Kari Nordmann: Meetings about *meetings*\n"
    ) in shown
    assert "choose to stay" not in shown, "the core question is for the leader's own copy"
    assert goals.ok("agenda", "kari", "--kind", "talk", "--private", today=day).count("choose to stay") == 1


def test_an_unknown_question_is_refused_and_found(goals: Goals) -> None:
    result = goals.run("prep", "kari", "--set", "questions+=drians", who="kari-nordmann")
    assert result.code == 3
    assert "no question drians; did you mean drains?" in result.err
    goals.write(
        "people/kari-nordmann/2026-H2/prep.leader.yaml", "schema: preparation/1\nquestions: [drains, nope]\n"
    )
    result = goals.run("check")
    assert result.code == 1
    assert "prep.leader.yaml:2:21: error reference no question nope" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--search", "xyzzy"), "no question holds this text; a part of a word finds more; "),
        (("--search", "xyzzy", "--topic", "work"), "no question of the topic work holds this text; "),
        (("--search", "xyzzy", "--format", "json"), "no question holds this text; "),
        (("--topic", "bare"), "there is no question of the topic bare; "),
    ],
)
def test_nothing_found_is_said_with_what_to_try(goals: Goals, arguments: tuple[str, ...], said: str) -> None:
    goals.write("questions/ours.yaml", "schema: questions/1\ntopics: [{id: bare, title: Bare}]\n")
    result = goals.run("questions", *arguments)
    assert (result.code, result.err.count("\n")) == (0, 1)
    assert result.err.startswith(said)
    assert result.err.endswith("goaltalk questions shows them all\n")
    assert goals.run("questions", "--search", "stay").err == ""
