"""Colours: on a terminal, when asked for, and nowhere else; taken away, the text is the same."""

import re
from pathlib import Path

import pytest

from conftest import Goals
from terminal import on_terminal

LATE = "2026-11-20"
COLOURS = re.compile(r"\x1b\[\d+m")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("overdue",), ["\x1b[31merror\x1b[0m checkin-overdue"]),
        (("todo",), ["\x1b[1m\x1b[31mlate\x1b[0m\n", "\x1b[1mnow\x1b[0m\n"]),
    ],
)
def test_they_are_there_when_asked_for(agreed: Goals, command: tuple[str, ...], words: list[str]) -> None:
    plain = agreed.run(*command, today=LATE).out
    painted = agreed.run("--color", *command, today=LATE).out
    assert all(one in painted for one in words), painted
    assert COLOURS.sub("", painted) == plain
    assert "\x1b" not in plain + agreed.run("--color", *command, "--format", "json", today=LATE).out


def test_check_colours_the_severity_alone(agreed: Goals) -> None:
    agreed.write("people/kari-nordmann/2026-H2/talk.leader.yaml", "schema: talk/1\nsummmary: error x\n")
    assert ":2:1: \x1b[31merror\x1b[0m unknown-key summmary is" in agreed.run("check", "--color").out


def test_a_file_is_never_coloured(agreed: Goals, tmp_path: Path) -> None:
    agreed.run("--color", "overdue", "-o", str(tmp_path / "late.txt"), today=LATE)
    assert "\x1b" not in (tmp_path / "late.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "value", "is_coloured"),
    [("NO_COLOR", "", True), ("NO_COLOR", "1", False), ("TERM", "dumb", False)],
)
def test_a_terminal_has_them_unless_it_wants_none(
    agreed: Goals, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, is_coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(setting, value)
    agreed.today = LATE
    _, screen = on_terminal(agreed, "true", "overdue", who="per-lie")
    assert ("\x1b[31m" in screen) is is_coloured
    _, screen = on_terminal(agreed, "true", "overdue", "--no-color", who="per-lie")
    assert "\x1b[31m" not in screen
