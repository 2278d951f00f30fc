"""Shows what `check` and `overdue` found, in any format, on the screen or in a file."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.options import show
from goaltalk.domain.finding import Finding
from goaltalk.render.finding_formats import FindingForm, write_report
from goaltalk.render.finding_formats.report import Report
from goaltalk.workspace import Workspace

FORMS = "text, json, github, gitlab, junit, sarif or md"
ChosenForm = Annotated[
    FindingForm | None,
    typer.Option("--format", metavar="FORMAT", help=f"{FORMS}; else by the file's ending, or text."),
]
FROM_THE_TOP = ("github", "gitlab", "junit", "sarif")
"""The formats for build servers, which know files by their paths from the top of the git repository."""

_ENDINGS: Mapping[str, FindingForm] = {
    ".json": "json",
    ".md": "md",
    ".markdown": "md",
    ".sarif": "sarif",
    ".xml": "junit",
}


def _from_here(root: Path, finding: Finding) -> Finding:
    """Give a finding the path that leads to its file from where the reader stands, for editors follow it."""
    if not finding.path:
        return finding
    return finding.at_path(os.path.relpath(root / finding.path).replace(os.sep, "/"))


def show_report(workspace: Workspace, report: Report, form: FindingForm | None, output: Path | None) -> None:
    """Print a report, or write it to a file, in the form asked for; on a terminal long lines are broken."""
    chosen = form or _ENDINGS.get(output.suffix.lower() if output else "", "text")
    if chosen in FROM_THE_TOP:
        # Imported here: only build servers know a file by its path from the top of git's work tree.
        from goaltalk.store.gitdir import path_in_git

        report = report._replace(folder=path_in_git(workspace.root))
    elif chosen == "text" and workspace.call.repo is None:
        # With -C, as with git's, all is said from there.
        report = report._replace(findings=[_from_here(workspace.root, one) for one in report.findings])
    width = None
    if output is None and sys.stdout.isatty():
        from shutil import get_terminal_size

        width = get_terminal_size().columns
    show(write_report(chosen, report, width), output, call=workspace.call if chosen == "text" else None)
