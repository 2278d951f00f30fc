"""The guide is there for everybody, everywhere, in the words of who reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals, Result

Invoke = Callable[..., Result]


@pytest.mark.parametrize("phase", ["before", "during", "after"])
@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_it_needs_no_repository_and_no_identity(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phase: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    mine = invoke("guide", phase, "--language", language, who="nobody")
    theirs = invoke("guide", phase, "--language", language, "--for", "leader", who="nobody")
    assert (mine.code, theirs.code, mine.err) == (0, 0, "")
    assert mine.out != theirs.out


def test_outside_a_repository_it_is_the_employees_and_in_english(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke("guide", "before").out.startswith("Before the talk: your part\n====")


def test_a_leader_gets_the_leaders_part(goals: Goals) -> None:
    assert goals.ok("guide", "before").startswith("Before the talk: the leader's part")
    assert goals.ok("guide", "before", who="kari-nordmann").startswith("Before the talk: your part")
    assert goals.ok("guide", "before", "--for", "employee").startswith("Before the talk: your part")
    assert goals.ok("guide", "before", "--as", "kari").startswith("Before the talk: your part")


def test_a_stranger_to_the_repository_gets_the_employees_part(goals: Goals) -> None:
    assert goals.ok("guide", "after", who="nobody").startswith("After the talk: your part")


def test_it_speaks_the_readers_language(goals: Goals) -> None:
    path = "people/kari-nordmann/person.yaml"
    goals.write(path, goals.text(path) + "language: nn\n")
    assert "Før samtalen" in goals.ok("guide", "before", who="kari-nordmann")


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
@pytest.mark.parametrize("reader", ["leader", "employee"])
def test_without_a_phase_it_is_one_document_of_all_three(
    goals: Goals, tmp_path: Path, language: str, reader: str
) -> None:
    asked = ("guide", "--language", language, "--for", reader)
    shown = goals.ok(*asked, "--format", "md")
    assert [line for line in shown.split("\n") if line.startswith("# ")] == [shown.split("\n")[0]]
    parts = [goals.ok("guide", one, *asked[1:], "--format", "md") for one in ("before", "during", "after")]
    assert [line[1:] for line in shown.split("\n") if line.startswith("## ")][1:] == [
        part.split("\n")[0] for part in parts
    ]
    assert shown.count("\n### ") == sum(part.count("\n## ") for part in parts) == 9
    assert "{#" not in shown
    goals.ok(*asked, "-o", str(tmp_path / "guide.html"))
    page = (tmp_path / "guide.html").read_text("utf-8")
    assert [page.count(f"<{tag}") for tag in ("h1>", "h2>", "h3 id=")] == [1, 3, 9]


def test_in_plain_text_each_step_down_is_underlined_in_its_own_way(goals: Goals) -> None:
    lines = goals.ok("guide").split("\n")
    assert lines[:2] == ["The goal and development conversation: the leader's part", "=" * 56]
    start = lines.index("Before the talk: the leader's part")
    assert lines[start + 1 : start + 5] == ["-" * 34, "", "What decides whether it helps", "." * 29]


def test_a_team_s_own_part_stands_in_the_whole(goals: Goals) -> None:
    own = "# Ours\n\n## First\n\n```\n# not a heading\n```\n"
    goals.write("templates/guide-during.md.j2", own)
    shown = goals.ok("guide", "--format", "md")
    assert "\n## Ours\n\n### First\n\n```\n# not a heading\n```\n" in shown


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.json", "kari.2026-11", "a.md.bak"])
@pytest.mark.parametrize("command", [("guide",), ("brief", "platform", "--render")])
def test_an_ending_that_means_no_form_is_refused(
    goals: Goals, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    result = goals.run(*command, "-o", str(tmp_path / name))
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "there are .txt, .md, .markdown, .html, .htm, or say it with --format" in result.err
    assert not (tmp_path / name).exists()
    goals.ok(*command, "-o", str(tmp_path / name), "--format", "md")
    assert (tmp_path / name).read_text("utf-8").startswith("# ")


def test_an_agenda_may_be_json_as_well(agreed: Goals, tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    for more in ((), ("--private",)):
        result = agreed.run("agenda", "kari", "-o", str(place), *more)
        assert (result.code, place.exists()) == (2, False)
        assert ".htm, .json, or say it with --format" in result.err
    agreed.ok("agenda", "kari", "-o", str(place), "--format", "json")
    (tmp_path / "of.all").mkdir()
    agreed.ok("agenda", "--all", "-o", str(tmp_path / "of.all"))
    assert [one.suffix for one in (tmp_path / "of.all").iterdir()] == [".txt"]


def test_the_files_ending_chooses_the_form(goals: Goals, tmp_path: Path) -> None:
    for name, start in (
        ("a.md", "# Before"),
        ("a.html", "<!DOCTYPE html>"),
        ("a.txt", "Before"),
        ("a", "Before"),
        ("a.", "Before"),
    ):
        result = goals.run("guide", "before", "-o", str(tmp_path / name))
        assert (result.code, result.out) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert '<html lang="en">' in (tmp_path / "a.html").read_text(encoding="utf-8")
