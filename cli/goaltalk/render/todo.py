"""What somebody is to do, as text and as Markdown."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import fill

from goaltalk.domain.todo import Task
from goaltalk.render.escape import escape_markdown, one_line

WIDTH = 80
INDENT = " " * 4
NO_DATE = "no date   "


def as_todo_text(tasks: Sequence[Task], person: str, today: date, until: date) -> str:
    """Return a list for the terminal: what is late, now and ahead; below each the command to run."""
    parts = [f"to do for {one_line(person)} on {today}"]
    for title, some in _groups(tasks, today, until):
        parts += ["", title]
        for one in some:
            parts += [_line(one), f"{INDENT}{one_line(one.command)}"]
    if not tasks:
        parts += ["", f"nothing until {until}"]
    return "\n".join(parts) + "\n"


def as_todo_markdown(tasks: Sequence[Task], person: str, today: date, until: date) -> str:
    """Return the same list in Markdown, with boxes to tick."""
    parts = [f"# To do: {person}, {today}"]
    for title, some in _groups(tasks, today, until):
        parts += ["", f"## {title.capitalize()}", ""]
        for one in some:
            when = f"{one.due}, " if one.due else ""
            parts.append(f"- [ ] {when}{escape_markdown(_what(one))}: `{one_line(one.command)}`")
    if not tasks:
        parts += ["", f"Nothing until {until}."]
    return "\n".join(parts) + "\n"


def _groups(tasks: Sequence[Task], today: date, until: date) -> Iterator[tuple[str, Sequence[Task]]]:
    late = [one for one in tasks if one.is_late]
    now = [one for one in tasks if not one.is_late and (one.due is None or one.due <= today)]
    ahead = [one for one in tasks if one.due is not None and one.due > today and not one.is_late]
    for title, some in (("late", late), ("now", now), (f"until {until}", ahead)):
        if some:
            yield title, some


def _line(one: Task) -> str:
    text = f"  {one.due or NO_DATE}  {one_line(_what(one))}"
    return fill(text, WIDTH, subsequent_indent=" " * 14, break_long_words=False, break_on_hyphens=False)


def _what(one: Task) -> str:
    return f"{one.about.owner}: {one.what}"
