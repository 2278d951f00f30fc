"""Options that several commands share."""

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from goaltalk.call import Call
from goaltalk.domain.records.fields import Language
from goaltalk.errors import GoaltalkError, UsageProblem
from goaltalk.render.escape import as_json
from goaltalk.render.paint import paint, wants_colours
from goaltalk.workspace import Workspace

WITH_OPTIONAL_VALUE = ("--held", "--skip")


def complete_people(incomplete: str) -> list[str]:
    """Return the ids of the people here that a word may become; for the shell."""
    return _complete("people", incomplete)


def complete_units(incomplete: str) -> list[str]:
    """Return the ids of the units here that a word may become; for the shell."""
    return _complete("units", incomplete)


def _complete(under: str, incomplete: str) -> list[str]:
    try:
        found = Workspace(Call(now=datetime.now(UTC))).tree.folders(under)
    except GoaltalkError:
        return []
    return [name for name in found if name.startswith(incomplete)]


PersonArgument = Annotated[
    str,
    typer.Argument(
        metavar="PERSON",
        help="An id, part of an id or of a name, or an e-mail address.",
        autocompletion=complete_people,
    ),
]
OptionalPerson = Annotated[
    str | None,
    typer.Argument(
        metavar="[PERSON]",
        help="An id, part of an id or of a name, or an e-mail address.",
        autocompletion=complete_people,
    ),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file instead of the screen.")
]
Form = Literal["text", "md", "html"]
FormOrJson = Literal["text", "md", "html", "json"]
DocumentForm = Annotated[
    Form | None, typer.Option("--format", help="text, md or html; else by the file's ending, or text.")
]
DocumentFormOrJson = Annotated[
    FormOrJson | None,
    typer.Option("--format", help="text, md, html or json; else by the file's ending, or text."),
]
InLanguage = Annotated[
    Language | None, typer.Option("--language", help="en, nb or nn; else yours, or the repository's.")
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Only this unit.")]
LedBy = Annotated[
    str | None, typer.Option("--led-by", metavar="PERSON", help="Only those led by this person, or by me.")
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="DATE|REV", help="As of the end of that day, or of that commit."),
]

_ENDINGS: Mapping[str, FormOrJson] = {
    "": "text",
    ".": "text",
    ".txt": "text",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
}


class OptionalValues(TyperCommand):
    """A command whose options `--held` and `--skip` may stand without a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give a bare option an empty value, then parse as usual."""
        return super().parse_args(ctx, [_filled(arg, args[place + 1 :]) for place, arg in enumerate(args)])


def make_app(function: Callable[..., Any], cls: type[TyperCommand] | None = None) -> typer.Typer:
    """Make the app of a module with a single command."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(cls=cls, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return app


def make_group(help_text: str, functions: Mapping[str, Callable[..., Any]]) -> typer.Typer:
    """Make the app of a module with several commands."""
    app = typer.Typer(
        rich_markup_mode=None,
        add_completion=False,
        help=help_text,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(lambda: None)
    for name, function in functions.items():
        app.command(name)(function)
    return app


def open_workspace(ctx: typer.Context, at: str | None = None, *, is_sparing: bool = False) -> Workspace:
    """Open the workspace that the options before and after the command's name describe.

    `at`: the value of `--at`; which commit that is goes to stderr, so that nobody takes the past for now.
    """
    call: Call = ctx.obj
    workspace = Workspace(call, at=at, is_sparing=is_sparing)
    if workspace.revision is not None:
        typer.echo(workspace.revision.describe(workspace.today), err=True)
    return workspace


def tell_left_out(workspace: Workspace, people: Collection[str], *, by_leader: bool = True) -> None:
    """Say on stderr of how many people a sparse checkout leaves something out.

    `by_leader`: it matters who leads them, so BadData where it leaves out the unit of somebody who is here.
    """
    if workspace.left_out is None:
        return
    here = workspace.company.people
    if by_leader:
        workspace.left_out.refuse_leaderless({name: here[name].unit for name in people if name in here})
    told = workspace.left_out.tell(people)
    if told:
        typer.echo(told, err=True)


def show(text: str, output: Path | None = None, *, call: Call | None = None) -> None:
    """Print a text, or write it to a file; with the `call` in the colours that it asks for."""
    if output is None and call is not None and wants_colours(call.color):
        typer.echo(paint(text), nl=not text.endswith("\n"), color=True)
    elif output is None:
        typer.echo(text, nl=not text.endswith("\n"))
    else:
        output.write_text(text, encoding="utf-8")
        typer.echo(f"wrote {output}", err=True)


def make_folder(folder: Path) -> None:
    """Make a folder for what is written, if there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageProblem(f"-o {folder}: {error.strerror or error}; name a folder") from None


def choose_form(form: FormOrJson | None, output: Path | None, *, has_json: bool = True) -> FormOrJson:
    """Return the form that was asked for, else the one that the file's ending means, else text.

    UsageProblem for an ending that means none of the forms there are; a folder has no ending.
    """
    if form or output is None or output.is_dir():
        return form or "text"
    known = [one for one, meant in _ENDINGS.items() if has_json or meant != "json"]
    ending = output.suffix.lower()
    if ending not in known:
        endings = ", ".join(one for one in known if len(one) > 1)
        raise UsageProblem(
            f"-o {output}: no form goes by the ending {ending}; there are {endings}, or say it with --format"
        )
    return _ENDINGS[ending]


def show_document(
    source: str, language: Language, form: FormOrJson | None = None, output: Path | None = None
) -> None:
    """Print a document, or write it to a file, in the form asked for."""
    chosen = choose_form(form, output, has_json=False)
    if chosen == "html":
        from goaltalk.render.page import as_html, title_of

        show(as_html(source, title_of(source), language), output)
    else:
        from goaltalk.render.document import as_markdown, as_text

        show(as_markdown(source) if chosen == "md" else as_text(source), output)


def show_json(value: Mapping[str, Any], output: Path | None = None) -> None:
    """Print a value as JSON."""
    show(as_json(value), output)


def split_pair(option: str, text: str, form: str) -> tuple[str, str]:
    """Split `NAME=VALUE`; UsageProblem says which form the option wants."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageProblem(f"{option} '{text}': write it like {form}")
    return name.strip(), value.strip()


def choose_one(wanted: Mapping[str, bool]) -> str | None:
    """Return the one option that was given of several; UsageProblem if more than one was."""
    chosen = [name for name, is_wanted in wanted.items() if is_wanted]
    if len(chosen) > 1:
        raise UsageProblem(f"{' and '.join(chosen)} do not go together; use one of them")
    return chosen[0] if chosen else None


def ask(question: str) -> bool:
    """Ask on the terminal; whoever stops it there with Ctrl-C has interrupted the command."""
    try:
        return typer.confirm(question)
    except typer.Abort:
        raise KeyboardInterrupt from None


def on_terminal() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _filled(arg: str, following: Sequence[str]) -> str:
    if arg not in WITH_OPTIONAL_VALUE or (following and _is_value(arg, following[0])):
        return arg
    return f"{arg}="


def _is_value(option: str, text: str) -> bool:
    if option == "--held":
        return text[:4].isdigit() and text.count("-") == 2
    return not text.startswith("-")


TextOrJson = Literal["text", "json"]
