"""Tables on a terminal of 80 columns, and in a pipe: every word is there, and no line runs over."""

import pytest

from conftest import Goals
from terminal import on_terminal


def test_a_terminal_gets_lines_that_fit(agreed: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    agreed.ok("person", "add", "Anne-Sofie Dahl Kristiansen", "--email", "anne@fjord.example")
    agreed.ok("checkin", "kari", "--goal", "halve-the-lead-time=on_track:20")
    piped = agreed.ok("status")
    code, screen = on_terminal(agreed, "true", "status")
    assert code == 0
    assert max(map(len, screen.splitlines())) <= 80 < max(map(len, piped.splitlines()))
    words = [word for word in screen.split() if set(word) != {"-"}]
    assert sorted(words) == sorted(word for word in piped.split() if word != "-")
