"""Rows 63 and 64: text that means harm to a terminal, or to a page.

The laws of escaping are held as properties, in tests/render/test_escape.py.
"""

import json

import pytest

from conftest import Goals
from faults.ground import AGREEMENT, PERSON, READING

EVIL = "\x1b[31mred\x1b]8;;http://x\x07 \x1b]52;c;aGk=\x07 \x9b1m \u202eevil [/] [link=http://x]l[/link]"
MARKUP = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) </script><script>alert(2)</script>"


def poisoned(goals: Goals, text: str) -> Goals:
    """The same text in the fields that are shown most."""
    told = json.dumps(text)
    goals.write(PERSON, goals.text(PERSON) + f"title: {told}\n")
    unit = goals.text("units/platform/unit.yaml")
    goals.write("units/platform/unit.yaml", unit.replace("name: Platform", f"name: {told}"))
    goals.write(AGREEMENT, goals.text(AGREEMENT).replace("title: Halve the lead time", f"title: {told}"))
    assert told in goals.text(AGREEMENT)
    return goals


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_63_what_a_terminal_would_obey_is_shown_harmlessly(agreed: Goals, command: tuple[str, ...]) -> None:
    result = poisoned(agreed, EVIL).run(*command)
    shown = result.out + result.err
    assert result.code in (0, 1), result.err
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(shown)


@pytest.mark.parametrize("command", [("agenda", "kari"), ("agree", "kari", "--show")], ids=" ".join)
def test_64_markup_is_inert_in_html_and_markdown(agreed: Goals, command: tuple[str, ...]) -> None:
    poisoned(agreed, MARKUP)
    html = agreed.ok(*command, "--format", "html")
    assert "<img" not in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "onerror" in html
    markdown = agreed.ok(*command, "--format", "md")
    assert "\\<img" in markdown or "&lt;img" in markdown
