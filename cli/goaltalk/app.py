"""The door: the table of commands, the options all of them share, the one clock, the one error boundary."""

import copy
import gc
import io
import os
import sys
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from goaltalk import __version__
from goaltalk.call import Call, read_day
from goaltalk.errors import GoaltalkError, Overtaken
from goaltalk.render.escape import harmless
from goaltalk.store.environment import clean_environment

COMMANDS = {
    "init": "Make a goals repository, here or in DIR.",
    "demo": "Make a realistic goals repository to look around in, then show what goaltalk makes of it.",
    "unit": "Add, list and change units.",
    "person": "Add, list and change people.",
    "brief": "Create or edit a unit's plan for a period.",
    "prep": "Prepare your side of the talk with PERSON; for an employee that is yourself.",
    "invite": "Call a meeting with PERSON, move it or call it off; for the leader.",
    "talk": "Fill in your half of the talk's record with PERSON; for an employee that is yourself.",
    "agree": "Draft the agreement with PERSON, change it, and accept exactly this text.",
    "checkin": "Fill in your half of a check-in with PERSON; for an employee that is yourself.",
    "review": "Fill in your half of the evaluation at the period's end.",
    "feedback": "Ask people around for feedback on PERSON, and give it.",
    "agenda": "Print the agenda of one meeting.",
    "overdue": "List what is late and who acts; exit 1 if anything of severity error is.",
    "todo": "List what you are to do next, with the command for each.",
    "calendar": "Write deadlines and meetings ahead to a calendar file to subscribe to.",
    "diff": "Show what changed between two periods, or since a day: goals, goalposts, actions, check-ins.",
    "status": "Show where things stand: agreements, check-ins, goals and actions; of PERSON, in full.",
    "check": "Check every file: its form, its keys, its references. Exit 1 if anything is wrong.",
    "guide": "Print what to do before, during and after the talk; works anywhere.",
    "questions": "List questions to choose from for a talk, with the ids to pick them by; works anywhere.",
    "schema": "Print the JSON Schema of a kind of file.",
    "textconv": "Print one file in plain words, for git to compare; its driver for differences.",
    "migrate": "Lift files of older versions to those of this goaltalk, all in one commit.",
    "doctor": "Say what is wrong with this set-up and how to mend it. Exit 1 if anything is.",
}
"""Every command and what it does, so that help and completion import none of them."""

SHARED = "The options of goaltalk itself, such as -C DIR or --today DATE, may stand here, too: goaltalk -h."
OUR_BUG = 4
INTERRUPTED = 130
SELDOM = 200_000
"""So many objects more than before are made before Python looks for garbage."""


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goaltalk {__version__}")
        raise typer.Exit


