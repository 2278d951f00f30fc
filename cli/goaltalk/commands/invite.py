"""The command `invite`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.options import PersonArgument, make_app, open_workspace
from goaltalk.commands.saving import DryRun
from goaltalk.domain.invitation import earliest_good_day, is_short_notice, judge_time
from goaltalk.domain.records.fields import LocalTime
from goaltalk.domain.records.meeting import MeetingKind
from goaltalk.errors import UsageProblem
from goaltalk.render.calendar import as_calendar
from goaltalk.workspace import Workspace
from goaltalk.writing.calendar_file import ensure_free, write_calendar
from goaltalk.writing.finish import finish
from goaltalk.writing.invite import (
    Called,
    Wish,
    call_meeting,
    ensure_leader,
    find_called,
    find_neighbours,
    plan_times,
    read_time,
)

SCREEN = Path("-")
SATURDAY = 5


def invite(
    ctx: typer.Context,
    person: PersonArgument,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="WHEN", help="Local time, such as 2026-08-20T10:00."),
    ] = None,
    kind: Annotated[MeetingKind | None, typer.Option(help="Else a talk, or with --repeat check-ins.")] = None,
    minutes: Annotated[
        int | None, typer.Option(min=1, max=1440, help="How long; else 60 for a talk, 30 for a check-in.")
    ] = None,
    place: Annotated[str | None, typer.Option(metavar="TEXT", help="Where.")] = None,
    repeat: Annotated[
        int | None,
        typer.Option(min=1, max=60, metavar="N", help="So many check-ins, by the agreed cadence."),
    ] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Call it off.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="The .ics; else PERSON-DATE.ics here; - is the screen."
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Call a meeting with PERSON, move it or call it off; for the leader.

    It is recorded in your half, and an .ics is written for you to send: times and titles, never notes.

    Example: goaltalk invite kari --at 2026-08-20T10:00; goaltalk invite kari --at 2026-09-15T10:00 --repeat 6
    """
    workspace = open_workspace(ctx)
    name = workspace.person(person)
    ensure_leader(workspace, name)
    wish = Wish(kind or ("checkin" if repeat else "talk"), minutes, place, cancel)
    if repeat and wish.kind == "talk":
        raise UsageProblem("--repeat is for check-ins; a period has one talk")
    if cancel:
        if repeat:
            raise UsageProblem("--cancel calls off one meeting; leave --repeat out")
        times: Sequence[LocalTime] = (find_called(workspace, name, wish.kind, at),)
    elif at is None:
        raise UsageProblem("when? write it like --at 2026-08-20T10:00")
    else:
        times = plan_times(workspace, name, read_time(workspace, at), repeat or 1)
    _conclude(workspace, name, [call_meeting(workspace, name, one, wish) for one in times], output, dry_run)


def _conclude(
    workspace: Workspace, name: str, called: Sequence[Called], output: Path | None, dry_run: bool
) -> None:
    """Save and commit all files at once, then write the calendar files and say what was called."""
    files = _files(name, called, output)
    others = () if called[0].invitation.is_cancelled else find_neighbours(workspace, name, called)
    for target in files:
        if target != SCREEN:
            ensure_free(target)
    first = called[0].invitation
    verb = "call off" if first.is_cancelled else "invite"
    message = f"{verb} {name} {first.about.kind} {', '.join(str(one.invitation.at.day) for one in called)}"
    outcome = finish(workspace, [one.draft for one in called], message, dry_run=dry_run)
    typer.echo(outcome.line, err=output == SCREEN)
    _say(workspace, called, to_stderr=output == SCREEN)
    for other in others:
        typer.echo(
            f"note: {other} is called, too; to call it off: "
            f"goaltalk invite {name} --kind {called[0].invitation.about.kind} --cancel --at {other.day}",
            err=True,
        )
    for target, some in files.items() if not dry_run else ():
        invitations = [one.invitation for one in some]
        data = as_calendar(invitations, workspace.zone, workspace.settings.id, workspace.call.now)
        if target == SCREEN:
            sys.stdout.buffer.write(data)
        else:
            written = write_calendar(target, data)
            typer.echo(f"wrote {target}" if written else f"{target} says so already", err=True)


def _files(name: str, called: Sequence[Called], output: Path | None) -> dict[Path, Sequence[Called]]:
    """Return which meetings go into which file: each its own, unless one file is named."""
    if output is not None:
        return {output: called}
    return {Path(f"{name}-{one.invitation.about.kind}-{one.invitation.at.day}.ics"): [one] for one in called}


def _say(workspace: Workspace, called: Sequence[Called], *, to_stderr: bool) -> None:
    """Say what was called, and warn of a time that comes twice or that is called too late."""
    rule = workspace.settings.notice_days
    for one in called:
        made = one.invitation
        off = ", called off" if made.is_cancelled else ""
        weekday = f"{made.at.day:%A}"
        zone = workspace.settings.timezone
        typer.echo(
            f"{made.about.kind} {weekday} {made.at} {zone} (period {made.about.period}){off}", err=to_stderr
        )
        if made.at.day.weekday() >= SATURDAY and not made.is_cancelled:
            typer.echo(f"warning: {made.at.day} is a {weekday}; --at names another day", err=True)
        if judge_time(made.at, workspace.zone) == "twice":
            typer.echo(
                f"warning: {made.at} comes twice, the clocks are put back; the first is meant", err=True
            )
        is_talk_ahead = made.about.kind == "talk" and not made.is_cancelled
        if is_talk_ahead and is_short_notice(made.at, one.invited, rule):
            days = (made.at.day - one.invited).days
            notice = "1 day's notice" if days == 1 else f"{days} days' notice"
            good = earliest_good_day(one.invited, rule)
            typer.echo(f"warning: {notice}; the team's rule is {rule}, so {good} or later", err=True)


app = make_app(invite)
