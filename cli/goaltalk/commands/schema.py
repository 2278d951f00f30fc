"""The command `schema`."""

from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.options import make_app, show
from goaltalk.domain.records import KINDS
from goaltalk.errors import UsageProblem
from goaltalk.store.schema import schema_text


def schema(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="Such as checkin; without it, all kinds.")
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", help="Write the schemas of all kinds to a folder."),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file.

    Without KIND it lists the kinds. Editors that know the YAML language server complete and check by these.
    """
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for name in KINDS:
            (write / f"{name}.json").write_text(schema_text(name), encoding="utf-8")
        return
    if kind is None:
        show("\n".join(KINDS))
        return
    if kind not in KINDS:
        near = [name for name in KINDS if name.startswith(kind)] or list(KINDS)
        raise UsageProblem(f"there is no kind '{kind}'; there is {', '.join(near)}")
    show(schema_text(kind))


app = make_app(schema)
