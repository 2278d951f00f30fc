"""Tables for terminals and pipes, and how far a long run has come: the only place for rich."""

import sys
import time
from collections.abc import Iterator, Sequence
from shutil import get_terminal_size
from typing import TypeVar

from goaltalk.render.columns import as_columns, shown_width
from goaltalk.render.escape import one_line

GAP = 3
PATIENCE = 1.0
"""So many seconds nobody needs to be told that something is going on."""

T = TypeVar("T")


def watched(parts: Iterator[T], count: int) -> Iterator[T]:
    """Pass the parts of a long piece of work on; after a second, show on a terminal how far it has come.

    The bar stands on stderr and is gone at the end, whatever ends it.
    """
    if not sys.stderr.isatty():
        yield from parts
        return
    begun = time.monotonic()
    for done, part in enumerate(parts, 1):
        yield part
        if time.monotonic() - begun > PATIENCE:
            yield from _with_bar(parts, done, count)


def _with_bar(parts: Iterator[T], done: int, count: int) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    # Without a thread that draws: the processes that share the work are made by doubling this one.
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    with bar:
        task = bar.add_task("", total=count, completed=done)
        for part in parts:
            yield part
            bar.update(task, advance=1, refresh=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, heads: bool = True) -> str:
    """Return a plain table, one line a row; on a terminal that is narrower, cells are wrapped.

    What it holds is shown as it is, never obeyed.
    """
    lines = [list(columns)] if heads else []
    lines += [[one_line(cell) for cell in row] for row in rows]
    # By hand: to import rich would take as long as all the rest of a short command.
    rooms = [max(map(shown_width, column)) + GAP for column in zip(*lines, strict=True)]
    if heads and sys.stdout.isatty() and sum(rooms) - GAP > (width := get_terminal_size().columns):
        return as_columns(lines, width)
    return "\n".join(
        "".join(
            cell + " " * (room - shown_width(cell)) for cell, room in zip(line, rooms, strict=True)
        ).rstrip()
        for line in lines
    )