def door(
    ctx: typer.Context,
    repo: Annotated[
        Path | None,
        typer.Option(
            "-C", "--repo", metavar="DIR", help="The goals repository; else found upwards from here."
        ),
    ] = None,
    as_person: Annotated[
        str | None, typer.Option("--as", metavar="PERSON", help="Whose eyes, for reading and drafting.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="Such as 2026-H2; else the one of today.")
    ] = None,
    today: Annotated[
        date | None, typer.Option("--today", metavar="DATE", parser=_day, help="Take this date for today.")
    ] = None,
    no_commit: Annotated[
        bool | None, typer.Option("--no-commit", help="Save, but leave committing to you.")
    ] = None,
    color: Annotated[
        bool | None, typer.Option("--color/--no-color", help="Colours; else only on a terminal.")
    ] = None,
    debug: Annotated[bool | None, typer.Option("--debug", help="Show the traceback of an error.")] = None,
    version: Annotated[
        bool | None,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version."),
    ] = None,
) -> None:
    """Goal and development conversations, kept as plain text in git.

    New here? goaltalk demo makes a repository to look around in; goaltalk init makes your own.
    """
    del version
    ctx.obj = Call(
        now=datetime.now(UTC),
        repo=repo,
        as_person=as_person,
        period=period,
        today=today,
        commit=not no_commit,
        color=color,
        debug=bool(debug),
    )


def _remember(ctx: Any, param: Any, value: Any) -> Any:
    """Let an option given after the command's name outrank the same one before it."""
    if value is None or ctx.resilient_parsing:
        return value
    if param.name == "version":
        _show_version(value)
    ctx.obj = ctx.obj._replace(**_as_change(param.name, value))
    for parent in _parents(ctx):
        parent.obj = ctx.obj
    return value


def _as_change(name: str, value: Any) -> dict[str, Any]:
    if name == "no_commit":
        return {"commit": False}
    return {name: Path(value) if name == "repo" else value}


def _parents(ctx: Any) -> list[Any]:
    found, step = [], ctx.parent
    while step is not None:
        found.append(step)
        step = step.parent
    return found


class Door(TyperGroup):
    """A group that imports a command's module only when that command runs."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import one command and give it the door's options; None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"goaltalk.commands.{cmd_name}")
        made = typer.main.get_command(module.app)
        made.name = cmd_name
        return self._with_shared(made)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say which one may have been meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean {near[0]}?" if near else "See goaltalk --help."
            ctx.fail(f"There is no command '{args[0]}'. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def _with_shared(self, command: Any) -> Any:
        for child in getattr(command, "commands", {}).values():
            self._with_shared(child)
        taken = {name for param in command.params for name in param.opts}
        for param in self.params:
            if taken.isdisjoint(param.opts) and param.name not in ("help", "show_completion"):
                twin: Any = copy.copy(param)
                twin.expose_value, twin.is_eager = False, False
                twin.callback, twin.hidden = _remember, True
                command.params.append(twin)
        command.epilog = command.epilog or SHARED
        return command


def make_door() -> Any:
    """Build the command line."""
    app = typer.Typer(
        cls=Door,
        name="goaltalk",
        rich_markup_mode=None,
        no_args_is_help=True,
        add_completion=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(door)
    return typer.main.get_command(app)


def main() -> None:
    """Run the command line; every way out of the program goes through here."""
    # A run is short and what it loads stays: looking for garbage among it would take a tenth of the time.
    gc.freeze()
    gc.set_threshold(SELDOM)
    clean_environment(os.environ)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        _run()
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exception(error)
        sys.exit(_end_with(error))
    finally:
        gc.freeze()  # the system takes everything back at once; to look through it first is wasted


def _run() -> None:
    """Run the command; once more, and alone, where somebody else saved between its reading and writing."""
    try:
        make_door()(prog_name="goaltalk")
    except Overtaken as error:
        if error.again_in is None:
            raise
        from goaltalk.store.save import lock

        with lock(error.again_in):
            make_door()(prog_name="goaltalk")


def _end_with(error: BaseException) -> int:
    """Tell the user what ended the program, and return the exit code for it."""
    match error:
        case GoaltalkError():
            for line in error.lines:
                _complain(line)
            return error.exit_code
        case KeyboardInterrupt():
            return INTERRUPTED
        case BrokenPipeError():
            _close_quietly()
            return 1
        case OSError():
            _complain(f"{error.filename or 'the system'}: {error.strerror or error}")
            return GoaltalkError.exit_code
        case _:
            return _explain_bug(error)


def _complain(line: str) -> None:
    # Commands to type and quotes are indented; they stand below the sentence they belong to.
    print(harmless(line) if line.startswith("  ") else f"error: {harmless(line)}", file=sys.stderr)  # noqa: T201


def _close_quietly() -> None:
    """End without a word, as other tools do when the reader of their output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain_bug(error: BaseException) -> int:
    """Keep the traceback in a file, say where, and return the exit code for our mistakes."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="goaltalk-", suffix=".txt", delete=False) as file:
        traceback.print_exception(error, file=file)
    _complain(f"this is a mistake in goaltalk, not yours; the details are in {file.name}")
    _complain("please report it; --debug shows the details at once")
    return OUR_BUG
