"""The command `checkin`."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from goaltalk.commands.options import (
    DocumentForm,
    OptionalValues,
    Output,
    PersonArgument,
    make_app,
    open_workspace,
    show,
    show_document,
    split_pair,
)
from goaltalk.commands.saving import Assignments, DryRun, NoEdit, Source, conclude, entry
from goaltalk.domain.address import Address
from goaltalk.domain.conversation import conversation_in
from goaltalk.domain.progress import fold_all_actions, fold_progress, governing
from goaltalk.domain.records.fields import other_side
from goaltalk.errors import UsageProblem
from goaltalk.workspace import Workspace
from goaltalk.writing.checkin import NewAction, Report, choose_day, read_report, refuse_far
from goaltalk.writing.draft import Draft, Entry, make_form, open_draft
from goaltalk.writing.editor import settle_entry
from goaltalk.writing.finish import Outcome
from goaltalk.writing.meeting import confirm_held, ensure_uncontradicted, mark_held

Texts = list[str] | None
SHOWN = 5


def checkin(
    ctx: typer.Context,
    person: PersonArgument,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Else the planned one nearby, or today.")
    ] = None,
    held: Annotated[
        str | None, typer.Option("--held", metavar="[DATE]", help="Confirm that it was held.")
    ] = None,
    skip: Annotated[str | None, typer.Option("--skip", metavar="[WHY]", help="It is not held.")] = None,
    goal: Annotated[
        Texts, typer.Option("--goal", metavar="ID=STATUS[:PROGRESS]", help="Such as lead-time=on_track:60.")
    ] = None,
    value: Annotated[Texts, typer.Option("--value", metavar="ID=N", help="The measure's value now.")] = None,
    note: Annotated[Texts, typer.Option("--note", metavar="TOPIC=TEXT", help="A note under a topic.")] = None,
    action: Annotated[
        Texts, typer.Option("--action", metavar="WHAT;WHO;DUE", help="A new action; WHO is else yourself.")
    ] = None,
    done: Annotated[Texts, typer.Option("--done", metavar="ID", help="An action that is done.")] = None,
    drop: Annotated[
        Texts, typer.Option("--drop", metavar="ID[=WHY]", help="An action not to be done.")
    ] = None,
    move: Annotated[
        Texts, typer.Option("--move", metavar="ID=DATE", help="A new date for an action.")
    ] = None,
    experience: Annotated[
        str | None, typer.Option("--experience", metavar="TEXT[:1-5]", help="How it was, for you.")
    ] = None,
    assignments: Assignments = None,
    source: Source = None,
    show_it: Annotated[bool, typer.Option("--show", help="Show both halves side by side.")] = False,
    form: DocumentForm = None,
    output: Output = None,
    no_edit: NoEdit = False,
    dry_run: DryRun = False,
) -> None:
    """Fill in your half of a check-in with PERSON; for an employee that is yourself.

    Example: goaltalk checkin kari --goal lead-time=on_track:60 --note 'support=A day with the database team';
    goaltalk checkin kari --show
    """
    workspace = open_workspace(ctx)
    report = Report(
        goals=_pairs("--goal", goal, "lead-time=on_track:60"),
        values=_pairs("--value", value, "lead-time=2.5"),
        notes=_pairs("--note", note, "support=TEXT"),
        actions=tuple(_action(workspace, one) for one in action or ()),
        done=tuple(done or ()),
        dropped={name: why for name, _, why in (one.partition("=") for one in drop or ())},
        moved={
            name: _day(workspace, "--move", one) for name, one in _pairs("--move", move, "ID=DATE").items()
        },
        experience=experience,
        skipped=skip,
    )
    given = entry(assignments, source, no_edit, dry_run)
    name, on = workspace.person(person), workspace.day("--date", day)
    if not show_it:
        if form or output:
            raise UsageProblem("--format and -o say how to show a check-in; add --show")
        _save(workspace, name, on, held, report, given)
    elif report != Report() or held is not None or given.says_something:
        raise UsageProblem("--show writes nothing; write in a command of its own")
    else:
        show_document(_side_by_side(workspace, name, on), workspace.company.language_of(name), form, output)


def _side_by_side(workspace: Workspace, name: str, day: date | None) -> str:
    """Return both halves of the check-in of that day, else of the latest one with anything to show."""
    # Imported here: who writes does not wait for what only readers need.
    from goaltalk.domain.agenda import build_side_by_side, choose_shown
    from goaltalk.render.views import checkin_document

    company, conversations, today = workspace.company, workspace.conversations(name), workspace.today
    on = day or choose_shown(conversations, today)
    if on is None or not any(one.day == on for some in conversations for one in some.checkins):
        days = sorted(str(one.day) for some in conversations for one in some.checkins)[-SHOWN:]
        there = f"there are {', '.join(days)}" if days else "there is none yet"
        which = f" on {on}" if on else ""
        raise UsageProblem(f"no check-in with {name}{which}; {there}")
    sides = build_side_by_side(company, name, conversations, on, today)
    return checkin_document(company, sides, workspace.root)


def _save(
    workspace: Workspace, name: str, day: date | None, held: str | None, report: Report, given: Entry
) -> None:
    company, today = workspace.company, workspace.today
    side = workspace.side(name, workspace.actor)
    conversations = workspace.conversations(name)
    on = day or choose_day(conversations, today, side, to_confirm=held is not None and report == Report())
    if day is not None and workspace.call.period is None:
        refuse_far(day, today)
    address = Address("checkin", name, workspace.period_holding(on).label, side, on.isoformat())
    subject = governing(company, conversations, on)
    progress = fold_progress(company, conversations, subject.period.label if subject else "", on)
    form = {"goals": progress.goals, "actions": progress.open_actions, "topics": company.settings.topics}
    opened = open_draft(workspace, address, lambda: make_form(workspace, address, name, **form))
    known = [one.goal.id for one in progress.goals]
    actions = [one.action.id for one in fold_all_actions(conversations, max(on, today))]
    if held is not None:
        report = replace(
            report, held=confirm_held(workspace.day("--held", held or None) or on, report.skipped, today)
        )
    here = conversation_in(conversations, name, workspace.period_holding(on))
    others = here.checkin_on(on).of(other_side(side))
    ensure_uncontradicted(others, report.skipped, held, today)
    if report != Report():
        given = replace(given, interactive=False)

    def settle(draft: Draft) -> Outcome:
        filled = draft.edited(read_report(report, draft.model, company, known, actions))
        kept = mark_held(opened, filled, on, today, others)
        return conclude(workspace, kept, f"checkin {name} {on} ({side})", given)

    show(settle_entry(opened, given, settle).line)


def _pairs(option: str, texts: Texts, form: str) -> dict[str, str]:
    pairs = [split_pair(option, text, form) for text in texts or ()]
    for number, (name, _) in enumerate(pairs):
        if name in [before for before, _ in pairs[:number]]:
            raise UsageProblem(f"{option} {name}: given twice; write it once, with all of it")
    return dict(pairs)


def _action(workspace: Workspace, text: str) -> NewAction:
    what, who, due = (*(part.strip() for part in text.split(";", 2)), "", "")[:3]
    if not what:
        raise UsageProblem(f"--action '{text}': write it like 'Write the runbook;kari;2026-10-01'")
    owner = workspace.person(who) if who else workspace.actor
    if owner is None:
        raise UsageProblem(f"--action '{text}': who does it? write it like 'WHAT;WHO;DUE'")
    return NewAction(what, owner, workspace.day("--action", due) if due else None)


def _day(workspace: Workspace, option: str, text: str) -> date:
    day = workspace.day(option, text)
    if day is None:
        raise UsageProblem(f"{option}: a date is missing")
    return day


app = make_app(checkin, OptionalValues)
