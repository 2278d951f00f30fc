"""The agendas of everybody whom somebody leads, one after another: `agenda --all`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from goaltalk.commands.agenda import (
    Wanted,
    ensure_outside,
    keep_to_myself,
    make_agenda,
    print_one,
    require_privacy,
)
from goaltalk.commands.options import FormOrJson, choose_form, make_folder, show
from goaltalk.domain.absence import absence_of
from goaltalk.domain.agenda import Upcoming, find_upcoming, in_order
from goaltalk.errors import BadData, UsageProblem
from goaltalk.render.document import as_markdown, as_text
from goaltalk.render.views import agendas_document
from goaltalk.workspace import Workspace

BETWEEN = {"text": f"\n{'=' * 80}\n", "md": "\n---\n\n"}
ONE_FILE = {".html", ".htm", ".md", ".markdown", ".txt", ".json"}


def print_each(workspace: Workspace, leader: str, wanted: Wanted) -> None:
    """Print the agendas of a team, or write them to a folder or to one file.

    They stand in the order of the meetings, behind a list of them; those that nobody has planned come last,
    and who is on leave has none. One that cannot be made hides none of the others.
    """
    people = workspace.company.team_of(leader, workspace.today)
    if not people:
        raise UsageProblem(
            "nobody to make an agenda for: this person leads nobody; name another with --led-by"
        )
    together = wanted.output is None or _is_one_file(wanted.output)
    form = choose_form(wanted.form, wanted.output) if together else wanted.form
    if together and form == "json":
        raise UsageProblem("--all --format json makes a file each; name a folder with -o DIR")
    if wanted.output and wanted.private:
        ensure_outside(workspace, wanted.output)
    if wanted.output and not together:
        make_folder(wanted.output)
    flaws: list[str] = []
    found = dict(_find(workspace, sorted(people), wanted, flaws))
    back = {one.person: day for one in found if (day := _back(workspace, one)) is not None}
    meetings = in_order(one for one in found if one.person not in back)
    if together:
        sources = [
            agendas_document(workspace.company, leader, meetings, back, workspace.today, workspace.root)
        ]
        sources += [found[one] for one in meetings]
        _show_together(workspace, leader, sources, form or "text", wanted)
    else:
        for one in meetings:
            print_one(workspace, one.person, wanted)
    if flaws:
        raise BadData(*dict.fromkeys(flaws))


def _is_one_file(output: Path) -> bool:
    return output.suffix.lower() in ONE_FILE and not output.is_dir()


def _find(
    workspace: Workspace, people: list[str], wanted: Wanted, flaws: list[str]
) -> Iterator[tuple[Upcoming, str]]:
    """Yield each one's meeting and its agenda; gather what is wrong with the files of the others."""
    for name in people:
        if wanted.private:
            require_privacy(workspace, name, wanted.output)
        try:
            document, kind, day = make_agenda(
                workspace, name, wanted.kind, wanted.day, private=wanted.private
            )
        except BadData as error:
            flaws += error.lines
            continue
        conversations = workspace.conversations(name)
        yield find_upcoming(name, conversations, kind, day, workspace.today), document


def _back(workspace: Workspace, one: Upcoming) -> date | None:
    """Return when somebody is back who is away on the day, unless the two have planned that very day."""
    back = absence_of(workspace.company, one.person).back_from(one.day)
    return None if one.is_planned or back == one.day else back


def _show_together(
    workspace: Workspace, leader: str, sources: list[str], form: FormOrJson, wanted: Wanted
) -> None:
    if wanted.output and wanted.private:
        keep_to_myself(workspace, wanted.output)
    if form == "html":
        from goaltalk.render.page import as_html, title_of

        language = workspace.company.language_of(leader)
        show(as_html("\n".join(sources), title_of(sources[0]), language), wanted.output)
    else:
        render = as_markdown if form == "md" else as_text
        show(BETWEEN[form].join(map(render, sources)), wanted.output)
