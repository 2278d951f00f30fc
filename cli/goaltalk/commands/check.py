"""The command `check`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.options import TextOrJson, make_app, open_workspace, show, show_json
from goaltalk.domain.finding import Finding
from goaltalk.errors import UsageProblem
from goaltalk.render.findings import as_check_text
from goaltalk.render.outputs import findings_output
from goaltalk.store.audit import audit
from goaltalk.store.locate import with_places
from goaltalk.workspace import Workspace


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Only these files and folders.")
    ] = None,
    history: Annotated[
        bool, typer.Option("--verify", help="Also ask git's history who wrote what; see docs/trust.md.")
    ] = False,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Check every file: its form, its keys, its references. Exit 1 if anything is wrong.

    All problems are shown at once, each with path:line:column.
    """
    workspace = open_workspace(ctx)
    wanted = [_relative(workspace, path) for path in paths or ()]
    found = dict.fromkeys(
        (
            *with_places(audit(workspace.loader, workspace.built_in_questions("en")), workspace.tree),
            *workspace.loader.findings,
            *(with_places(_verified(workspace), workspace.tree) if history else ()),
        )
    )
    kept = sorted(
        (one for one in found if not wanted or _is_wanted(one.path, wanted)),
        key=lambda one: (one.path, one.line, one.column, one.rule, one.message),
    )
    if form == "json":
        show_json(findings_output(kept, workspace.today))
    else:
        show(as_check_text(kept))
    if any(one.severity == "error" for one in kept):
        raise typer.Exit(1)


def _verified(workspace: Workspace) -> Iterator[Finding]:
    from goaltalk.store.verify import verify

    return verify(workspace.root, workspace.company, workspace.zone)


def _relative(workspace: Workspace, path: Path) -> str:
    full = path.absolute()
    if not full.exists():
        raise UsageProblem(f"{path}: there is no such file or folder")
    try:
        return full.relative_to(workspace.root).as_posix()
    except ValueError:
        raise UsageProblem(f"{path}: not in this goals repository") from None


def _is_wanted(path: str, wanted: list[str]) -> bool:
    return any(path == one or one == "." or path.startswith(f"{one}/") for one in wanted)


app = make_app(check)
