"""The command `prep`."""

import typer

from goaltalk.commands.options import PersonArgument, make_app, open_workspace
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry, save_record
from goaltalk.domain.address import Address
from goaltalk.writing.draft import make_form


def prep(
    ctx: typer.Context,
    person: PersonArgument,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Prepare your side of the talk with PERSON; for an employee that is yourself.

    Example: goaltalk prep kari --set 'contribute=Better tools' --set 'wishes+=One day a month to learn'
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    side = workspace.side(name, workspace.actor)
    period = workspace.period(ahead=True)
    address = Address(f"preparation.{side}", name, period.label, side)
    plan = workspace.plan(name, period)
    needs = plan.brief.needs if plan else ()
    questions = workspace.picked_questions(name, period)
    save_record(
        workspace,
        address,
        lambda: make_form(workspace, address, name, needs=needs, questions=questions),
        entry(assignments, source, no_edit, dry_run),
        f"prep {name} {period.label} ({side})",
    )


app = make_app(prep)
