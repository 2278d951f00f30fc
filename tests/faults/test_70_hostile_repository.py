"""Rows 70 and 71: repositories, and names in them, that mean harm."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals, git
from faults.ground import AGREEMENT, NOTE, PERSON, READING, refuse


def hostile(goals: Goals, ran: Path) -> None:
    """Let the repository's own settings name programs, each of which would leave a trace."""
    programs = {
        "core.fsmonitor": "fsmonitor", "diff.external": "external", "diff.goaltalk.textconv": "textconv",
        "diff.goaltalk.command": "command", "core.sshCommand": "ssh", "core.pager": "pager",
        "core.editor": "editor",
        "gpg.program": "gpg", "gpg.ssh.program": "gpgssh", "credential.helper": "credential",
        "core.askPass": "askpass", "filter.evil.clean": "clean", "filter.evil.smudge": "smudge",
        "uploadpack.packObjectsHook": "pack", "core.alternateRefsCommand": "alternate",
        "trailer.x.command": "trailer", "filter.evil=x.clean": "clean", "filter.evil.process": "process",
        "gpg.ssh.defaultKeyCommand": "key", "core.gitProxy": "proxy", "interactive.diffFilter": "interactive",
        "merge.evil.driver": "merge", "remote.origin.uploadpack": "upload", "diff.evil.command": "evil-diff",
        "diff.evil.textconv": "evil-textconv", "sequence.editor": "sequence", "alias.log": "alias",
        "alias.status": "alias", "mergetool.x.cmd": "mergetool", "browser.x.cmd": "browser",
    }  # fmt: skip
    for setting, name in programs.items():
        program = goals.root.parent / f"evil-{name}"
        program.write_text(f"#!/bin/sh\necho {name} >> {ran}\nexit 1\n")
        program.chmod(0o755)
        goals.git("config", setting, f"{'!' if setting.startswith('alias.') else ''}{program}")
    goals.write(
        ".git/info/attributes", "people/** filter=evil diff=evil merge=evil\nunits/** filter=evil=x\n"
    )
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


DEEP = (
    ("check", "--verify"), ("agree", "kari", "--show", "--changes"), ("doctor",),
    ("doctor", "--format", "json"), ("diff", "kari", "2026-H1", "2026-H2"), ("status", "--at", "2026-12-31"),
    ("agenda", "kari", "--at", "HEAD"), ("agenda", "--all", "--led-by", "per"), ("textconv", "goaltalk.yaml"),
    ("migrate", "--dry-run"), ("questions",), ("guide",), ("schema", "person"), ("calendar", "-o", "-"),
    ("checkin", "kari", "--show"), ("overdue", "--format", "github"), ("brief", "platform", "--render"),
)  # fmt: skip


@pytest.mark.parametrize("command", [*READING, *DEEP], ids=" ".join)
def test_70_reading_runs_nothing_that_the_repository_names(
    agreed: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    agreed.ok(*NOTE)
    ran = tmp_path / "ran"
    hostile(agreed, ran)
    agreed.write(PERSON, agreed.text(PERSON) + "title: Changed\n")
    agreed.write(AGREEMENT, agreed.text(AGREEMENT) + "# touched\n")
    monkeypatch.chdir(agreed.root)
    before = files(agreed.root / ".git")
    result = agreed.run(*command)
    assert result.code in (0, 1), result.err
    assert not ran.exists(), ran.read_text()
    assert files(agreed.root / ".git") == before, "and it writes nothing into git's folder"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def evil_filter(tmp_path: Path) -> Path:
    """A filter that leaves a trace in `ran`."""
    made = tmp_path / "evil-filter"
    made.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n")
    made.chmod(0o755)
    return made


def hide_in_common_folder(goals: Goals) -> None:
    (goals.root / ".store").mkdir()
    for name in ("objects", "refs", "config", "info", "logs"):
        (goals.root / ".git" / name).rename(goals.root / ".store" / name)
    (goals.root / ".git/commondir").write_text("../.store\n")
    git(goals.root.parent, "init", "-q")


def hide_in_included(goals: Goals) -> None:
    (goals.root / ".git/config").rename(goals.root / ".more")
    goals.write(".git/config", "[include]\n\tpath = ../.more\n")


def hide_in_work_tree(goals: Goals) -> None:
    (goals.root / ".git/config").rename(goals.root / ".git/config.worktree")
    goals.write(
        ".git/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n"
    )


@pytest.mark.parametrize(
    "hide", [hide_in_common_folder, hide_in_included, hide_in_work_tree], ids=lambda way: way.__name__
)
def test_70_settings_that_hide_start_nothing_either(
    agreed: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hide: Callable[[Goals], None]
) -> None:
    monkeypatch.chdir(agreed.root)
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    agreed.ok(*NOTE)
    agreed.git("config", "filter.x.clean", str(evil_filter(tmp_path)))
    agreed.write(".git/info/attributes", "* filter=x\n")
    hide(agreed)
    os.utime(agreed.root / PERSON, (1, 1))
    for command in (*READING, *DEEP):
        result = agreed.run(*command)
        assert result.code in (0, 1), (command, result.err)
        assert not (tmp_path / "ran").exists(), command
    agreed.git("status")
    assert (tmp_path / "ran").exists(), "a git that does not look out falls for it"


def test_70_what_a_partial_clone_left_out_is_not_fetched(agreed: Goals, tmp_path: Path) -> None:
    """An old text is really missing, and git would get it from where it came from."""
    agreed.ok(*NOTE)
    agreed.ok("checkin", "kari", "--note", "status=Slow")
    agreed.ok("agree", "kari", "--amend", "Roles", "--set", "role=Clear")
    agreed.git("config", "uploadpack.allowFilter", "true")
    agreed.git("config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", agreed.root.as_uri(), "partial")
    partial = Goals(tmp_path / "partial", agreed.invoke)
    listed = partial.git("rev-list", "--objects", "--all", "--missing=print")
    missing = [line for line in listed.splitlines() if line.startswith("?")]
    assert missing
    before = files(partial.root / ".git")
    looking_back = (("status", "--at", "HEAD~2"), ("agree", "kari", "--show", "--changes"))
    for command in (*READING, *DEEP, *looking_back):
        result = partial.run(*command)
        assert result.code in (0, 1, 3), command
        assert "Traceback" not in result.err
    assert files(partial.root / ".git") == before
    partial.git("cat-file", "-p", missing[0][1:])
    assert files(partial.root / ".git") != before, "git itself fetches it"


def test_70_the_trap_itself_works(agreed: Goals, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    hostile(agreed, ran)
    agreed.write(PERSON, agreed.text(PERSON) + "title: Changed\n")
    for command in (
        ["status"],
        ["config", "--unset", "filter.evil.process"],
        ["diff"],
        ["ls-remote", "origin"],
    ):
        subprocess.run(["git", *command], cwd=agreed.root, capture_output=True, check=False)
    assert {"fsmonitor", "process", "clean", "evil-diff", "ssh"} <= set(ran.read_text().split())


@pytest.mark.parametrize("shell", ["GIT_EXTERNAL_DIFF", "GIT_CONFIG_PARAMETERS", "GIT_DIR"])
def test_70_variables_that_mislead_git_are_left_at_the_door(
    agreed: Goals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    program.chmod(0o755)
    values = {"GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={program}'", "GIT_DIR": str(tmp_path)}
    monkeypatch.setenv(shell, values.get(shell, str(program)))
    agreed.write(PERSON, agreed.text(PERSON) + "title: Changed\n")
    result = agreed.run("check", "--verify")
    assert (result.code, result.err) == (0, "")
    assert not (tmp_path / "ran").exists()


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
