"""What leaders write for themselves stays with them: a canary in each private field, sought everywhere."""

import json
import os
import stat
import zlib
from pathlib import Path

import pytest

from conftest import PEOPLE, Goals, agree_on_lead_time, git

KARI = "kari-nordmann"
SHARED = f"people/{KARI}/2026-H2/prep.leader.yaml"
CANARY = "canary-7731"
PRIVATE = f"""\
schema: preparation/1
purpose: Find out what is next
good_experience: {CANARY}-good
strengths: {CANARY}-strengths
expectations: {CANARY}-expectations
working_environment: {CANARY}-environment
preconceptions: {CANARY}-preconceptions
standing: On firm ground
follow_up_questions: [{CANARY}-ask]
answers: {{next-years: {CANARY}-answer}}
"""
DAY = "2026-08-18"


def notes_file(goals: Goals) -> Path:
    found = list(Path(os.environ["GOALTALK_PRIVATE"]).rglob("*.yaml*"))
    assert len(found) == 1
    return found[0]


def write_notes(goals: Goals, text: str = PRIVATE) -> None:
    source = goals.root.parent / "notes-source.yaml"
    source.write_text(text, encoding="utf-8")
    goals.ok("prep", "kari", "--from", str(source), today=DAY)
    source.unlink()
    # The command takes none but the words for it; what was written by hand is just as private.
    place = notes_file(goals)
    place.write_text(place.read_text("utf-8").replace("On firm ground", f"{CANARY}-standing"), "utf-8")


def count_commits(goals: Goals) -> int:
    return int(goals.git("rev-list", "--count", "--all"))


def find_everywhere(goals: Goals, text: str) -> list[str]:
    """Return where a text is: in any file, ignored ones and git's own included, in any object or message."""
    found = [
        str(path)
        for path in goals.root.rglob("*")
        if path.is_file() and (text.encode() in path.read_bytes() or text in path.name)
    ]
    objects = (goals.root / ".git" / "objects").glob("??/*")
    found += [str(path) for path in objects if text.encode() in zlib.decompress(path.read_bytes())]
    commits = goals.git("rev-list", "--all").split()
    found += [one for one in commits if text in goals.git("show", one)]
    return found


def test_no_private_text_is_anywhere_in_the_repository_or_in_what_others_see(goals: Goals) -> None:
    write_notes(goals)
    agree_on_lead_time(goals)
    goals.ok("prep", "kari", "--share", "purpose", today=DAY)
    goals.ok("agenda", "kari", "--private", "--kind", "talk", "--date", DAY)
    goals.ok("checkin", "kari", "--note", "other=x")
    said = [goals.ok("check"), goals.ok("status"), goals.run("overdue").out, goals.ok("diff", "kari")]
    said += [
        goals.ok("agenda", "kari", "--kind", kind, "--format", form, who=who)
        for who in PEOPLE
        for kind in ("talk", "checkin")
        for form in ("text", "md", "json")
    ]
    refused = [
        goals.run("agenda", "kari", "--private", who=KARI),
        goals.run("agenda", "kari", "--private", who="nobody"),
        goals.run("prep", "kari", "--dry-run", "--no-edit", who="nobody", today=DAY),
        goals.run("prep", "kari", "--share", "standing", today=DAY),
        goals.run("prep", "kari", "--share", "questions", today=DAY),
        goals.run("prep", "kari", "--set", "standing.x=1", today=DAY),
    ]
    assert all(one.code for one in refused)
    said += [one.out + one.err for one in refused]
    said.append(goals.ok("prep", "kari", "--dry-run", "--no-edit", who=KARI, today=DAY))
    assert not any(CANARY in one for one in said)
    assert find_everywhere(goals, CANARY) == []
    assert find_everywhere(goals, "Find out what is next")
    assert CANARY in notes_file(goals).read_text(encoding="utf-8")
    assert goals.git("status", "--porcelain", "--ignored") == ""


