"""Tables for terminals and pipes; the only importer of rich."""

from collections.abc import Sequence

from goaltalk.render.escape import one_line

WIDE = 10_000


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, heads: bool = True) -> str:
    """Return a plain table, one line a row; what it holds is shown as it is, never obeyed."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, show_header=heads, pad_edge=False, padding=(0, 3, 0, 0))
    for column in columns:
        made.add_column(Text(column), no_wrap=True)
    for row in rows:
        made.add_row(*(Text(one_line(cell)) for cell in row))
    console = Console(width=WIDE, color_system=None, force_terminal=False, emoji=False, highlight=False)
    with console.capture() as capture:
        console.print(made)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())
