"""The command `diff`."""

from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.comparing import Comparing, Span
from goaltalk.commands.options import (
    At,
    DocumentFormOrJson,
    FormOrJson,
    LedBy,
    OptionalPerson,
    Output,
    Unit,
    choose_form,
    make_app,
    open_workspace,
    show_document,
    show_json,
)
from goaltalk.domain.tally import tally
from goaltalk.errors import UsageProblem
from goaltalk.render.outputs import diff_output
from goaltalk.render.team import team_document, team_output
from goaltalk.render.views import diff_document


def diff(
    ctx: typer.Context,
    person: OptionalPerson = None,
    before: Annotated[
        str | None, typer.Argument(metavar="[FROM]", help="A period; else the one before TO.")
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="A period; else the present one.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE|REV", help="All since the end of that day, or since that commit."
        ),
    ] = None,
    unit: Unit = None,
    led_by: LedBy = None,
    at: At = None,
    form: DocumentFormOrJson = None,
    output: Output = None,
) -> None:
    """Show what changed between two periods, or since a day: goals, goalposts, actions, check-ins.

    With --unit or --led-by instead of PERSON, one line for each of them.

    Example: goaltalk diff kari; goaltalk diff kari 2026-H1 2026-H2 --format json;
    goaltalk diff kari --since 2026-09-01; goaltalk diff --led-by me --since v1
    """
    is_team = unit is not None or led_by is not None
    if is_team:
        if after is not None:
            raise UsageProblem("--unit and --led-by say who is meant; give FROM and TO without PERSON")
        before, after = person, before
    elif person is None:
        raise UsageProblem("say whose: goaltalk diff PERSON, or --unit UNIT, or --led-by PERSON")
    if since is not None and before is not None:
        raise UsageProblem("--since compares with all as it was then, whatever the period; leave out FROM")
    workspace = open_workspace(ctx, at, is_sparing=led_by == "me")  # git is asked who that is, too
    comparing = Comparing(workspace, Span(before, after, since))
    if person is None or is_team:
        _show_team(comparing, unit, led_by, form, output)
    else:
        _show_person(comparing, workspace.person(person), form, output)


def _show_person(comparing: Comparing, name: str, form: FormOrJson | None, output: Path | None) -> None:
    workspace, one = comparing.workspace, comparing.person(name)
    if choose_form(form, output) == "json":
        now, then = workspace.revision, comparing.past
        commits = now.commit if now else None, then.revision.commit if then else None
        show_json(diff_output(one, *commits), output)
    else:
        company = workspace.company
        show_document(diff_document(company, one, workspace.root), company.language_of(name), form, output)
    comparing.refuse_lost([one])


def _show_team(
    comparing: Comparing, unit: str | None, led_by: str | None, form: FormOrJson | None, output: Path | None
) -> None:
    workspace = comparing.workspace
    company = workspace.company
    names = workspace.people(unit=unit, led_by=led_by)
    leader = workspace.one_of(led_by) if led_by is not None else None
    found = comparing.people(names)
    rows, stretch = [tally(one) for one in found], comparing.stretch
    if choose_form(form, output) == "json":
        show_json(team_output(company, rows, stretch), output)
    else:
        language = company.language_of(leader)
        document = team_document(company, rows, stretch, language, workspace.root)
        show_document(document, language, form, output)
    workspace.report_flaws()
    comparing.refuse_flaws_of_then()
    comparing.refuse_lost(found)


app = make_app(diff)