def test_prep_by_the_leader_makes_no_commit_and_says_where_the_notes_are(goals: Goals) -> None:
    before = count_commits(goals)
    said = goals.ok("prep", "kari", "--set", "purpose=Listen", today=DAY)
    place = notes_file(goals)
    assert said == f"saved your own notes in {place} (private, not in the repository)\n"
    assert count_commits(goals) == before
    assert goals.git("status", "--porcelain", "--ignored") == ""
    assert "purpose: Listen" in place.read_text(encoding="utf-8")
    assert goals.ok("prep", "kari", "--set", "purpose=Listen", today=DAY) == f"nothing to change: {place}\n"
    assert goals.ok("prep", "kari", today=DAY) == f"nothing to change: {place}\n"
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert {stat.S_IMODE(one.stat().st_mode) for one in list(place.parents)[:4]} == {0o700}


def test_the_notes_of_two_repositories_and_two_periods_do_not_meet(goals: Goals) -> None:
    goals.ok("prep", "kari", "--set", "purpose=Now", today=DAY)
    goals.ok("prep", "kari", "--set", "purpose=Later", "--period", "2027-H1", today=DAY)
    goals.write("goaltalk.yaml", "schema: settings/1\norganisation: Fjord\nid: another-one\n")
    goals.ok("prep", "kari", "--set", "purpose=Elsewhere", today=DAY)
    files = list(Path(os.environ["GOALTALK_PRIVATE"]).rglob("*.yaml*"))
    assert len(files) == 3
    assert sum(one.read_text(encoding="utf-8").count("purpose: ") for one in files) == 3


def test_a_dry_run_shows_the_leader_the_notes_and_saves_nothing(goals: Goals) -> None:
    shown = goals.ok("prep", "kari", "--set", f"preconceptions={CANARY}", "--dry-run", today=DAY)
    assert f"+preconceptions: {CANARY}" in shown
    assert not Path(os.environ["GOALTALK_PRIVATE"]).exists()


def test_share_copies_exactly_the_keys_named_and_nothing_the_second_time(goals: Goals) -> None:
    write_notes(goals)
    before = count_commits(goals)
    keys = ("--share", "purpose", "--share", "follow_up_questions")
    dry = goals.ok("prep", "kari", *keys, "--dry-run", today=DAY)
    assert "+purpose: Find out what is next" in dry
    assert count_commits(goals) == before
    said = goals.ok("prep", "kari", *keys, today=DAY)
    assert said.startswith(f"saved {SHARED} (commit ")
    assert goals.git("log", "-1", "--format=%s").strip() == f"prep {KARI} 2026-H2 (leader)"
    assert goals.git("show", "--format=", "--name-only").split() == [SHARED]
    assert goals.text(SHARED).count(CANARY) == 1
    agenda = goals.ok("agenda", "kari", "--kind", "talk", "--date", DAY, who=KARI)
    assert "What this talk should achieve: Find out what is next" in agenda
    assert goals.ok("prep", "kari", *keys, today=DAY) == f"nothing to change: {SHARED}\n"
    assert count_commits(goals) == before + 1


def test_share_keeps_what_the_leader_wrote_by_hand_around_it(goals: Goals) -> None:
    goals.write(
        SHARED, "# by hand\nschema: preparation/1\nstrengths: Patience # indeed\npurpose: Old # why\n"
    )
    goals.git("add", "-A")
    goals.git("commit", "-qm", "by hand")
    assert goals.ok("check") == "no problems found\n"
    write_notes(goals)
    goals.ok("prep", "kari", "--share", "purpose", today=DAY)
    assert goals.text(SHARED) == (
        "# by hand\nschema: preparation/1\nstrengths: Patience # indeed\n"
        "purpose: Find out what is next # why\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("--share", "standing"),
            3,
            "--share standing: standing, working_environment, preconceptions stay with",
        ),
        (("--share", "purpose", "--share", "preconceptions"), 3, "are never shared"),
        (("--share", "working_environment"), 3, "are never shared"),
        (
            ("--share", "mood"),
            2,
            "what can be shared is questions, answers, purpose, good_experience, strengths",
        ),
        (("--share", "questions"), 2, "--share questions: is empty in your own notes"),
        (("--share", "purpose", "--set", "purpose=x"), 2, "--share copies what is saved"),
    ],
)
def test_what_is_not_to_be_shared_is_refused_and_nothing_is_saved(
    goals: Goals, arguments: tuple[str, ...], code: int, said: str
) -> None:
    write_notes(goals)
    before = count_commits(goals)
    result = goals.run("prep", "kari", *arguments, today=DAY)
    assert result.code == code, result.err
    assert said in result.err
    assert result.err.count("\n") == 1
    assert count_commits(goals) == before
    assert goals.git("status", "--porcelain") == ""


