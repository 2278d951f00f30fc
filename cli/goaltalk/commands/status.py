"""The command `status`."""

from collections.abc import Mapping, Sequence
from textwrap import indent
from typing import Annotated

import typer

from goaltalk.commands.options import LedBy, TextOrJson, Unit, make_app, open_workspace, show, show_json
from goaltalk.domain.alignment import find_unsupported
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.overview import PersonStatus, find_status
from goaltalk.domain.periods import Period
from goaltalk.domain.wishes import HeardWish, find_wishes
from goaltalk.render.outputs import status_output
from goaltalk.render.terminal import table
from goaltalk.workspace import Workspace

HEADS = ("person", "agreement", "last check-in", "next due", "goals", "open actions")
INDENT = "  "
WISH_HEADS = ("person", "wish", "answer", "text")


def status(
    ctx: typer.Context,
    person: Annotated[str | None, typer.Argument(metavar="[PERSON]", help="Only this person.")] = None,
    unit: Unit = None,
    led_by: LedBy = None,
    wishes: Annotated[
        bool, typer.Option("--wishes", help="Everybody's wishes side by side, and the answers.")
    ] = False,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Show where things stand: agreements, check-ins, goals and actions.

    Example: goaltalk status --unit platform; goaltalk status --led-by me --wishes
    """
    workspace = open_workspace(ctx)
    company, period = workspace.company, workspace.period()
    names = workspace.people(person, unit, led_by)
    if led_by is not None:
        _hint_at_nobody(workspace, workspace.one_of(led_by))
    known = {name: workspace.loader.conversations(company, name) for name in names}
    heard = {name: find_wishes(some, period) for name, some in known.items()} if wishes else None
    found = [find_status(company, name, some, period, workspace.today) for name, some in known.items()]
    if form == "json":
        show_json(status_output(found, heard))
    else:
        shown = table(HEADS, list(map(_row, found))) if heard is None else _wishes(heard)
        show(f"period {period.label}, as of {workspace.today}\n\n{shown}")
        if unit is not None and heard is None:
            show(_unsupported(workspace, unit, period, known))
    workspace.report_flaws()


def _hint_at_nobody(workspace: Workspace, leader: str) -> None:
    if not workspace.company.team_of(leader, workspace.today):
        told = f"{leader} leads nobody on {workspace.today}"
        typer.echo(f"{told}; goaltalk person list shows who leads whom", err=True)


def _wishes(heard: Mapping[str, Sequence[HeardWish]]) -> str:
    rows = [(name, wish.id, wish.answer, wish.text) for name, some in heard.items() for wish in some]
    return table(WISH_HEADS, rows) if rows else "nobody has written a wish for this period"


def _unsupported(
    workspace: Workspace, unit: str, period: Period, known: Mapping[str, Sequence[Conversation]]
) -> str:
    """Say which needs of the unit's brief none of its people supports; filters leave nobody out here."""
    plan = workspace.loader.plan(unit, period)
    if plan is None:
        return f"\n{unit} has no brief for {period.label} yet; goaltalk brief {unit}"
    company = workspace.company
    here = [
        one
        for name in workspace.people(unit=unit)
        for one in known.get(name) or workspace.loader.conversations(company, name)
        if one.period == period
    ]
    needs = find_unsupported(plan.brief, here)
    if not needs:
        return f"\nall of the brief for {period.label} is supported by somebody"
    listed = table(("id", "need"), [(one.id, one.title) for one in needs], heads=False)
    return f"\nnobody supports yet, of the brief for {period.label}:\n{indent(listed, INDENT)}"


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
