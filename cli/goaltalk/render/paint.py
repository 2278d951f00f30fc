"""Colours for a terminal: what is late or wrong stands out, and without them nothing is lost."""

import os
import re
import sys
from collections.abc import Mapping

_RED, _YELLOW, _BOLD, _END = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
_COLOURS: Mapping[str, str] = {"error": _RED, "warning": _YELLOW, "late": _BOLD + _RED}
# What a finding says of itself stands in front: behind an indent, or behind path, line and column.
_SEVERITY = re.compile(r"^(  |\S+:\d+:\d+: )(error|warning)(?= )", re.MULTILINE)
_HEADING = re.compile(r"^(late|now|until \d{4}-\d\d-\d\d)$", re.MULTILINE)


def wants_colours(choice: bool | None) -> bool:
    """Say whether the screen is to be coloured; `choice` is that of the command line, if it made one.

    Else only a terminal is, where NO_COLOR (no-color.org) and TERM do not ask for none.
    """
    if choice is not None:
        return choice
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not is_plain and sys.stdout.isatty()


def paint(text: str) -> str:
    """Colour the severities of findings and the headings of a list of tasks."""
    painted = _SEVERITY.sub(lambda found: found[1] + _in_colour(found[2]), text)
    return _HEADING.sub(lambda found: _in_colour(found[1]), painted)


def _in_colour(word: str) -> str:
    return f"{_COLOURS.get(word, _BOLD)}{word}{_END}"
