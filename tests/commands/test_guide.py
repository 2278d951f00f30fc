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


def test_without_a_phase_it_prints_all_three(goals: Goals) -> None:
    shown = goals.ok("guide", "--format", "md")
    assert [line for line in shown.split("\n") if line.startswith("# ")] == [
        "# Before the talk: the leader's part",
        "# During the talk: the leader's part",
        "# After the talk: the leader's part",
    ]
    assert "{#" not in shown


def test_the_files_ending_chooses_the_form(goals: Goals, tmp_path: Path) -> None:
    for name, start in (("a.md", "# Before"), ("a.html", "<!DOCTYPE html>"), ("a.txt", "Before")):
        result = goals.run("guide", "before", "-o", str(tmp_path / name))
        assert (result.code, result.out) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert '<html lang="en">' in (tmp_path / "a.html").read_text(encoding="utf-8")
