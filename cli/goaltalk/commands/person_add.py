"""The command `person add`: one person, or everybody in a table."""

import unicodedata
from typing import Annotated

import typer

from goaltalk.commands.options import complete_people, complete_units, open_workspace, show
from goaltalk.commands.saving import DryRun, conclude, new_record_edits
from goaltalk.domain.address import Address
from goaltalk.domain.naming import is_id, make_id, make_unique_id
from goaltalk.errors import UsageProblem
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Entry, make_form, open_draft


def add(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The name as the person writes it.")
    ] = None,
    email: Annotated[
        str | None, typer.Option("--email", help="The address the person uses in git; needed with NAME.")
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="ID", help="Needed if there are several.", autocompletion=complete_units
        ),
    ] = None,
    leader: Annotated[
        str | None,
        typer.Option("--leader", metavar="ID", help="If not the unit's.", autocompletion=complete_people),
    ] = None,
    person: Annotated[str | None, typer.Option("--id", metavar="ID", help="Else made from the name.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title of the job.")] = None,
    starts: Annotated[
        str | None, typer.Option("--starts", metavar="DATE", help="First day in the job.")
    ] = None,
    table_file: Annotated[
        str | None,
        typer.Option(
            "--csv",
            metavar="FILE",
            help="Add everybody in a table, in one commit; - is standard input. "
            "Columns: name, email, unit, leader, id, title, starts.",
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Add a person, or everybody in a table.

    Example: goaltalk person add "Kari Nordmann" --email kari@example.org --unit platform

    Example: goaltalk person add --csv people.csv, whose first line names the columns, name,email,unit.
    """
    workspace = open_workspace(ctx)
    if table_file is not None:
        if any((name, email, unit, leader, person, title, starts)):
            raise UsageProblem("--csv takes all from the table; add a single person in a command of its own")
        _add_table(workspace, table_file, dry_run)
        return
    if not name or not email:
        raise UsageProblem('write it like person add "Kari Nordmann" --email kari@example.org, or --csv FILE')
    address = Address("person", _choose_id(workspace, name, email, person))
    facts = {
        "name": unicodedata.normalize("NFC", name),
        "email": email,
        "unit": unit or _only_unit(workspace),
    }
    draft = open_draft(workspace, address, lambda: make_form(workspace, address, **facts))
    given = {**facts, "leader": leader, "title": title, "starts": starts}
    exists = f"there is {address.owner} already; edit {draft.path}, or give another --id"
    edits = new_record_edits(draft, given, exists)
    message = f"person add {address.owner}"
    show(conclude(workspace, draft.edited(edits), message, Entry(dry_run=dry_run)).line)


def _add_table(workspace: Workspace, source: str, dry_run: bool) -> None:
    from goaltalk.writing.finish import finish
    from goaltalk.writing.joiners import plan_joiners

    joined = plan_joiners(workspace, source)
    here = f"{joined.known} here already as the table says" if joined.known else ""
    if not joined.drafts:
        show(f"nothing to change: {here or 'the table has no rows'}")
        return
    ids = [draft.address.owner for draft in joined.drafts]
    message = f"person add {ids[0]}" if len(ids) == 1 else f"person add, {len(ids)} people"
    outcome = finish(workspace, joined.drafts, message, dry_run=dry_run)
    if outcome.saved:
        show(f"added {len(ids)}{f'; {here}' if here else ''}")
    show(outcome.line)


def _choose_id(workspace: Workspace, name: str, email: str, wanted: str | None) -> str:
    """Choose the id: as asked for, as the same person has it, or made from the name."""
    if wanted is not None:
        if not is_id(wanted):
            raise UsageProblem(f"--id {wanted}: '{make_unique_id(wanted, ())}' can be an id")
        return wanted
    known = workspace.company.with_email(email)
    if known and _same_name(workspace.company.people[known[0]].name, name):
        return known[0]
    if not make_id(name):
        raise UsageProblem(f"no id can be made from '{name}'; give one with --id")
    return make_unique_id(name, workspace.tree.folders("people"))


def _same_name(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def _only_unit(workspace: Workspace) -> str:
    units = sorted(workspace.company.units)
    if len(units) == 1:
        return units[0]
    raise UsageProblem(
        f"which unit? add --unit with one of: {', '.join(units) or 'goaltalk unit add, first'}"
    )
