"""The commands `person add`, `list`, `show`, `set`, `move`, `away` and `end`."""

from typing import Annotated

import typer

from goaltalk.commands.options import (
    LedBy,
    PersonArgument,
    TextOrJson,
    Unit,
    complete_people,
    complete_units,
    make_group,
    open_workspace,
    show,
    show_json,
)
from goaltalk.commands.person_add import add
from goaltalk.commands.saving import (
    Assignments,
    DryRun,
    NoEdit,
    Source,
    entry,
    refuse_keys,
    save_planned,
    save_record,
)
from goaltalk.domain.address import Address
from goaltalk.errors import UsageProblem
from goaltalk.render.people import AWAY_HEADS, PEOPLE_HEADS, away_rows, people_output, people_rows
from goaltalk.render.terminal import table

LEADS = {
    "leader": "goaltalk person move {} --leader WHOM, which keeps who led before",
    "unit": "goaltalk person move {} --unit UNIT, which keeps who led before",
}


def list_people(
    ctx: typer.Context,
    unit: Unit = None,
    led_by: LedBy = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """List everybody, with unit and leader.

    Example: goaltalk person list --unit platform; goaltalk person list --led-by me --format json
    """
    workspace = open_workspace(ctx)
    names = workspace.people(unit=unit, led_by=led_by)
    if form == "json":
        show_json(people_output(workspace.company, names, workspace.today))
    elif names:
        show(table(PEOPLE_HEADS, people_rows(workspace.company, names, workspace.today)))
    else:
        show("nobody there" if unit or led_by else "nobody yet; goaltalk person add")


def show_person(ctx: typer.Context, person: PersonArgument) -> None:
    """Show one person.

    Example: goaltalk person show kari
    """
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
        "led before by": ", ".join(f"{past.leader} until {past.until}" for past in one.former_leaders),
        "away": ", ".join(f"{span.first} to {span.last}" for span in one.away),
    }
    show(table(("", ""), [(key, str(value)) for key, value in facts.items() if value], heads=False))


def set_person(
    ctx: typer.Context,
    person: PersonArgument,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Change what is known of a person: title, addresses, language, cadence.

    Another unit or leader is a matter for person move, which keeps who led before.

    Example: goaltalk person set kari --set title=Architect --set other_emails+=kari@old.example
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    refuse_keys(assignments, {key: how.format(name) for key, how in LEADS.items()})
    given = entry(assignments, source, no_edit, dry_run)
    save_record(workspace, Address("person", name), lambda: "", given, f"person set {name}")


def move(
    ctx: typer.Context,
    person: PersonArgument,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", help="The new unit.", autocompletion=complete_units),
    ] = None,
    leader: Annotated[
        str | None,
        typer.Option(
            "--leader",
            metavar="PERSON",
            help="The new leader; else the unit's.",
            autocompletion=complete_people,
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="The new leader's first day; else today."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Give a person another unit or leader; who led before stays known.

    An agreement in force stays in force, and earlier answers stay those of the leader of their day. Without
    --leader the unit's leader leads, so --unit alone also ends a leader of one's own. A change of leader can
    be written down ahead, a change of unit on its day.

    Example: goaltalk person move kari --leader anne --from 2026-10-01
    """
    from goaltalk.writing.people import plan_move

    workspace = open_workspace(ctx)
    name = workspace.person(person)
    if unit is None and leader is None:
        raise UsageProblem(f"where to? add --unit or --leader, such as person move {name} --leader WHOM")
    planned = plan_move(
        workspace,
        name,
        workspace.unit(unit) if unit is not None else None,
        workspace.person(leader) if leader is not None else None,
        workspace.day("--from", first) or workspace.today,
    )
    save_planned(workspace, planned, f"person move {name}", dry_run=dry_run)


def away(
    ctx: typer.Context,
    person: PersonArgument,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day away.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day away.")] = None,
    cancel: Annotated[
        bool,
        typer.Option("--cancel", help="Take the days back; without --to all to the end of that absence."),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Write down days away, or take them back; without dates, list them.

    Days away count in no deadline. They have dates, never a reason.

    Example: goaltalk person away kari --from 2026-10-01 --to 2026-10-14

    Example: goaltalk person away kari --cancel --from 2026-10-12, when Kari is back early.
    """
    from goaltalk.writing.people import plan_absence, plan_return

    workspace = open_workspace(ctx)
    name = workspace.person(person)
    begins, ends = workspace.day("--from", first), workspace.day("--to", last)
    if begins is None:
        if cancel or ends is not None:
            raise UsageProblem("say from when with --from DATE")
        rows = away_rows(workspace.company, name, workspace.today)
        how = f"goaltalk person away {name} --from DATE --to DATE"
        show(table(AWAY_HEADS, rows) if rows else f"no days away are written down for {name}; {how}")
        return
    if cancel:
        planned = plan_return(workspace, name, begins, ends)
    elif ends is None:
        raise UsageProblem(f"--from {begins}: say until when with --to DATE; more days can be added later")
    else:
        planned = plan_absence(workspace, name, begins, ends)
    save_planned(workspace, planned, f"person away {name}", dry_run=dry_run)


def end(
    ctx: typer.Context,
    person: PersonArgument,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The last day in the job; else today.")
    ] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="The person stays: take the day back.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Write down somebody's last day, and list what is to be handed over.

    Nothing falls due for people who have left; their files stay. Listed with the command for each: units and
    people led, and open actions from anybody's conversations.

    Example: goaltalk person end kari --on 2026-10-31
    """
    from goaltalk.writing.handover import tell_handover
    from goaltalk.writing.people import plan_end

    workspace = open_workspace(ctx)
    name = workspace.person(person)
    if cancel and on is not None:
        raise UsageProblem("--cancel takes the last day back; leave --on out")
    known = workspace.company.people[name].ends
    last = None if cancel else workspace.day("--on", on) or known or workspace.today
    save_planned(workspace, plan_end(workspace, name, last), f"person end {name}", dry_run=dry_run)
    if last is not None and not dry_run:
        show(tell_handover(workspace, name, last))
        workspace.report_flaws()


app = make_group(
    "Add, list and change people.",
    {
        "add": add,
        "list": list_people,
        "show": show_person,
        "set": set_person,
        "move": move,
        "away": away,
        "end": end,
    },
)
