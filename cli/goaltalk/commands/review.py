"""The command `review`."""

import typer

from goaltalk.commands.options import PersonArgument, make_app, open_workspace
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry, save_record
from goaltalk.domain.address import Address
from goaltalk.domain.progress import fold_progress
from goaltalk.writing.draft import make_form


def review(
    ctx: typer.Context,
    person: PersonArgument,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Fill in your half of the evaluation at the period's end.

    Example: goaltalk review kari --period 2026-H1 --set goals.lead-time.result=partly
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    side = workspace.side(name, workspace.actor)
    period = workspace.period()
    address = Address("review", name, period.label, side)
    progress = fold_progress(workspace.company, workspace.conversations(name), period.label, workspace.today)
    save_record(
        workspace,
        address,
        lambda: make_form(workspace, address, name, goals=progress.goals),
        entry(assignments, source, no_edit, dry_run),
        f"review {name} {period.label} ({side})",
    )


app = make_app(review)
