"""No filter of the repository's own is started where git only reads, wherever its settings name it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from goaltalk.errors import GitProblem
from goaltalk.store.filters import without_filters
from goaltalk.store.porcelain import ask_status


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a file that a filter is meant for, and that seems touched."""
    git(tmp_path, "init", "-q", "-b", "main", "root")
    made = tmp_path / "root"
    (made / "a.yaml").write_text("a: 1\n")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "first")
    (made / ".git/info").mkdir(exist_ok=True)
    (made / ".git/info/attributes").write_text("* filter=x\n")
    os.utime(made / "a.yaml", (1, 1))
    return made


@pytest.fixture
def program(tmp_path: Path) -> str:
    """A filter that leaves a trace."""
    made = tmp_path / "program"
    made.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n")
    made.chmod(0o755)
    return str(made)


def in_config(root: Path, program: str) -> None:
    git(root, "config", "filter.x.clean", program)


def in_capitals(root: Path, program: str) -> None:
    place = root / ".git/config"
    place.write_text(place.read_text() + f'[FILTER "x"]\n\tCLEAN = {program}\n')


def with_a_dot(root: Path, program: str) -> None:
    place = root / ".git/config"
    place.write_text(place.read_text() + f"[filter.x]\n\tclean = {program}\n")


def behind_a_mark(root: Path, program: str) -> None:
    place = root / ".git/config"
    more = f'[core] bare = false\n[filter "x"] clean = {program}\n'
    place.write_bytes(b"\xef\xbb\xbf" + place.read_bytes() + more.encode())


def of_the_work_tree(root: Path, program: str) -> None:
    git(root, "config", "extensions.worktreeConfig", "true")
    git(root, "config", "--worktree", "filter.x.clean", program)


def included(root: Path, program: str) -> None:
    git(root, "config", "include.path", "../more")
    git(root, "config", "--file", "more", "filter.x.clean", program)


def included_twice(root: Path, program: str) -> None:
    git(root, "config", "include.path", "../more")
    git(root, "config", "--file", "more", "include.path", "even-more")
    git(root, "config", "--file", "even-more", "filter.x.clean", program)


def included_on_a_branch(root: Path, program: str) -> None:
    git(root, "config", "includeIf.onbranch:main.path", "../more")
    git(root, "config", "--file", "more", "filter.x.clean", program)


def included_here(root: Path, program: str) -> None:
    git(root, "config", f"includeIf.gitdir:{root}/.path", "../more")
    git(root, "config", "--file", "more", "filter.x.clean", program)


def included_by_the_work_tree(root: Path, program: str) -> None:
    git(root, "config", "extensions.worktreeConfig", "true")
    git(root, "config", "--worktree", "include.path", "../more")
    git(root, "config", "--file", "more", "filter.x.clean", program)


def in_a_common_folder(root: Path, program: str) -> None:
    git(root, "config", "filter.x.clean", program)
    (root / "store").mkdir()
    for name in ("objects", "refs", "config", "info"):
        (root / ".git" / name).rename(root / "store" / name)
    (root / ".git/commondir").write_text("../store\n")


def in_a_common_folder_before_a_nul(root: Path, program: str) -> None:
    in_a_common_folder(root, program)
    (root / ".git/commondir").write_bytes(b"../store\0/nowhere")


def as_a_process(root: Path, program: str) -> None:
    git(root, "config", "filter.x.process", program)
    git(root, "config", "filter.x.required", "true")


def in_the_repository_above(root: Path, program: str) -> None:
    """The folder itself only looks like a repository."""
    (root / ".git/HEAD").write_text("ref: elsewhere\n")
    above = root.parent
    git(above, "init", "-q", "-b", "main")
    git(above, "add", "root/a.yaml")
    git(above, "commit", "-qm", "first")
    (above / ".git/info").mkdir(exist_ok=True)
    (above / ".git/info/attributes").write_text("* filter=x\n")
    git(above, "config", "filter.x.clean", program)
    os.utime(root / "a.yaml", (2, 2))


WAYS = (
    in_config, in_capitals, with_a_dot, behind_a_mark, of_the_work_tree, included, included_twice,
    included_on_a_branch, included_here, included_by_the_work_tree, in_a_common_folder,
    in_a_common_folder_before_a_nul, as_a_process, in_the_repository_above,
)  # fmt: skip


@pytest.mark.parametrize("outer", [False, True], ids=["alone", "inside another"])
@pytest.mark.parametrize("set_up", WAYS, ids=lambda way: way.__name__)
def test_no_filter_is_started(
    root: Path, program: str, tmp_path: Path, set_up: Callable[[Path, str], None], outer: bool
) -> None:
    if outer and set_up is not in_the_repository_above:
        git(tmp_path, "init", "-q")
    set_up(root, program)
    ask_status(root, ["a.yaml"], env=without_filters(root))
    assert not (tmp_path / "ran").exists()
    subprocess.run(["git", "status"], cwd=root, capture_output=True, check=False)
    assert (tmp_path / "ran").exists(), "a git that does not look out falls for it"


def test_an_ordinary_repository_costs_no_process(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    assert without_filters(root) == {}
    assert not (tmp_path / "trace").exists()


def test_settings_that_git_cannot_read_are_a_problem(root: Path) -> None:
    (root / ".git/config").write_text("[filter\n")
    with pytest.raises(GitProblem, match="git cannot read its settings here"):
        without_filters(root)


def test_where_a_repository_is_not_as_git_makes_it_git_is_asked(root: Path) -> None:
    (root / ".git/HEAD").write_text("ref:refs/heads/main")
    assert without_filters(root) == {"GIT_CONFIG_COUNT": "0"}
