"""The command `status`."""

from collections.abc import Mapping, Sequence
from textwrap import indent
from typing import Annotated, Literal

import typer

from goaltalk.commands.options import (
    At,
    LedBy,
    OptionalPerson,
    Unit,
    make_app,
    open_workspace,
    show,
    show_document,
    show_json,
)
from goaltalk.domain.alignment import find_unsupported
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.overview import find_status
from goaltalk.domain.periods import Period
from goaltalk.domain.wishes import find_wishes
from goaltalk.render.outputs import status_output
from goaltalk.render.standing import (
    STATUS_HEADS,
    WISH_HEADS,
    Rows,
    markdown_table,
    status_rows,
    wish_rows,
)
from goaltalk.workspace import Workspace

Form = Literal["text", "md", "json"]
Known = Mapping[str, Sequence[Conversation]]
INDENT = "  "
NO_WISHES = "nobody has written a wish for this period"


def status(
    ctx: typer.Context,
    person: OptionalPerson = None,
    unit: Unit = None,
    led_by: LedBy = None,
    wishes: Annotated[
        bool, typer.Option("--wishes", help="Everybody's wishes side by side, and the answers.")
    ] = False,
    at: At = None,
    form: Annotated[Form, typer.Option("--format", help="text, md or json.")] = "text",
) -> None:
    """Show where things stand: agreements, check-ins, goals and actions; of PERSON, in full.

    Example: goaltalk status kari; goaltalk status --led-by me --wishes; goaltalk status --at 2026-09-01
    """
    workspace = open_workspace(ctx, at)
    company, period = workspace.company, workspace.period()
    names = workspace.people(person, unit, led_by)
    if led_by is not None:
        _hint_at_nobody(workspace, workspace.one_of(led_by))
    known = {name: workspace.loader.conversations(company, name) for name in names}
    if form == "json":
        _show_json(workspace, period, known, wishes=wishes)
    elif wishes:
        rows = wish_rows({name: find_wishes(some, period) for name, some in known.items()})
        _show_table(workspace, period, _table(form, WISH_HEADS, rows) if rows else NO_WISHES)
    elif person is not None and unit is None and led_by is None:
        _show_in_full(workspace, period, known, form)
    else:
        found = [find_status(company, name, some, period, workspace.today) for name, some in known.items()]
        _show_table(workspace, period, _table(form, STATUS_HEADS, status_rows(found)))
        if unit is not None:
            show(_unsupported(workspace, unit, period, known, form))
    workspace.report_flaws()


def _show_json(workspace: Workspace, period: Period, known: Known, *, wishes: bool) -> None:
    company, today, revision = workspace.company, workspace.today, workspace.revision
    found = [find_status(company, name, some, period, today) for name, some in known.items()]
    heard = {name: find_wishes(some, period) for name, some in known.items()} if wishes else None
    show_json(status_output(found, today, heard, revision.commit if revision else None))


def _show_table(workspace: Workspace, period: Period, shown: str) -> None:
    show(f"period {period.label}, as of {workspace.today}\n\n{shown}")


def _show_in_full(workspace: Workspace, period: Period, known: Known, form: Literal["text", "md"]) -> None:
    # Imported here because the table is not to wait for templates.
    from goaltalk.render.views import status_document

    company, today = workspace.company, workspace.today
    for name, some in known.items():
        found = find_status(company, name, some, period, today)
        document = status_document(company, found, today, workspace.root)
        show_document(document, company.language_of(name), form)


def _hint_at_nobody(workspace: Workspace, leader: str) -> None:
    if not workspace.company.team_of(leader, workspace.today):
        told = f"{leader} leads nobody on {workspace.today}"
        typer.echo(f"{told}; goaltalk person list shows who leads whom", err=True)


def _table(form: Literal["text", "md"], heads: Sequence[str], rows: Rows) -> str:
    if form == "md":
        return markdown_table(heads, rows)
    from goaltalk.render.terminal import table

    return table(heads, rows)


def _unsupported(
    workspace: Workspace, unit: str, period: Period, known: Known, form: Literal["text", "md"]
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
    told = f"\nnobody supports yet, of the brief for {period.label}:\n"
    rows: Rows = [(one.id, one.title) for one in needs]
    if form == "md":
        return f"{told}\n{markdown_table(('id', 'need'), rows)}"
    from goaltalk.render.terminal import table

    return told + indent(table(("id", "need"), rows, heads=False), INDENT)


app = make_app(status)
