"""The command `status`."""

from collections.abc import Iterator, Mapping, Sequence
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
    tell_left_out,
)
from goaltalk.domain.alignment import find_unsupported
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.overview import PersonStatus, find_status
from goaltalk.domain.periods import Period
from goaltalk.domain.wishes import HeardWish, find_wishes
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
Heard = Mapping[str, Sequence[HeardWish]]
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
    period = workspace.period()
    names = workspace.people(person, unit, led_by)
    if led_by is not None and not names:
        _hint_at_nobody(workspace, workspace.one_of(led_by))
    found, heard = _look(workspace, names, period, is_one=person is not None)
    if form == "json":
        commit = workspace.revision.commit if workspace.revision else None
        show_json(status_output(found, workspace.today, heard if wishes else None, commit))
    elif wishes:
        rows = wish_rows(heard)
        _show_table(workspace, period, _table(form, WISH_HEADS, rows) if rows else NO_WISHES)
    elif person is not None and unit is None and led_by is None:
        _show_in_full(workspace, found, form)
    else:
        _show_table(workspace, period, _table(form, STATUS_HEADS, status_rows(found)))
        if unit is not None:
            show(_unsupported(workspace, unit, period, form))
    workspace.report_flaws()


def _look(
    workspace: Workspace, names: Sequence[str], period: Period, *, is_one: bool
) -> tuple[Sequence[PersonStatus], Heard]:
    """Return where these people stand and what they wish for; of very many several processes read."""
    company, today = workspace.company, workspace.today

    def look(name: str, some: Sequence[Conversation]) -> Iterator[tuple[PersonStatus, tuple[HeardWish, ...]]]:
        yield find_status(company, name, some, period, today), find_wishes(some, period)

    if is_one and workspace.left_out:
        for name in names:
            workspace.left_out.refuse(name)
    tell_left_out(workspace, names)
    found = list(workspace.loader.over(company, names, look))
    return [one for one, _ in found], {one.person: wishes for one, wishes in found}


def _show_table(workspace: Workspace, period: Period, shown: str) -> None:
    show(f"period {period.label}, as of {workspace.today}\n\n{shown}")


def _show_in_full(workspace: Workspace, found: Sequence[PersonStatus], form: Literal["text", "md"]) -> None:
    # Imported here because the table is not to wait for templates.
    from goaltalk.render.views import status_document

    company, today = workspace.company, workspace.today
    for one in found:
        document = status_document(company, one, today, workspace.root)
        show_document(document, company.language_of(one.person), form)


def _hint_at_nobody(workspace: Workspace, leader: str) -> None:
    if not workspace.company.team_of(leader, workspace.today):
        told = f"{leader} leads nobody on {workspace.today}"
        typer.echo(f"{told}; goaltalk person list shows who leads whom", err=True)


def _table(form: Literal["text", "md"], heads: Sequence[str], rows: Rows) -> str:
    if form == "md":
        return markdown_table(heads, rows)
    from goaltalk.render.terminal import table

    return table(heads, rows)


def _unsupported(workspace: Workspace, unit: str, period: Period, form: Literal["text", "md"]) -> str:
    """Say which needs of the unit's brief none of its people supports; filters leave nobody out here."""
    plan = workspace.loader.plan(unit, period)
    if plan is None:
        return f"\n{unit} has no brief for {period.label} yet; goaltalk brief {unit}"
    company = workspace.company
    here = [
        one
        for name in workspace.people(unit=unit)
        for one in workspace.loader.conversations(company, name)
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
