"""The three circles (B7) as a picture that stands in a page by itself: inline SVG, nothing to load."""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from goaltalk.render.escape import one_line

SIZE = 320
RADIUS = 106
LINE = 13
COLUMNS = 18
"""So many letters of the smallest type fit on one line where all three circles overlap."""
LINES = 7
CENTRES = {"can": (119, 121), "likes": (201, 121), "needs": (160, 193)}
COLOURS = {"can": "#2f74c0", "likes": "#d9822b", "needs": "#3a9a63"}
CORE = (160, 147)
NO_XML = {0xFFFE: None, 0xFFFF: None}


class CircleLabels(NamedTuple):
    """The words of the picture: its title, one for each circle, and what to say of an empty middle."""

    title: str
    can: str
    likes: str
    needs: str
    empty: str


def as_svg(text: str) -> str:
    """Draw what a document's block says: the five labels, a line each, then the core area, a line each."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    count = len(CircleLabels._fields)
    labels = [*lines[:count], *[""] * count][:count]
    return circles_svg(CircleLabels(*labels), lines[count:])


def circles_svg(labels: CircleLabels, core: Sequence[str]) -> str:
    """Draw the circles with the titles of the core area in their middle, readable from 320 pixels on.

    What does not fit in the middle is counted there (`+2`); the description for screen readers has all.
    """
    told = "; ".join(core) or labels.empty
    start = (
        f'<svg viewBox="0 0 {SIZE} {SIZE}" role="img" '
        'style="max-width:26rem;width:100%;height:auto" font-family="system-ui, sans-serif" '
        'text-anchor="middle" fill="currentColor">'
    )
    parts = [
        start,
        f"<title>{_safe(labels.title)}</title>",
        f"<desc>{_safe(told)}</desc>",
        *(_circle(name) for name in CENTRES),
        _label(labels.can, 62, 88),
        _label(labels.likes, 258, 88),
        _label(labels.needs, 160, 276),
        *_middle(list(_lines(core)) or textwrap.wrap(one_line(labels.empty), COLUMNS)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _circle(name: str) -> str:
    x, y = CENTRES[name]
    colour = COLOURS[name]
    return (
        f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{colour}" fill-opacity="0.2" '
        f'stroke="{colour}" stroke-width="1.5"/>'
    )


def _label(text: str, x: int, y: int) -> str:
    return f'<text x="{x}" y="{y}" font-size="14" font-weight="600">{_safe(text)}</text>'


def _middle(lines: Sequence[str]) -> Iterator[str]:
    x, y = CORE
    top = y - LINE * (len(lines) - 1) / 2 + 4
    for number, line in enumerate(lines):
        yield f'<text x="{x}" y="{top + number * LINE:g}" font-size="11">{_safe(line)}</text>'


def _lines(titles: Sequence[str]) -> Iterator[str]:
    """Wrap as many whole titles as fit, at least the first one's beginning; then count the rest."""
    used = 0
    for number, title in enumerate(titles):
        rest = len(titles) - number - 1
        room = LINES - used - (1 if rest else 0)
        wrapped = textwrap.wrap(one_line(title), COLUMNS, break_on_hyphens=False)
        if len(wrapped) > room and number:
            yield f"+{rest + 1}"
            return
        if len(wrapped) > room:
            wrapped = [*wrapped[: room - 1], wrapped[room - 1][: COLUMNS - 2] + " …"]
        yield from wrapped
        used += len(wrapped)


def _safe(text: str) -> str:
    return escape(one_line(text).translate(NO_XML))
