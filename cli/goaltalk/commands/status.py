"""The command `status`."""

from typing import Annotated

import typer

from goaltalk.commands.options import LedBy, TextOrJson, Unit, make_app, open_workspace, show, show_json
from goaltalk.domain.overview import PersonStatus, find_status
from goaltalk.render.outputs import status_output
from goaltalk.render.terminal import table

HEADS = ("person", "agreement", "last check-in", "next due", "goals", "open actions")


def status(
    ctx: typer.Context,
    person: Annotated[str | None, typer.Argument(metavar="[PERSON]", help="Only this person.")] = None,
    unit: Unit = None,
    led_by: LedBy = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Show where things stand: agreements, check-ins, goals and actions."""
    workspace = open_workspace(ctx)
    company, period = workspace.company, workspace.period()
    found = [
        find_status(company, name, workspace.loader.conversations(company, name), period, workspace.today)
        for name in workspace.people(person, unit, led_by)
    ]
    if form == "json":
        show_json(status_output(found))
    else:
        show(f"period {period.label}, as of {workspace.today}\n\n{table(HEADS, list(map(_row, found)))}")
    workspace.report_flaws()


def _row(one: PersonStatus) -> tuple[str, ...]:
    statuses = [goal.status.replace("_", " ") for goal in one.progress.goals]
    counted = [f"{statuses.count(name)} {name}" for name in dict.fromkeys(statuses)]
    late = sum(action.state == "overdue" for action in one.progress.open_actions)
    actions = f"{len(one.progress.open_actions)}{f' ({late} overdue)' if late else ''}"
    return (
        one.person,
        one.agreement.replace("_", " ") if one.leader else "",
        str(one.last_checkin or "never") if one.leader else "",
        str(one.next_due or ""),
        ", ".join(counted) or "-",
        actions,
    )


app = make_app(status)
