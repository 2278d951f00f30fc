"""The commands `unit add` and `unit list`."""

from typing import Annotated

import typer

from goaltalk.commands.options import make_group, open_workspace, show
from goaltalk.commands.saving import DryRun, conclude, new_record_edits
from goaltalk.domain.address import Address
from goaltalk.domain.naming import is_id, make_unique_id
from goaltalk.errors import UsageProblem
from goaltalk.render.terminal import table
from goaltalk.writing.draft import Entry, make_form, open_draft


def add(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="ID", help="A short id, such as platform.")],
    leader: Annotated[str, typer.Option("--leader", metavar="ID", help="Who leads it; may be added later.")],
    name: Annotated[str | None, typer.Option("--name", help="Its name; else made from the id.")] = None,
    part_of: Annotated[str | None, typer.Option("--part-of", metavar="ID", help="The unit above.")] = None,
    deputy: Annotated[str | None, typer.Option("--deputy", metavar="ID", help="Who acts meanwhile.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Add a unit.

    Example: goaltalk unit add platform --name Platform --leader per-lie
    """
    workspace = open_workspace(ctx)
    if not is_id(unit):
        raise UsageProblem(f"'{unit}' cannot be an id; '{make_unique_id(unit, ())}' can")
    facts = {"name": name or unit.replace("-", " ").capitalize(), "leader": leader}
    address = Address("unit", unit)
    draft = open_draft(workspace, address, lambda: make_form(workspace, address, **facts))
    wanted = facts if name else {"leader": leader}
    given = wanted | {"part_of": part_of, "deputy": deputy}
    edits = new_record_edits(draft, given, f"there is a unit {unit} already; edit {draft.path}")
    show(conclude(workspace, draft.edited(edits), f"unit add {unit}", Entry(dry_run=dry_run)).line)


def list_units(ctx: typer.Context) -> None:
    """List the units."""
    company = open_workspace(ctx).company
    rows = [
        (name, unit.name, unit.leader, str(sum(one.unit == name for one in company.people.values())))
        for name, unit in sorted(company.units.items())
    ]
    show(table(("unit", "name", "leader", "people"), rows) if rows else "no units yet; goaltalk unit add")


app = make_group("Add and list units.", {"add": add, "list": list_units})
