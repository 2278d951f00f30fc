"""`migrate` lifts files of older versions, comments and all; files of newer ones are refused everywhere."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Goals, agree_on_lead_time
from goaltalk.store.guard import Model, read_model
from goaltalk.store.migrate import STEPS, Step
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


def committed(goals: Goals) -> list[str]:
    return goals.git("show", "--format=", "--name-only").split()


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_a_hook_refused_is_committed_by_the_same_command_again(old: Goals, ends: str) -> None:
    if ends == "\r\n":
        old.git("config", "core.autocrlf", "true")
        for path in (KARI, PER):
            old.write(path, old.text(path).replace("\n", ends))
    hook = old.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    result = old.run("migrate")
    assert (result.code, "saved but not committed" in result.err) == (3, True)
    assert old.text(KARI) == NEW.replace("\n", ends)
    hook.unlink()
    expected = f"would commit what is lifted already: {KARI}, {PER}\n"
    assert old.ok("migrate", "--dry-run") == expected
    assert old.ok("migrate").startswith(f"saved {KARI}, {PER} (commit ")
    assert committed(old) == [KARI, PER]
    assert old.git("log", "-1", "--format=%s") == "migrate: 2 files\n"
    assert old.git("status", "--porcelain") == ""
    assert old.ok("migrate").startswith("nothing to do")


def test_what_was_lifted_before_the_power_went_is_committed_with_the_rest(old: Goals) -> None:
    old.write(KARI, NEW)
    out = old.ok("migrate", "--dry-run")
    assert f"+++ b/{PER}" in out
    assert f"would commit what is lifted already: {KARI}\n" in out
    old.ok("migrate")
    assert committed(old) == [KARI, PER]
    assert old.git("log", "-1", "--format=%s") == "migrate: 2 files\n"
    assert old.git("status", "--porcelain") == ""


def test_what_somebody_goes_on_writing_is_not_taken_along(old: Goals) -> None:
    old.write(KARI, NEW + "title: Boss\n")
    old.ok("migrate")
    assert committed(old) == [PER]
    assert old.git("status", "--porcelain") == f" M {KARI}\n"


def test_without_a_commit_what_is_lifted_is_nothing_to_do(old: Goals) -> None:
    old.ok("--no-commit", "migrate")
    assert old.ok("--no-commit", "migrate").startswith("nothing to do")
    old.ok("migrate")
    assert committed(old) == [KARI, PER]


def test_one_file_that_cannot_be_lifted_stops_all(old: Goals) -> None:
    old.write(PER, "schema: person/0\nname: Per\n")
    result = old.run("migrate")
    assert result.code == 3
    assert result.err.startswith(f"error: {PER}:")
    assert old.text(KARI) == OLD
    old.write("units/platform/unit.yaml", "schema: unit/1\n\tname: x\n")
    assert old.run("migrate").err.startswith("error: units/platform/unit.yaml:2:1: ")
    assert old.text(KARI) == OLD


def test_a_file_that_says_it_in_both_ways_is_for_its_people_to_mend(old: Goals) -> None:
    old.write(PER, OLD + "email: per@fjord.example\n")
    result = old.run("migrate")
    assert result.code == 3
    assert result.err.startswith(f"error: {PER}:1:1: cannot be lifted: there is a key email")
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


PREP = "people/kari-nordmann/2026-H2/prep.employee.yaml"
OLD_PREP = "# mine\nschema: preparation/0\nable: [{text: Sing}]   # and dance\n"
NEW_PREP = "# mine\nschema: preparation/1\ncan: [{text: Sing}]   # and dance\n"


@pytest.fixture
def prepared(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> Goals:
    """A repository in which Kari has written with an older goaltalk."""
    steps = {
        ("preparation.employee", 0): [Edit("rename", ("able",), "can")],
        ("preparation.private", 0): [Edit("rename", ("aim",), "purpose")],
        ("agreement", 0): [],
        ("answer", 0): [Edit("rename", ("said",), "answer")],
    }
    for key, edits in steps.items():
        monkeypatch.setitem(STEPS, key, always(edits))
    goals.write(PREP, OLD_PREP)
    commit_by_kari(goals)
    return goals


def always(edits: list[Edit]) -> Step:
    return lambda _: edits


def commit_by_kari(goals: Goals) -> None:
    goals.git("add", "-A")
    goals.git("commit", "-qm", "by hand", "--author=Kari <kari@fjord.example>")


def verified(goals: Goals) -> list[tuple[str, str]]:
    out = goals.run("check", "--verify", "--format", "json").out
    return [(one["rule"], one["severity"]) for one in json.loads(out)["findings"]]


def test_who_migrates_is_not_accused_of_writing_in_others_halves(prepared: Goals) -> None:
    prepared.ok("migrate")
    assert prepared.text(PREP) == NEW_PREP
    assert prepared.git("log", "-1", "--format=%ae").strip() == "per@fjord.example"
    assert verified(prepared) == []
    prepared.ok("prep", "kari", "--set", "likes+=Dancing", who="kari-nordmann")
    assert verified(prepared) == []


def test_a_migration_made_by_hand_to_the_byte_is_one_whoever_says_so(prepared: Goals) -> None:
    prepared.write(PREP, NEW_PREP)
    prepared.git("commit", "-qam", "not what the command says")
    assert verified(prepared) == []


@pytest.mark.parametrize(
    "text",
    [
        NEW_PREP.replace("Sing", "Shout"),
        NEW_PREP.replace("dance", "fall"),
        NEW_PREP + "# more\n",
        NEW_PREP.replace("/1", "/2"),
        NEW_PREP.replace("/1", "/0"),
        NEW_PREP.replace("preparation", "talk"),
        "",
        "<<<<<<< ours\n",
    ],
)
def test_nothing_else_comes_along_with_a_migration(prepared: Goals, text: str) -> None:
    prepared.write(PREP, text)
    prepared.git("commit", "-qam", "migrate: 1 file")
    assert verified(prepared)[0] == ("wrong-author", "error") or verified(prepared)[-1] == (
        "wrong-author",
        "error",
    )


def test_a_migration_makes_nobodys_words_anothers(prepared: Goals) -> None:
    prepared.write(PREP, OLD_PREP.replace("Sing", "Shout"))
    prepared.git("commit", "-qam", "by Per")
    prepared.ok("migrate")
    assert verified(prepared) == [("wrong-author", "error")]


def test_what_was_before_a_migration_can_still_be_read(prepared: Goals) -> None:
    old = prepared.git("rev-parse", "HEAD").strip()
    prepared.ok("migrate")
    assert "schema" not in prepared.ok("status", "--at", old)
    assert prepared.run("agenda", "kari", "--at", old, "--kind", "talk").code == 0
    prepared.git("checkout", "-q", old)
    assert "older goaltalk" in prepared.run("agenda", "kari", "--kind", "talk").err


def test_answers_and_what_was_answered_stay_as_they_are(prepared: Goals) -> None:
    """An agreement of an older version is accepted, lifted, and in force as before."""
    prepared.ok("migrate")
    agree_on_lead_time(prepared)
    text = prepared.text("people/kari-nordmann/2026-H2/agreement.yaml")
    prepared.write("people/kari-nordmann/2026-H2/agreement.yaml", text.replace("agreement/1", "agreement/0"))
    folder = prepared.root / "people/kari-nordmann/2026-H2/answers"
    answers = {path: path.read_bytes() for path in folder.iterdir()}
    one = min(answers)
    one.write_bytes(answers[one].replace(b"answer/1", b"answer/0").replace(b"answer: acc", b"said: acc"))
    commit_by_kari(prepared)
    changed = one.read_bytes()
    one.write_bytes(answers[one])
    commit_by_kari(prepared)
    prepared.ok("migrate")
    assert {path: path.read_bytes() for path in folder.iterdir()} == answers
    assert "in force" in prepared.ok("status")
    one.write_bytes(changed)
    commit_by_kari(prepared)
    prepared.ok("migrate", "--dry-run")
    assert one.read_bytes() == changed
    assert "schema must be answer/1" in prepared.run("check").out


NOTES = "# Kari\nschema: preparation/0\naim: Listen   # at last\n"


def private(goals: Goals, text: str, period: str = "2026-H2", repository: str = "") -> Path:
    """Notes of the leader's own, as an older or a newer goaltalk left them."""
    settings = read_model(goals.text("goaltalk.yaml"))
    assert isinstance(settings, dict)
    name = repository or str(settings["id"])
    path = Path(os.environ["GOALTALK_PRIVATE"]) / name / "kari-nordmann" / period / "prep.leader.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_the_leaders_own_notes_are_lifted_too_and_stay_private(prepared: Goals) -> None:
    path, other = private(prepared, NOTES), private(prepared, NOTES, repository="another")
    result = prepared.run("prep", "kari", "--share", "purpose")
    assert (result.code, "an older goaltalk (preparation/0); run goaltalk migrate" in result.err) == (3, True)
    assert "would save your own notes in " in prepared.ok("migrate", "--dry-run")
    assert path.read_text() == NOTES
    out = prepared.ok("migrate")
    assert f"saved your own notes in {path} (private, not in the repository)\n" in out
    assert "Listen" not in out
    assert path.read_text() == NOTES.replace("/0", "/1").replace("aim", "purpose")
    assert path.stat().st_mode & 0o777 == 0o600
    assert other.read_text() == NOTES
    assert prepared.git("show", "--format=", "--name-only") == f"{PREP}\n"
    prepared.ok("prep", "kari", "--share", "purpose")


