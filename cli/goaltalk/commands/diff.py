"""The command `diff`."""

from typing import Annotated

import typer

from goaltalk.commands.options import (
    At,
    DocumentFormOrJson,
    Output,
    PersonArgument,
    choose_form,
    make_app,
    open_workspace,
    show_document,
    show_json,
)
from goaltalk.domain.compare import Comparison, compare_periods
from goaltalk.domain.periods import Period
from goaltalk.errors import UsageProblem
from goaltalk.render.outputs import diff_output
from goaltalk.render.views import diff_document
from goaltalk.workspace import Workspace


def diff(
    ctx: typer.Context,
    person: PersonArgument,
    before: Annotated[
        str | None, typer.Argument(metavar="[FROM]", help="A period; else the one before TO.")
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="A period; else the present one.")
    ] = None,
    at: At = None,
    form: DocumentFormOrJson = None,
    output: Output = None,
) -> None:
    """Show what changed between two periods: goals, deadlines, targets, actions, check-ins.

    Example: goaltalk diff kari; goaltalk diff kari 2026-H1 2026-H2 --format json
    """
    workspace = open_workspace(ctx, at)
    comparison = compare(workspace, workspace.person(person), before, after)
    if choose_form(form, output) == "json":
        show_json(diff_output(comparison), output)
    else:
        company = workspace.company
        document = diff_document(company, comparison, workspace.root)
        show_document(document, company.language_of(comparison.person), form, output)


def compare(
    workspace: Workspace, person: str, before: str | None = None, after: str | None = None
) -> Comparison:
    """Compare two periods of a person; by default the present one with the one before it."""
    company = workspace.company
    to = _period(workspace, after) if after else workspace.period()
    start = _period(workspace, before) if before else company.period_before(to)
    return compare_periods(company, person, workspace.conversations(person), start, to, workspace.today)


def _period(workspace: Workspace, label: str) -> Period:
    try:
        return workspace.company.period_named(label)
    except ValueError as error:
        raise UsageProblem(str(error)) from None


app = make_app(diff)
