"""The command `guide`."""

from typing import Annotated, Literal

import typer

from goaltalk.commands.options import (
    DocumentForm,
    InLanguage,
    Output,
    make_app,
    open_workspace,
    show_document,
)
from goaltalk.domain.records.fields import Side
from goaltalk.render.views import guide_document, whole_guide_document
from goaltalk.workspace import Workspace

Phase = Literal["before", "during", "after"]
PHASES: tuple[Phase, ...] = ("before", "during", "after")


def guide(
    ctx: typer.Context,
    phase: Annotated[
        Phase | None, typer.Argument(metavar="[before|during|after]", help="Else all three.")
    ] = None,
    reader: Annotated[
        Side | None,
        typer.Option("--for", help="Whose part; else the leader's if you lead somebody here."),
    ] = None,
    language: InLanguage = None,
    form: DocumentForm = None,
    output: Output = None,
) -> None:
    """Print what to do before, during and after the talk; works anywhere.

    Example: goaltalk guide before; goaltalk guide during --for employee --language nb
    """
    workspace = open_workspace(ctx)
    reader = reader or ("leader" if _leads_somebody(workspace) else "employee")
    language = language or workspace.reader_language
    own = workspace.root if workspace.exists else None
    if phase is None:
        document = whole_guide_document(PHASES, reader, language, own)
    else:
        document = guide_document(phase, reader, language, own)
    show_document(document, language, form, output)


def _leads_somebody(workspace: Workspace) -> bool:
    reader = workspace.reader
    return reader is not None and bool(workspace.company.team_of(reader, workspace.today))


app = make_app(guide)
