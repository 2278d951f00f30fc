"""Founding makes a goals repository of any folder and keeps what is there."""

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from goaltalk.call import Call
from goaltalk.domain.records import KINDS
from goaltalk.errors import GitProblem, UsageProblem
from goaltalk.store.load import Loader
from goaltalk.store.schema import schema_text
from goaltalk.store.tree import WorkingTree
from goaltalk.writing.found import Founding, found_repository

FOUNDING = Founding("Fjord: «AS» # 1", "nb", "tertial", "every 3 weeks", "Europe/Oslo")
CALL = Call(now=datetime(2026, 9, 15, 9, tzinfo=UTC), today=date(2026, 9, 15))


@pytest.fixture(autouse=True)
def _kari_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Kari Nordmann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "kari@fjord.example")


def git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True)
    return done.stdout.decode()


def found(folder: Path, call: Call = CALL, founding: Founding = FOUNDING) -> str:
    return found_repository(call, folder, founding, str(folder))


def test_a_new_folder_becomes_a_goals_repository(tmp_path: Path) -> None:
    root = tmp_path / "new/goals"
    assert found(root).startswith(f"made a goals repository in {root}\n")
    settings = Loader(WorkingTree(root)).settings()
    assert settings.organisation == "Fjord: «AS» # 1"
    assert (settings.language, settings.period, settings.cadence) == ("nb", "tertial", "every 3 weeks")
    assert (settings.timezone, settings.tracked_from) == ("Europe/Oslo", date(2026, 9, 15))
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "--format=%s") == "init\n"
    for kind in KINDS:
        assert (root / f".goaltalk/schemas/{kind}.json").read_text(encoding="utf-8") == schema_text(kind)
    attribute = git(
        root, "check-attr", "diff", "eol", "--", "people/kari/2026/checkins/2026-01-01.leader.yaml"
    )
    assert attribute.count("diff: goaltalk\n") == attribute.count("eol: lf\n") == 1
    assert not (root / "people").exists()
    assert (root / ".editorconfig").is_file()


def test_each_repository_has_an_id_of_its_own(tmp_path: Path) -> None:
    found(tmp_path / "a")
    found(tmp_path / "b")
    ids = {Loader(WorkingTree(tmp_path / one)).settings().id for one in "ab"}
    assert len(ids) == 2


def test_founding_twice_changes_nothing(tmp_path: Path) -> None:
    found(tmp_path / "a")
    before = git(tmp_path / "a", "rev-parse", "HEAD")
    text = (tmp_path / "a/goaltalk.yaml").read_bytes()
    assert found(tmp_path / "a").startswith("nothing to change in ")
    assert git(tmp_path / "a", "rev-parse", "HEAD") == before
    assert (tmp_path / "a/goaltalk.yaml").read_bytes() == text


def test_an_existing_repository_is_adopted_and_its_files_are_kept(tmp_path: Path) -> None:
    root = tmp_path / "old"
    root.mkdir()
    git(root, "init", "-q", "-b", "trunk")
    (root / "README.md").write_text("mine")
    (root / ".gitattributes").write_text("* text=auto\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "mine")
    (root / ".editorconfig").write_text("# not committed yet\n")
    (root / "staged.txt").write_text("staged")
    git(root, "add", "staged.txt")
    told = found(root)
    assert "kept as they were: .gitattributes, .editorconfig\n" in told
    assert (root / ".gitattributes").read_text() == "* text=auto\n"
    assert (root / ".editorconfig").read_text() == "# not committed yet\n"
    assert git(root, "branch", "--show-current") == "trunk\n"
    assert git(root, "log", "--format=%s") == "init\nmine\n"
    assert git(root, "status", "--porcelain") == "A  staged.txt\n?? .editorconfig\n"
    committed = git(root, "show", "--format=", "--name-only").split()
    beside = {"people/.gitattributes", "units/.gitattributes"}
    assert set(committed) == {"goaltalk.yaml", *beside, *(f".goaltalk/schemas/{kind}.json" for kind in KINDS)}
    attribute = git(root, "check-attr", "diff", "--", "people/kari/person.yaml", "units/platform/unit.yaml")
    assert attribute.count("diff: goaltalk\n") == 2


def test_settings_that_are_there_are_kept(tmp_path: Path) -> None:
    text = "schema: settings/1\norganisation: Old\nid: old-12345\n"
    (tmp_path / "a").mkdir()
    (tmp_path / "a/goaltalk.yaml").write_text(text)
    found(tmp_path / "a")
    assert (tmp_path / "a/goaltalk.yaml").read_text() == text


def test_of_many_schemas_only_how_many_is_told(tmp_path: Path) -> None:
    found(tmp_path)
    for kind in KINDS:
        (tmp_path / f".goaltalk/schemas/{kind}.json").unlink()
    (tmp_path / ".editorconfig").unlink()
    git(tmp_path, "commit", "-qam", "lost")
    told = f"added to {tmp_path}: .editorconfig, {len(KINDS)} schemas in .goaltalk/schemas"
    assert found(tmp_path).split("\n")[0] == told


def test_schemas_are_ours_and_are_renewed(tmp_path: Path) -> None:
    found(tmp_path / "a")
    schema = tmp_path / "a/.goaltalk/schemas/talk.json"
    schema.write_text("{}")
    git(tmp_path / "a", "commit", "-aqm", "old schema")
    found(tmp_path / "a")
    assert schema.read_text(encoding="utf-8") == schema_text("talk")


def test_a_folder_inside_a_repository_needs_no_repository_of_its_own(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    found(tmp_path / "goals")
    assert not (tmp_path / "goals/.git").exists()
    assert git(tmp_path, "log", "--format=%s") == "init\n"


def test_without_commit_no_repository_is_made(tmp_path: Path) -> None:
    found(tmp_path / "a", call=CALL._replace(commit=False))
    assert (tmp_path / "a/goaltalk.yaml").is_file()
    assert not (tmp_path / "a/.git").exists()


def test_a_commit_that_failed_is_made_by_the_next_run(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "a")
    hook = tmp_path / "a/.git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(GitProblem, match="saved but not committed"):
        found(tmp_path / "a")
    text = (tmp_path / "a/goaltalk.yaml").read_bytes()
    hook.unlink()
    assert found(tmp_path / "a").startswith("made a goals repository in ")
    assert (tmp_path / "a/goaltalk.yaml").read_bytes() == text
    assert git(tmp_path / "a", "status", "--porcelain") == ""


def test_a_cadence_nobody_knows_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="--cadence 'often': write weekly"):
        found(tmp_path / "a", founding=Founding("Fjord", "nb", "year", "often"))
    assert not (tmp_path / "a").exists()


def test_without_an_identity_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(GitProblem, match="git does not know who you are"):
        found(tmp_path / "a")
    assert not (tmp_path / "a/goaltalk.yaml").exists()
    assert not (tmp_path / "a/.git").exists()
