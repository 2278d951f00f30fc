"""The command `brief`."""

from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.options import DocumentForm, Form, Output, make_app, open_workspace, show_document
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, entry, save_record
from goaltalk.domain.address import Address
from goaltalk.domain.records.brief import long_lists
from goaltalk.errors import NotAllowed, UsageProblem
from goaltalk.render.views import briefing_document
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import make_form


def brief(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="The unit's id.")],
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
    render: Annotated[bool, typer.Option("--render", help="Print the briefing for the team.")] = False,
    form: DocumentForm = None,
    output: Output = None,
) -> None:
    """Create or edit a unit's plan for a period.

    Example: goaltalk brief platform --set 'focus+=Deploy without fear' --set 'message=Hello, all'
    """
    workspace = open_workspace(ctx)
    name = workspace.unit(unit)
    given = entry(assignments, source, no_edit, dry_run)
    if render:
        if given.says_something:
            raise UsageProblem("--render only shows the plan; change it first, in a command of its own")
        _show_briefing(workspace, name, form, output)
        return
    if form or output:
        raise UsageProblem("--format and -o say how to show the briefing; add --render")
    _ensure_allowed(workspace, name)
    address = Address("brief", name, workspace.period(ahead=True).label)
    save_record(
        workspace,
        address,
        lambda: make_form(workspace, address, workspace.company.units[name].leader),
        given,
        f"brief {name} {address.period}",
    )
    _hint_at_long_lists(workspace, name)


def _show_briefing(workspace: Workspace, name: str, form: Form | None, output: Path | None) -> None:
    """Print what the leader tells the team before any talk; whoever can read the plan may."""
    company, period = workspace.company, workspace.period(ahead=True)
    plan = workspace.loader.plan(name, period)
    workspace.refuse_flaws(f"units/{name}/")
    document = briefing_document(company, name, period, plan, workspace.root)
    show_document(document, company.settings.language, form, output)
    if plan is None or not plan.brief.needs:
        told = f"{name} has no plan for {period.label} yet, and the briefing says so"
        typer.echo(f"{told}; goaltalk brief {name} --period {period.label} makes it", err=True)


def _hint_at_long_lists(workspace: Workspace, name: str) -> None:
    plan = workspace.loader.plan(name, workspace.period(ahead=True))
    for key, count in long_lists(plan.brief) if plan else ():
        typer.echo(f"{key} has {count} items; about three is what people remember", err=True)


def _ensure_allowed(workspace: Workspace, name: str) -> None:
    """Allow the unit's leader and deputy; and anybody, while the repository has no people."""
    unit = workspace.company.units[name]
    if workspace.company.people and workspace.actor not in (unit.leader, unit.deputy):
        could = " or ".join(one for one in (unit.leader, unit.deputy) if one)
        raise NotAllowed(f"{workspace.describe(workspace.actor)}; this can be done by {could}")


app = make_app(brief)
