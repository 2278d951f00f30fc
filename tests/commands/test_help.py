"""Help that teaches: every command has it, and the table of commands says what the commands say."""

from collections.abc import Callable
from importlib import import_module

import pytest
import typer

from conftest import Goals, Result
from goaltalk import __version__
from goaltalk.app import COMMANDS, make_door


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name: str) -> None:
    command = typer.main.get_command(import_module(f"goaltalk.commands.{name}").app)
    assert (command.help or "").split("\n")[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_has_a_help_text(name: str, invoke: Callable[..., Result]) -> None:
    command = typer.main.get_command(import_module(f"goaltalk.commands.{name}").app)
    children = list(getattr(command, "commands", {}).values()) or [command]
    for child in children:
        assert child.help
        for param in child.params:
            assert getattr(param, "help", None), f"{name} {param.name}"
    result = invoke(name, "--help")
    assert result.code == 0
    assert "goaltalk -h" in result.out


def test_the_help_lists_every_command_without_importing_any(invoke: Callable[..., Result]) -> None:
    result = invoke("--help")
    assert result.code == 0
    for name, summary in COMMANDS.items():
        assert f"{name} " in result.out
        assert summary.split(";")[0][:30] in result.out


def test_the_version_is_shown_on_both_sides_of_a_command(invoke: Callable[..., Result]) -> None:
    for arguments in (("--version",), ("overdue", "--version")):
        result = invoke(*arguments)
        assert (result.code, result.out) == (0, f"goaltalk {__version__}\n")


def test_shared_options_work_on_both_sides_and_the_later_one_wins(agreed: Goals) -> None:
    root = str(agreed.root)
    for arguments in (
        ("-C", root, "--today", "2026-10-30", "overdue"),
        ("overdue", "-C", root, "--today", "2026-10-30"),
        ("-C", "/nowhere", "--today", "2020-01-01", "overdue", "--repo", root, "--today", "2026-10-30"),
        ("person", "list", "-C", root),
        ("--no-commit", "checkin", "kari", "--note", "other=x", "-C", root, "--today", "2026-09-15"),
        ("checkin", "kari", "--note", "other=y", "--no-commit", "-C", root, "--today", "2026-09-15"),
    ):
        result = agreed.invoke(*arguments)
        assert result.code == (1 if "overdue" in arguments else 0), result.err
    assert agreed.git("status", "--porcelain").startswith("?? ")


def test_the_shell_completes_commands_and_people(agreed: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(agreed.root)
    monkeypatch.setenv("_GOALTALK_COMPLETE", "complete_bash")
    for words, found in (("goaltalk over", "overdue"), ("goaltalk agenda ka", "kari-nordmann")):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
        assert agreed.invoke().out.split() == [found]


def test_the_door_names_what_it_is_for() -> None:
    assert "plain text in git" in (make_door().help or "")