def test_each_lifts_their_own_notes_when_the_repository_is_lifted_already(prepared: Goals) -> None:
    prepared.ok("migrate")
    head = prepared.git("rev-parse", "HEAD")
    path = private(prepared, NOTES)
    assert prepared.ok("migrate") == f"saved your own notes in {path} (private, not in the repository)\n"
    assert prepared.ok("migrate").startswith("nothing to do")
    assert prepared.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema: preparation/2\nnew: thing\n", "was written by a newer goaltalk (preparation/2); upgrade"),
        ("schema: preparation/0\naim: 'canary\n", "never closed"),
        ("schema: preparation/0\ncanary: 1\ncanary: 1\n", "a key that stands twice"),
        ("schema: preparation/0\naim: x\npurpose: canary\n", "already"),
    ],
)
def test_notes_that_cannot_be_lifted_stop_all_and_are_not_quoted(
    prepared: Goals, text: str, said: str
) -> None:
    path = private(prepared, text)
    result = prepared.run("migrate")
    assert result.code == 3
    assert result.err.startswith(f"error: {path}:")
    assert said in result.err
    assert "canary" not in result.err
    assert (path.read_text(), prepared.text(PREP)) == (text, OLD_PREP)


def test_notes_are_found_when_the_settings_themselves_are_lifted(
    prepared: Goals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(STEPS, ("settings", 0), lambda _: [Edit("rename", ("company",), "organisation")])
    path = private(prepared, NOTES)
    settings = prepared.text("goaltalk.yaml").replace("settings/1", "settings/0")
    prepared.write("goaltalk.yaml", settings.replace("organisation:", "company:"))
    prepared.git("commit", "-qam", "old")
    assert f"saved your own notes in {path}" in prepared.ok("migrate")
