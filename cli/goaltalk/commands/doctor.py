"""The command `doctor`."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from goaltalk.commands.options import TextOrJson, make_app, open_workspace, show, show_json
from goaltalk.domain.trouble import Trouble
from goaltalk.errors import GoaltalkError
from goaltalk.render.doctor import as_text, doctor_output
from goaltalk.render.escape import harmless
from goaltalk.workspace import Workspace
from goaltalk.writing.doctor import examine, mend


def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is safe to mend, and say each; never a record.")
    ] = False,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Say what is wrong with this set-up and how to mend it. Exit 1 if anything is.

    Looks at git, at who it takes you to be, at this clone, at locks, line endings and names, at the schemas
    for editors and at the folder of private notes. Works anywhere. What is wrong in records, check says.
    """
    workspace = open_workspace(ctx)
    troubles = examine(workspace)
    mended = dict(_mend_all(workspace, troubles)) if fix else {}
    if form == "json":
        show_json(doctor_output(troubles, mended))
    else:
        show(as_text(troubles, mended, is_whole=workspace.exists))
    if any(one.severity != "hint" for number, one in enumerate(troubles) if number not in mended):
        raise typer.Exit(1)


def _mend_all(workspace: Workspace, troubles: Sequence[Trouble]) -> Iterator[tuple[int, str]]:
    """Yield what was done, by the position of its trouble; what fails is told, and hinders nothing else."""
    for number, one in enumerate(troubles):
        try:
            done = mend(workspace, one)
        except GoaltalkError as error:
            typer.echo("\n".join(f"error: {harmless(line)}" for line in error.lines), err=True)
        else:
            if done is not None:
                yield number, done


app = make_app(doctor)