def test_share_without_notes_says_how_to_make_some(goals: Goals) -> None:
    result = goals.run("prep", "kari", "--share", "purpose", today=DAY)
    assert (result.code, "goaltalk prep kari-nordmann makes them" in result.err) == (2, True)


def test_share_by_the_employee_is_refused(goals: Goals) -> None:
    result = goals.run("prep", "kari", "--share", "goals", who=KARI, today=DAY)
    assert result.code == 2
    assert "your preparation is in the repository already" in result.err


def test_only_the_leader_gets_a_private_agenda(agreed: Goals) -> None:
    for who, said in (
        (KARI, "you are kari-nordmann; only per-lie has notes"),
        ("nobody", "belongs to nobody"),
    ):
        result = agreed.run("agenda", "kari", "--private", who=who)
        assert (result.code, said in result.err) == (3, True), result.err
    result = agreed.run("agenda", "per-lie", "--private")
    assert (result.code, "nobody leads per-lie" in result.err) == (3, True), result.err
    assert agreed.run("agenda", "kari", "--private", "--as", "kari").code == 3
    assert agreed.run("agenda", "kari", "--private", "--as", "per-lie").code == 0


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_a_private_agenda_has_notes_reminders_and_the_core_question(goals: Goals, language: str) -> None:
    settings = goals.text("goaltalk.yaml").replace("language: en", f"language: {language}")
    goals.write("goaltalk.yaml", settings)
    talk = ("agenda", "kari", "--kind", "talk", "--date", DAY, "--format", "json")
    plain = json.loads(goals.ok(*talk))["sections"]
    empty = {one["id"]: one for one in json.loads(goals.ok(*talk, "--private"))["sections"]}
    assert "goaltalk prep kari-nordmann" in empty["private"]["items"][0]
    write_notes(goals)
    own = json.loads(goals.ok(*talk, "--private"))["sections"]
    assert [one["id"] for one in own if one["id"] not in {section["id"] for section in plain}] == [
        "conduct",
        "private",
        "core-question",
    ]
    assert [one for one in own if one["id"] not in ("conduct", "private", "core-question")] == plain
    notes = next(one for one in own if one["id"] == "private")["items"]
    assert len(notes) == 9
    assert sum(CANARY in item for item in notes) == 8
    checkin = json.loads(goals.ok("agenda", "kari", "--kind", "checkin", "--format", "json", "--private"))
    assert "private" in [one["id"] for one in checkin["sections"]]


@pytest.mark.parametrize("place", ["a.md", "people/a.md", ".git/a.md", "new/folder/a.md", "../link/a.md"])
def test_a_private_agenda_is_never_written_into_the_repository(goals: Goals, place: str) -> None:
    (goals.root.parent / "link").symlink_to(goals.root / "people")
    result = goals.run("agenda", "kari", "--private", "-o", f"{goals.root}/{place}")
    assert (result.code, "lies in the goals repository" in result.err) == (3, True), result.err
    assert not list(goals.root.rglob("a.md"))


def test_a_private_agenda_may_be_written_elsewhere(goals: Goals, tmp_path: Path) -> None:
    goals.ok("agenda", "kari", "--private", "-o", f"{goals.root}/people/../../mine.md")
    assert "Your own notes" in (tmp_path / "mine.md").read_text(encoding="utf-8")


