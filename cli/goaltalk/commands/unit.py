"""The commands `unit add`, `unit list` and `unit set`."""

from typing import Annotated

import typer

from goaltalk.commands.options import complete_people, complete_units, make_group, open_workspace, show
from goaltalk.commands.saving import (
    Assignments,
    DryRun,
    NoEdit,
    conclude,
    entry,
    new_record_edits,
    refuse_keys,
    save_planned,
)
from goaltalk.domain.address import Address
from goaltalk.domain.naming import is_id, make_unique_id
from goaltalk.errors import UsageProblem
from goaltalk.render.terminal import table
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, Entry, fill_in, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome, finish
from goaltalk.writing.people import keep_members_past, open_record, plan_unit_leader


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


def set_unit(
    ctx: typer.Context,
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help="The unit's id.", autocompletion=complete_units)
    ],
    leader: Annotated[
        str | None,
        typer.Option(
            "--leader", metavar="PERSON", help="Who leads it from now on.", autocompletion=complete_people
        ),
    ] = None,
    deputy: Annotated[
        str | None,
        typer.Option(
            "--deputy", metavar="PERSON", help="Who acts meanwhile.", autocompletion=complete_people
        ),
    ] = None,
    assignments: Assignments = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE|FILE",
            help="With --leader the new leader's first day, else today; without it the whole content as "
            "YAML, - is standard input.",
        ),
    ] = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Change a unit: its name, deputy, cadence, closed days; or its leader, who led before stays known.

    Agreements in force stay in force when the leader changes. A change of leader can be written down ahead.

    Example: goaltalk unit set platform --leader anne --from 2026-10-01

    Example: goaltalk unit set platform --deputy kari --set part_of=technology
    """
    workspace = open_workspace(ctx)
    name = workspace.unit(unit)
    refuse_keys(
        assignments, {"leader": f"goaltalk unit set {name} --leader WHOM, which keeps who led before"}
    )
    if deputy is not None:
        assignments = [*(assignments or ()), f"deputy={workspace.person(deputy)}"]
    if leader is None:
        given = entry(assignments, source, no_edit, dry_run)
        opened = open_record(workspace, "unit", name)
        show(settle_entry(opened, given, lambda draft: _settle(workspace, draft, dry_run)).line)
        return
    first = workspace.day("--from", source) or workspace.today
    planned = plan_unit_leader(workspace, name, workspace.person(leader), first)
    draft = fill_in(planned.draft, Entry(tuple(assignments or ())))
    save_planned(workspace, planned._replace(draft=draft), f"unit set {name}", dry_run=dry_run)


def _settle(workspace: Workspace, draft: Draft, dry_run: bool) -> Outcome:
    drafts = keep_members_past(workspace, draft)
    return finish(workspace, drafts, f"unit set {draft.address.owner}", dry_run=dry_run)


app = make_group("Add, list and change units.", {"add": add, "list": list_units, "set": set_unit})
