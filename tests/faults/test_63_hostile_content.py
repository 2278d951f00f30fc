"""Rows 63 to 71: text and repositories that mean harm.

| row | where else |
|---|---|
| 65 | there is no output of CSV yet; its cells are to be guarded where it is made |
| 66 | tests/render/test_calendar.py |
| 67, 68 | tests/render/test_finding_formats.py |
| 69 | tests/render/test_team_templates.py |
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Goals
from faults.ground import AGREEMENT, PERSON, refuse

EVIL = "\x1b[31mred\x1b]8;;http://x\x07 \x1b]52;c;aGk=\x07 \x9b1m \u202eevil [/] [link=http://x]l[/link]"
MARKUP = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) </script><script>alert(2)</script>"
READING = (
    ("status",), ("overdue",), ("check",), ("todo",), ("agenda", "kari"),
    ("agenda", "kari", "--format", "md"),
    ("agenda", "kari", "--format", "html"), ("agree", "kari", "--show"), ("diff", "kari"), ("person", "list"),
    ("person", "show", "kari"), ("unit", "list"), ("status", "--wishes"),
)  # fmt: skip


def poisoned(goals: Goals, text: str) -> Goals:
    """The same text in the fields that are shown most."""
    told = json.dumps(text)
    goals.write(PERSON, goals.text(PERSON) + f"title: {told}\n")
    unit = goals.text("units/platform/unit.yaml")
    goals.write("units/platform/unit.yaml", unit.replace("name: Platform", f"name: {told}"))
    goals.write(AGREEMENT, goals.text(AGREEMENT).replace("title: Halve the lead time", f"title: {told}"))
    assert told in goals.text(AGREEMENT)
    return goals


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_63_what_a_terminal_would_obey_is_shown_harmlessly(agreed: Goals, command: tuple[str, ...]) -> None:
    result = poisoned(agreed, EVIL).run(*command)
    shown = result.out + result.err
    assert result.code in (0, 1), result.err
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(shown)


@pytest.mark.parametrize("command", [("agenda", "kari"), ("agree", "kari", "--show")], ids=" ".join)
def test_64_markup_is_inert_in_html_and_markdown(agreed: Goals, command: tuple[str, ...]) -> None:
    poisoned(agreed, MARKUP)
    html = agreed.ok(*command, "--format", "html")
    assert "<img" not in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "onerror" in html
    markdown = agreed.ok(*command, "--format", "md")
    assert "\\<img" in markdown or "&lt;img" in markdown


def hostile(goals: Goals, ran: Path) -> None:
    """Let the repository's own settings name programs, each of which would leave a trace."""
    programs = {
        "core.fsmonitor": "fsmonitor", "diff.external": "external", "diff.goaltalk.textconv": "textconv",
        "diff.goaltalk.command": "command", "core.sshCommand": "ssh", "core.pager": "pager",
        "core.editor": "editor",
        "gpg.program": "gpg", "gpg.ssh.program": "gpgssh", "credential.helper": "credential",
        "core.askPass": "askpass", "filter.evil.clean": "clean", "filter.evil.smudge": "smudge",
        "uploadpack.packObjectsHook": "pack", "core.alternateRefsCommand": "alternate",
        "trailer.x.command": "trailer",
    }  # fmt: skip
    for setting, name in programs.items():
        program = goals.root.parent / f"evil-{name}"
        program.write_text(f"#!/bin/sh\necho {name} >> {ran}\ncat\n")
        program.chmod(0o755)
        goals.git("config", setting, str(program))
    hooks = goals.root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in (
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "pre-commit",
        "fsmonitor-watchman",
    ):
        (hooks / name).write_text(f"#!/bin/sh\necho hook-{name} >> {ran}\n")
        (hooks / name).chmod(0o755)
    goals.git("config", "remote.origin.url", "ssh://evil.example/x")
    goals.git("config", "remote.origin.promisor", "true")
    goals.git("config", "log.showSignature", "true")
    ran.unlink(missing_ok=True)


DEEP = (("check", "--verify"), ("agree", "kari", "--show", "--changes"), ("doctor",))


@pytest.mark.parametrize("command", [*READING, *DEEP], ids=" ".join)
def test_70_reading_runs_nothing_that_the_repository_names(
    agreed: Goals, tmp_path: Path, command: tuple[str, ...]
) -> None:
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    ran = tmp_path / "ran"
    hostile(agreed, ran)
    agreed.write(PERSON, agreed.text(PERSON) + "title: Changed\n")
    result = agreed.run(*command)
    assert "Traceback" not in result.err
    assert not ran.exists(), ran.read_text()


def test_70_the_trap_itself_works(agreed: Goals, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    hostile(agreed, ran)
    agreed.write(PERSON, agreed.text(PERSON) + "title: Changed\n")
    subprocess.run(["git", "diff"], cwd=agreed.root, capture_output=True, check=False)
    assert {"fsmonitor", "command"} <= set(ran.read_text().split())


@pytest.mark.parametrize("person", ["--help", "-o/tmp/x", "--version"])
def test_71_ids_from_files_never_become_options(agreed: Goals, person: str) -> None:
    agreed.write(f"people/{person.replace('/', '_')}/person.yaml", agreed.text(PERSON))
    assert "file-name" in agreed.run("check").out
    refuse(agreed, "unit", "set", "platform", "--leader", person, match="nobody|leader", code=2)
    done = subprocess.run(
        [sys.executable, "-m", "goaltalk", "status"],
        cwd=agreed.root,
        capture_output=True,
        check=False,
    )
    assert b"Usage" not in done.stdout
