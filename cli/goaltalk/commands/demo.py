"""The command `demo`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from goaltalk.call import Call
from goaltalk.commands.agenda import make_agenda
from goaltalk.commands.comparing import Comparing, Span
from goaltalk.commands.late import find_late
from goaltalk.commands.options import make_app, show
from goaltalk.errors import UsageProblem
from goaltalk.render.document import as_text
from goaltalk.render.findings import as_overdue_text
from goaltalk.render.views import diff_document
from goaltalk.store.history import History
from goaltalk.workspace import Workspace
from goaltalk.writing.example import plan_example

WHOM = "kari-nordmann"


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="A new folder.")] = Path("goaltalk-demo"),
    language: Annotated[Literal["en", "nb"], typer.Option(help="en or nb.")] = "en",
) -> None:
    """Make a realistic goals repository to look around in, then show what goaltalk makes of it.

    A unit, its leader and five employees, two periods with their history in git, moved to today.
    """
    call: Call = ctx.obj
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageProblem(f"{folder}: is there already; name a new folder: goaltalk demo DIR")
    today = call.today or call.now.date()
    commits = plan_example(language, today)
    folder.mkdir(parents=True, exist_ok=True)
    history = History(folder)
    history.initialise(of_its_own=True)
    history.import_commits(commits)
    people = len({one.email for one in commits})
    show(f"made a goals repository in {folder}: {len(commits)} commits by {people} people\n")
    _look_around(Workspace(call._replace(repo=folder, today=today)), folder)


def _look_around(workspace: Workspace, folder: Path) -> None:
    company = workspace.company
    show(f"$ goaltalk -C {folder} agenda {WHOM}\n\n{as_text(make_agenda(workspace, WHOM)[0])}")
    late = tuple(find_late(workspace))
    show(f"\n$ goaltalk -C {folder} overdue\n\n{as_overdue_text(late, workspace.today)}")
    changes = as_text(diff_document(company, Comparing(workspace, Span()).person(WHOM)))
    show(f"\n$ goaltalk -C {folder} diff {WHOM}\n\n{changes}")
    show(f"\nnext: cd {folder}; goaltalk status; git log --stat")


app = make_app(demo)
