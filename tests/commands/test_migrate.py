"""`migrate` lifts files of older versions, comments and all; files of newer ones are refused everywhere."""

from collections.abc import Iterator

import pytest

from conftest import Goals
from goaltalk.store.guard import Model
from goaltalk.store.migrate import STEPS
from goaltalk.store.splice import Edit

KARI = "people/kari-nordmann/person.yaml"
PER = "people/per-lie/person.yaml"
OLD = """\
# yaml-language-server: $schema=../../.goaltalk/schemas/person.json
schema: person/0
# how we call her
name: Kari Nordmann   # with one s
mail: kari@fjord.example  # the one that git has
team:   platform
"""
NEW = """\
# yaml-language-server: $schema=../../.goaltalk/schemas/person.json
schema: person/1
# how we call her
name: Kari Nordmann   # with one s
email: kari@fjord.example  # the one that git has
unit:   platform
"""


def lift_person(_: Model) -> Iterator[Edit]:
    """People once had a mail and a team: made up, for there never was such a version."""
    yield Edit("rename", ("mail",), "email")
    yield Edit("rename", ("team",), "unit")


@pytest.fixture
def old(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> Goals:
    """A repository with two people of an older version, and a program that knows how to lift them."""
    monkeypatch.setitem(STEPS, ("person", 0), lift_person)
    goals.write(KARI, OLD)
    goals.write(PER, OLD.replace("Kari Nordmann", "Per Lie").replace("kari@", "per@").replace("her", "him"))
    goals.git("commit", "-qam", "old")
    return goals


def test_today_there_is_nothing_to_lift(goals: Goals) -> None:
    head = goals.git("rev-parse", "HEAD")
    expected = "nothing to do: every file is of the version that this goaltalk writes\n"
    assert goals.ok("migrate") == goals.ok("migrate", "--dry-run") == expected
    assert goals.git("rev-parse", "HEAD") == head


def test_every_file_is_lifted_in_one_commit_and_keeps_its_comments(old: Goals) -> None:
    out = old.ok("migrate")
    assert out.startswith(f"saved {KARI}, {PER} (commit ")
    assert old.text(KARI) == NEW
    assert old.git("log", "-1", "--format=%s", "--name-only").split() == ["migrate:", "2", "files", KARI, PER]
    assert old.ok("check") == "no problems found\n"
    assert old.ok("migrate").startswith("nothing to do")


def test_a_dry_run_shows_the_difference_and_changes_nothing(old: Goals) -> None:
    out = old.ok("migrate", "--dry-run")
    assert f"--- a/{KARI}\n+++ b/{KARI}\n" in out
    assert "-schema: person/0\n+schema: person/1\n" in out
    assert f"+++ b/{PER}" in out
    assert old.text(KARI) == OLD
    assert old.git("status", "--porcelain") == ""


def test_one_file_that_cannot_be_lifted_stops_all(old: Goals) -> None:
    old.write(PER, "schema: person/0\nname: Per\n")
    result = old.run("migrate")
    assert result.code == 3
    assert result.err.startswith(f"error: {PER}:")
    assert old.text(KARI) == OLD
    old.write("units/platform/unit.yaml", "schema: unit/1\n\tname: x\n")
    assert old.run("migrate").err.startswith("error: units/platform/unit.yaml:2:1: ")
    assert old.text(KARI) == OLD


def test_older_files_are_told_what_lifts_them(old: Goals) -> None:
    result = old.run("check")
    said = "was written by an older goaltalk (person/0); run goaltalk migrate, once, for all files"
    assert f"{KARI}:2:1: error schema {said}\n" in result.out
    assert result.code == 1


def test_several_versions_are_lifted_one_after_the_other(old: Goals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, ("settings", 0), lambda _: [Edit("rename", ("company",), "organisation")])
    settings = old.text("goaltalk.yaml")
    old.write(
        "goaltalk.yaml", settings.replace("settings/1", "settings/0").replace("organisation:", "company:")
    )
    assert old.run("status").code == 3
    old.ok("migrate")
    assert old.git("log", "-1", "--format=%s") == "migrate: 3 files\n"
    assert old.ok("check") == "no problems found\n"


def test_a_version_that_nothing_lifts_is_only_wrong(goals: Goals) -> None:
    goals.write(KARI, OLD)
    assert f"{KARI}:2:1: error schema schema must be person/1\n" in goals.run("check").out
    assert goals.ok("migrate").startswith("nothing to do")


NEWER = {
    "goaltalk.yaml": "settings",
    "units/platform/unit.yaml": "unit",
    "units/platform/2026-H2.yaml": "brief",
    KARI: "person",
    "people/kari-nordmann/2026-H2/agreement.yaml": "agreement",
    "people/kari-nordmann/2026-H2/checkins/2026-09-15.leader.yaml": "checkin",
    "people/kari-nordmann/2026-H2/prep.leader.yaml": "preparation",
    "people/kari-nordmann/2026-H2/talk.leader.yaml": "talk",
}


@pytest.mark.parametrize("path", NEWER)
def test_files_of_a_newer_version_are_refused_everywhere(agreed: Goals, path: str) -> None:
    name = NEWER[path]
    agreed.write(path, f"# ours\nschema: {name}/2\nnew: [things]\n")
    agreed.git("add", "-A")
    agreed.git("commit", "-qm", "by somebody with a newer goaltalk")
    said = f"{path}:2:1: was written by a newer goaltalk ({name}/2); upgrade with pip install -U goaltalk"
    result = agreed.run("check")
    if name == "settings":
        assert (result.code, result.err) == (3, f"error: {said}\n")
    else:
        assert said.replace(": was", ": error schema was") in result.out
        assert result.code == 1
    before, head = agreed.text(path), agreed.git("rev-parse", "HEAD")
    writing = {
        "settings": ("person", "set", "kari", "--set", "title=X"),
        "unit": ("unit", "set", "platform", "--set", "name=X"),
        "brief": ("brief", "platform", "--set", "focus+=X"),
        "person": ("person", "set", "kari-nordmann", "--set", "title=X"),
        "agreement": ("agree", "kari", "--set", "role=X"),
        "checkin": ("checkin", "kari", "--date", "2026-09-15", "--note", "status=X"),
        "preparation": ("prep", "kari", "--set", "purpose=X", "--share", "purpose"),
        "talk": ("talk", "kari", "--set", "notes=X"),
    }[name]
    for command in (writing, ("migrate",)):
        result = agreed.run(*command)
        assert result.code in (2, 3), command
        if name != "unit" or command == ("migrate",):
            assert "newer goaltalk" in result.err, command
    assert agreed.text(path) == before
    assert agreed.git("rev-parse", "HEAD") == head
    if name not in ("settings", "brief"):
        assert "newer goaltalk" in agreed.run("status").err + agreed.run("overdue").err
