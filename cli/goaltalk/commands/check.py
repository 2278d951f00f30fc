"""The command `check`."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.findings import ChosenForm, show_report
from goaltalk.commands.options import Output, make_app, open_workspace, tell_left_out
from goaltalk.commands.own_templates import find_template_flaws
from goaltalk.domain.finding import Finding
from goaltalk.errors import BadData, UsageProblem
from goaltalk.questions import built_in_questions
from goaltalk.render.finding_formats import FindingForm
from goaltalk.render.finding_formats.report import Report
from goaltalk.store.audit import audit
from goaltalk.store.layout import PEOPLE, SETTINGS, address_at
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
    form: ChosenForm = None,
    output: Output = None,
) -> None:
    """Check every file: its form, its keys, its references. Exit 1 if anything is wrong.

    All problems are shown at once, each with path:line:column.
    """
    workspace = open_workspace(ctx)
    wanted = _wanted(workspace, paths or [])
    if not _can_read_settings(workspace):
        wanted = [*wanted, SETTINGS] if wanted else wanted
        workspace.loader.read_all()
        today = workspace.call.today or workspace.call.now.date()
        _conclude(workspace, wanted, workspace.loader.findings, today, form, output)
        return
    verified = _verified(workspace) if history else ()
    found = dict.fromkeys((*_find(workspace, wanted), *workspace.loader.findings, *verified))
    _conclude(workspace, wanted, found, workspace.today, form, output)


def _can_read_settings(workspace: Workspace) -> bool:
    """Say whether the settings are fine; where not, the loader has noted why, and says it in any format."""
    try:
        return bool(workspace.zone)
    except BadData:
        if not workspace.loader.findings:
            raise
    typer.echo(f"only the form of each file is checked, until {SETTINGS} is mended", err=True)
    return False


def _conclude(
    workspace: Workspace,
    wanted: list[str],
    found: Iterable[Finding],
    today: date,
    form: FindingForm | None,
    output: Path | None,
) -> None:
    """Show what was found at the paths, in order; exit 1 if any of it is an error."""
    kept = sorted(
        (one for one in found if not wanted or _is_wanted(one.path, wanted)),
        key=lambda one: (one.path, one.line, one.column, one.rule, one.message),
    )
    report = Report("check", kept, today)
    show_report(workspace, report, form, output)
    if any(map(report.fails, kept)):
        raise typer.Exit(1)


def _find(workspace: Workspace, wanted: list[str]) -> Iterator[Finding]:
    """Yield what is wrong; what cannot be read gathers in the loader meanwhile."""
    tree = workspace.tree
    yield from with_places(_audit(workspace, wanted), tree)
    yield from find_template_flaws(tree)


def _audit(workspace: Workspace, wanted: list[str]) -> Iterator[Finding]:
    """Yield what the records' checks find; of an agreement that was changed, the places where it was."""
    loader, company = workspace.loader, workspace.company
    tell_left_out(workspace, company.people, by_leader=False)
    for finding in audit(loader, built_in_questions(), workspace.today, _people(workspace, wanted)):
        about = finding.about
        if finding.rule == "answer-mismatch" and about is not None and about.kind == "agreement":
            # Imported here because git is asked only where something is wrong.
            from goaltalk.commands.answering import explain

            known = loader.conversations(company, about.owner)
            one = next(one for one in known if one.period.label == about.period)
            yield from explain(workspace, one, finding)
        else:
            yield finding


def _wanted(workspace: Workspace, paths: list[Path]) -> list[str]:
    """Return the paths from the root; UsageProblem if they lie elsewhere, or nothing was ever meant by them.

    A list of changed files also names those that were deleted or renamed. What they leave behind, such as
    a person's folder without a person, is found at their paths.
    """
    wanted = {path: _relative(workspace, path) for path in paths}
    gone = [path for path in wanted if not _is_there(path)]
    if gone and len(gone) == len(wanted) and not any(address_at(wanted[path]) for path in gone):
        raise UsageProblem(f"{gone[0]}: there is no such file or folder")
    for path in gone:
        typer.echo(f"{path}: is not there; only what its absence leaves behind is checked", err=True)
    return list(wanted.values())


def _verified(workspace: Workspace) -> Iterator[Finding]:
    from goaltalk.store.verify import verify

    return with_places(verify(workspace.root, workspace.company, workspace.zone), workspace.tree)


def _relative(workspace: Workspace, path: Path) -> str:
    try:
        return path.absolute().relative_to(workspace.root).as_posix()
    except ValueError:
        missing = "there is no such file or folder"
        raise UsageProblem(
            f"{path}: {'not in this goals repository' if _is_there(path) else missing}"
        ) from None


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _people(workspace: Workspace, wanted: list[str]) -> list[str] | None:
    """Return whose conversations the paths may lie in; None means everybody's."""
    if not wanted or {".", PEOPLE} & set(wanted):
        return None
    parts = (path.split("/") for path in wanted)
    named = {one[1] for one in parts if one[0] == PEOPLE}
    return [name for name in workspace.tree.folders(PEOPLE) if name in named]


def _is_wanted(path: str, wanted: list[str]) -> bool:
    """Say whether a finding's path is one of these, or in such a folder, or a folder that one lies in."""
    return any(
        path == one or one == "." or path.startswith(f"{one}/") or one.startswith(f"{path}/")
        for one in wanted
    )


app = make_app(check)
