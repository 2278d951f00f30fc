"""The command `textconv`."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def textconv(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One record; git gives its name.")],
) -> None:
    """Print one file in plain words, for git to compare; its driver for differences.

    To use it in this clone: git config diff.goaltalk.textconv "goaltalk textconv"
    """
    data = file.read_bytes()
    sys.stdout.buffer.write(_in_words(data) or data)


def _in_words(data: bytes) -> bytes:
    """Return a record in words; nothing of what is none, or cannot be read: git compares that as it is."""
    from goaltalk.render.record_text import describe_record
    from goaltalk.store.guard import NotReadable, read_model, read_text

    try:
        model = read_model(read_text(data))
        words = describe_record(model) if isinstance(model, dict) else None
    except (NotReadable, RecursionError):
        return b""
    return (words or "").encode(errors="backslashreplace")


# Not by commands.options: git starts this once for each file, and a repository is none of its business.
app = typer.Typer(rich_markup_mode=None, add_completion=False)
app.command(context_settings={"help_option_names": ["-h", "--help"]})(textconv)
