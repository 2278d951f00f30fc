"""The command `talk`."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from goaltalk.commands.options import OptionalValues, PersonArgument, make_app, open_workspace, show
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, conclude, entry
from goaltalk.domain.address import Address
from goaltalk.domain.conversation import conversation_in
from goaltalk.domain.meetings import find_talk_of, held_on, talk_day
from goaltalk.domain.periods import Period
from goaltalk.domain.records.fields import other_side
from goaltalk.errors import UsageProblem
from goaltalk.workspace import Workspace
from goaltalk.writing.draft import Draft, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome
from goaltalk.writing.meeting import confirm_held, ensure_uncontradicted, mark_held, say_how_it_went


def talk(
    ctx: typer.Context,
    person: PersonArgument,
    held: Annotated[
        str | None, typer.Option("--held", metavar="[DATE]", help="Confirm that it was held.")
    ] = None,
    skip: Annotated[str | None, typer.Option("--skip", metavar="[WHY]", help="It is not held.")] = None,
    experience: Annotated[
        str | None, typer.Option("--experience", metavar="TEXT[:1-5]", help="How it was, for you.")
    ] = None,
    assignments: Assignments = None,
    source: Source = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Fill in your half of the talk's record with PERSON; for an employee that is yourself.

    Example: goaltalk talk kari --experience 'I was heard:5' --set 'summary=Lead time comes first'
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    given = entry(assignments, source, no_edit, dry_run)
    side = workspace.side(name, workspace.actor)
    named = workspace.day("--held", held or None)
    period = _period(workspace, name, named)
    on = named or _day(workspace, name, period)
    if held is not None:
        confirm_held(on, skip, workspace.today)
    elif experience is not None and on > workspace.today:
        raise UsageProblem(f"--experience: the talk is on {on}; say how it was when it has been held")
    address = Address("talk", name, period.label, side)
    if (held, skip, experience) != (None, None, None):
        given = replace(given, interactive=False)
    talked = conversation_in(workspace.conversations(name), name, period).talk
    others = talked.of(other_side(side))
    ensure_uncontradicted(others, skip, held, workspace.today)
    opened = open_draft(workspace, address, lambda: make_form(workspace, address, name))

    def settle(draft: Draft) -> Outcome:
        confirmed = on if held is not None else None
        filled = draft.edited(say_how_it_went(draft.model, experience, skip, confirmed))
        kept = mark_held(opened, filled, on, workspace.today, others)
        return conclude(workspace, kept, f"talk {name} {period.label} ({side})", given)

    show(settle_entry(opened, given, settle).line)


def _period(workspace: Workspace, person: str, held: date | None) -> Period:
    """Return the period that `--period` names, else that of the talk near the day it was held, or today."""
    if workspace.call.period is None and held is not None:
        found = find_talk_of(workspace.conversations(person), held, is_open=True)
        return found.period if found else workspace.company.period_opened(held)
    return workspace.talk_period(person)


def _day(workspace: Workspace, person: str, period: Period) -> date:
    """Return when the talk was held, or is planned for; else today."""
    conversations = workspace.conversations(person)
    here = conversation_in(conversations, person, period)
    return held_on(here.talk, workspace.today) or talk_day(here) or workspace.today


app = make_app(talk, OptionalValues)
