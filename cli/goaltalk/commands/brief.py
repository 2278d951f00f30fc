"""The command `brief`."""

from typing import Annotated

import typer

from goaltalk.commands.options import make_app, open_workspace
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry, save_record
from goaltalk.domain.address import Address
from goaltalk.errors import NotAllowed
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import make_form


def brief(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="The unit's id.")],
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Create or edit a unit's plan for a period.

    Example: goaltalk brief platform --set 'focus+=Deploy without fear' --set 'message=Hello, all'
    """
    workspace = open_workspace(ctx)
    name = workspace.unit(unit)
    _ensure_allowed(workspace, name)
    address = Address("brief", name, workspace.period(ahead=True).label)
    save_record(
        workspace,
        address,
        lambda: make_form(workspace, address, workspace.company.units[name].leader),
        entry(assignments, source, no_edit, dry_run),
        f"brief {name} {address.period}",
    )


def _ensure_allowed(workspace: Workspace, name: str) -> None:
    """Allow the unit's leader and deputy; and anybody, while the repository has no people."""
    unit = workspace.company.units[name]
    if workspace.company.people and workspace.actor not in (unit.leader, unit.deputy):
        could = " or ".join(one for one in (unit.leader, unit.deputy) if one)
        raise NotAllowed(f"{workspace.describe(workspace.actor)}; this can be done by {could}")


app = make_app(brief)