def test_a_folder_for_notes_in_the_work_tree_is_refused(
    goals: Goals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOALTALK_PRIVATE", str(goals.root / "people" / "mine"))
    for arguments in (
        ("prep", "kari"),
        ("agenda", "kari", "--private"),
        ("prep", "kari", "--share", "purpose"),
    ):
        result = goals.run(*arguments)
        assert (result.code, "private notes never do" in result.err) == (3, True), result.err
    assert not (goals.root / "people" / "mine").exists()


def test_notes_broken_by_hand_are_named_by_place_and_not_quoted(goals: Goals) -> None:
    write_notes(goals)
    place = notes_file(goals)
    place.write_text(f"schema: preparation/1\nstanding: [{CANARY}]\n{CANARY}: x\n", encoding="utf-8")
    for arguments in (
        ("prep", "kari", "--set", "purpose=x"),
        ("prep", "kari", "--share", "purpose"),
        ("agenda", "kari", "--private"),
    ):
        result = goals.run(*arguments, today=DAY)
        assert result.code == 3
        assert [line.split(": ")[1] for line in result.err.splitlines()] == [f"{place}:2:1", f"{place}:3:1"]
        assert CANARY not in result.out + result.err


def test_check_refuses_private_keys_in_the_shared_file(goals: Goals) -> None:
    goals.write(
        SHARED,
        f"schema: preparation/1\nstanding: {CANARY}\npurpose: x\nworking_environment: {CANARY}\n"
        f"preconceptions: {CANARY}\n",
    )
    result = goals.run("check")
    assert result.code == 1
    for line, key in ((2, "standing"), (4, "working_environment"), (5, "preconceptions")):
        assert f"{SHARED}:{line}:1: error unknown-key {key} is not a key" in result.out
    assert CANARY not in result.out + result.err


def test_the_employee_is_shown_the_goals_of_the_period_that_ended_until_the_review_is_begun(
    agreed: Goals,
) -> None:
    form = ("prep", "kari", "--no-edit", "--dry-run", "--period", "2027-H1")
    agreed.ok("checkin", "kari", "--goal", "halve-the-lead-time=on_track:60", who=KARI)
    assert "#   Halve the lead time (on track)" in agreed.ok(*form, who=KARI)
    agreed.ok("review", "kari", "--no-edit", who=KARI)
    assert "#   Halve the lead time (on track)" in agreed.ok(*form, who=KARI)
    agreed.ok("review", "kari", "--set", "learning=Ask earlier", who=KARI)
    assert "Halve the lead time" not in agreed.ok(*form, who=KARI)


def test_another_repository_around_the_notes_is_no_hindrance(goals: Goals, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    git(tmp_path / "private", "init", "-q")
    assert goals.ok("prep", "kari", "--set", "purpose=x", today=DAY).startswith("saved your own notes in ")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_an_agenda_with_notes_is_for_nobody_else_also_where_one_lay_before(
    goals: Goals, tmp_path: Path
) -> None:
    goals.ok("prep", "kari", "--set", f"preconceptions={CANARY}", today=DAY)
    target = tmp_path / "kari.md"
    goals.ok("agenda", "kari", "--kind", "talk", "-o", str(target), today=DAY)
    goals.ok("agenda", "kari", "--kind", "talk", "--private", "-o", str(target), today=DAY)
    assert CANARY in target.read_text(encoding="utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_an_agenda_with_notes_follows_no_link_into_the_repository(goals: Goals, tmp_path: Path) -> None:
    goals.ok("prep", "kari", "--set", f"preconceptions={CANARY}", today=DAY)
    (tmp_path / "out").mkdir()
    name = f"kari-nordmann-{DAY}-private.txt"
    (tmp_path / "out" / name).symlink_to(goals.root / "leak.md")
    result = goals.run(
        "agenda", "kari", "--kind", "talk", "--private", "-o", str(tmp_path / "out"), today=DAY
    )
    assert (result.code, (goals.root / "leak.md").exists()) == (3, False)
    refused = goals.run("agenda", "--all", "--private", "-o", str(goals.root / "new"), today=DAY)
    assert (refused.code, (goals.root / "new").exists()) == (3, False)


def test_a_team_s_own_form_of_the_notes_is_used(goals: Goals) -> None:
    goals.write("templates/en/forms/preparation.private.yaml.j2", "schema: preparation/1\n# OURS\npurpose:\n")
    goals.ok("prep", "kari", "--no-edit", today=DAY)
    assert "# OURS" in notes_file(goals).read_text(encoding="utf-8")
