"""The command `calendar`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from goaltalk.commands.late import unit_deadlines
from goaltalk.commands.options import LedBy, make_app, open_workspace, tell_left_out
from goaltalk.domain.appointments import Appointment, as_appointments, find_meetings
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.deadlines import find_deadlines
from goaltalk.errors import UsageProblem
from goaltalk.render.calendar import as_feed
from goaltalk.render.views import invitation_words
from goaltalk.workspace import Workspace
from goaltalk.writing.calendar_file import ensure_free, write_calendar

SCREEN = Path("-")


def calendar(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The .ics; - is the screen.")
    ],
    led_by: LedBy = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="Only about this person, or me.")
    ] = None,
) -> None:
    """Write deadlines and meetings ahead to a calendar file to subscribe to.

    Without --led-by or --person it is yours: about you and those you lead, and whatever else you are to do.
    Times and titles only, never notes; write it to the same file again, and what has moved moves.

    Example: goaltalk calendar -o mine.ics; goaltalk calendar --led-by per-lie -o team.ics
    """
    workspace = open_workspace(ctx)
    if led_by is not None and person is not None:
        raise UsageProblem("--led-by and --person are two calendars; name one of them")
    if output != SCREEN:
        ensure_free(output)
    entries = [_titled(workspace, one) for one in _ahead(workspace, led_by, person)]
    data = as_feed(entries, workspace.zone, workspace.settings.id, workspace.today)
    if output == SCREEN:
        sys.stdout.buffer.write(data)
    else:
        write_calendar(output, data)
        typer.echo(f"wrote {output}: {len(entries)} entries", err=True)
    workspace.report_flaws()


def _ahead(workspace: Workspace, led_by: str | None, person: str | None) -> Iterator[Appointment]:
    company, today = workspace.company, workspace.today
    actor = None if led_by is not None or person is not None else workspace.one_of("me")
    mine = (
        workspace.people(person, None, led_by) if actor is None else (actor, *company.team_of(actor, today))
    )
    names = sorted(mine if actor is None else company.people)

    def about(name: str, conversations: Sequence[Conversation]) -> Iterator[Appointment]:
        deadlines = find_deadlines(company, name, conversations, today)
        meetings = tuple(find_meetings(conversations, today))
        wanted = (one for one in deadlines if name in mine or one.responsible == actor)
        yield from as_appointments(wanted, today, meetings)
        if name in mine:
            yield from meetings

    tell_left_out(workspace, names)
    yield from workspace.loader.over(company, names, about)
    if person is None:
        briefs = unit_deadlines(workspace, None, led_by)
        yield from as_appointments((one for one in briefs if actor in (None, one.responsible)), today)


def _titled(workspace: Workspace, one: Appointment) -> Appointment:
    """Give a meeting the title that its invitation has, in the employee's language."""
    if one.kind == "deadline":
        return one
    company = workspace.company
    leader = company.leader_of(one.owner, workspace.today)
    if leader is None or leader not in company.people:
        return one.titled(f"{one.owner}: {one.kind}")
    return one.titled(invitation_words(company, one.owner, leader, one.kind, workspace.root)[0])


app = make_app(calendar)
