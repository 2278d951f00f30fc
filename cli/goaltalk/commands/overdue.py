"""The command `overdue`."""

from typing import Annotated

import typer

from goaltalk.commands.findings import ChosenForm, show_report
from goaltalk.commands.late import find_late
from goaltalk.commands.options import At, LedBy, Output, Unit, make_app, open_workspace
from goaltalk.domain.deadlines import SEVERITIES
from goaltalk.errors import UsageProblem
from goaltalk.render.finding_formats.report import Report
from goaltalk.render.findings import By
from goaltalk.store.locate import with_places


def overdue(
    ctx: typer.Context,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="Only these rules.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="Only about this person.")
    ] = None,
    unit: Unit = None,
    led_by: LedBy = None,
    by: Annotated[
        By,
        typer.Option("--by", metavar="WHOM", help="responsible: below who acts; person: below each person."),
    ] = "responsible",
    at: At = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count, too.")] = False,
    form: ChosenForm = None,
    output: Output = None,
) -> None:
    """List what is late and who acts; exit 1 if anything of severity error is.

    Example: goaltalk overdue --led-by me; in CI: goaltalk overdue --format github
    """
    workspace = open_workspace(ctx, at)
    for name in rule or ():
        if name not in SEVERITIES:
            raise UsageProblem(f"there is no rule '{name}'; there is {', '.join(SEVERITIES)}")
    late = find_late(workspace, person, unit, led_by, rule or ())
    found = tuple(with_places(late, workspace.tree))
    report = Report("overdue", found, workspace.today, by=by, strict=strict)
    show_report(workspace, report, form, output)
    workspace.report_flaws()
    if any(map(report.fails, found)):
        raise typer.Exit(1)


app = make_app(overdue)
