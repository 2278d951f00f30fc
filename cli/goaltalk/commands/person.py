"""The commands `person add`, `person list` and `person show`."""

import unicodedata
from typing import Annotated

import typer

from goaltalk.commands.options import PersonArgument, make_group, open_workspace, show
from goaltalk.commands.saving import DryRun, conclude, new_record_edits
from goaltalk.domain.address import Address
from goaltalk.domain.naming import is_id, make_id, make_unique_id
from goaltalk.errors import UsageProblem
from goaltalk.render.terminal import table
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Entry, make_form, open_draft


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name as the person writes it.")],
    email: Annotated[str, typer.Option("--email", help="The address the person uses in git.")],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ID", help="Needed if there are several.")
    ] = None,
    leader: Annotated[str | None, typer.Option("--leader", metavar="ID", help="If not the unit's.")] = None,
    person: Annotated[str | None, typer.Option("--id", metavar="ID", help="Else made from the name.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title of the job.")] = None,
    starts: Annotated[
        str | None, typer.Option("--starts", metavar="DATE", help="First day in the job.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Add a person.

    Example: goaltalk person add "Kari Nordmann" --email kari@example.org --unit platform
    """
    workspace = open_workspace(ctx)
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


def list_people(ctx: typer.Context) -> None:
    """List everybody, with unit and leader."""
    workspace = open_workspace(ctx)
    company = workspace.company
    rows = [
        (name, one.name, one.unit, company.leader_of(name, workspace.today) or "", one.title or "")
        for name, one in sorted(company.people.items())
    ]
    heads = ("person", "name", "unit", "leader", "title")
    show(table(heads, rows) if rows else "nobody yet; goaltalk person add")


def show_person(ctx: typer.Context, person: PersonArgument) -> None:
    """Show one person."""
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    one = workspace.company.people[name]
    facts = {
        "id": name,
        "name": one.name,
        "e-mail": ", ".join((one.email, *one.other_emails)),
        "unit": one.unit,
        "leader": workspace.company.leader_of(name, workspace.today) or "nobody",
        "title": one.title,
        "starts": one.starts,
        "ends": one.ends,
        "cadence": workspace.company.cadence_of(name),
        "leads": ", ".join(workspace.company.team_of(name, workspace.today)),
    }
    show(table(("", ""), [(key, str(value)) for key, value in facts.items() if value], heads=False))


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


app = make_group("Add, list and show people.", {"add": add, "list": list_people, "show": show_person})
