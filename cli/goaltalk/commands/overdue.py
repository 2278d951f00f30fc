"""The command `overdue`."""

from typing import Annotated

import typer

from goaltalk.commands.late import find_late
from goaltalk.commands.options import LedBy, TextOrJson, Unit, make_app, open_workspace, show, show_json
from goaltalk.domain.deadlines import SEVERITIES
from goaltalk.errors import UsageProblem
from goaltalk.render.findings import as_overdue_text
from goaltalk.render.outputs import findings_output
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
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count, too.")] = False,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """List what is late and who acts; exit 1 if anything of severity error is.

    Example, in CI: goaltalk overdue --format json
    """
    workspace = open_workspace(ctx)
    for name in rule or ():
        if name not in SEVERITIES:
            raise UsageProblem(f"there is no rule '{name}'; there is {', '.join(SEVERITIES)}")
    late = find_late(workspace, person, unit, led_by, rule or ())
    found = tuple(with_places(late, workspace.tree))
    if form == "json":
        show_json(findings_output(found, workspace.today))
    else:
        show(as_overdue_text(found, workspace.today))
    workspace.report_flaws()
    if any(one.severity == "error" or strict for one in found):
        raise typer.Exit(1)


app = make_app(overdue)
