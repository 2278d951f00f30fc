"""What a preparation may name, and that nothing a leader wrote is lost."""

import os
import stat
from pathlib import Path

import pytest

from conftest import Goals
from terminal import make_editor, on_terminal

KARI = "kari-nordmann"
DAY = "2026-08-18"
SECRET = "canary-7731"
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


def notes_folder() -> Path:
    (person,) = Path(os.environ["GOALTALK_PRIVATE"]).glob("*/kari-nordmann")
    return person / "2026-H2"


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


@pytest.mark.parametrize("word", ["on firm ground", "On  Firm ground", "på god vei", "klar for noko nytt"])
def test_where_somebody_stands_is_one_of_the_five_words_of_any_language(goals: Goals, word: str) -> None:
    goals.ok("prep", "kari", "--set", f"standing={word}", today=DAY)
    assert word in (notes_folder() / "prep.leader.yaml").read_text("utf-8")


def test_another_word_is_refused_with_those_there_are_and_is_not_told(goals: Goals, tmp_path: Path) -> None:
    source = tmp_path / "notes.yaml"
    source.write_text(f"purpose: x\nstanding: {SECRET}\n", encoding="utf-8")
    for given in (("--set", f"standing={SECRET}"), ("--from", str(source))):
        result = goals.run("prep", "kari", *given, today=DAY)
        assert result.code == 3
        assert (
            "use one of new in the job, growing into it, on firm ground, lifting others, ready" in result.err
        )
        assert "prep.leader.yaml:" in result.err
        assert SECRET not in result.out + result.err
    assert not list(Path(os.environ["GOALTALK_PRIVATE"]).rglob("prep.*"))


def test_the_words_of_the_team_count_instead(goals: Goals) -> None:
    goals.ok("prep", "kari", "--set", "standing=on firm ground", today=DAY)
    goals.write("goaltalk.yaml", goals.text("goaltalk.yaml") + "standing_scale: [seed, leaf, tree]\n")
    assert goals.run("prep", "kari", "--set", "standing=lifting others", today=DAY).err.endswith(
        "standing is none of the words for it: use one of seed, leaf, tree\n"
    )
    goals.ok("prep", "kari", "--set", "purpose=x", today=DAY)  # what stood there before may stay
    goals.ok("prep", "kari", "--set", "standing=Leaf", today=DAY)


def test_the_words_of_a_team_s_own_template_count_too(goals: Goals) -> None:
    goals.write("templates/words.j2", '{% set standing = ["seed", "tree"] %}')
    assert (
        "use one of seed, tree; the same" in goals.run("prep", "kari", "--set", "standing=x", today=DAY).err
    )
    goals.write("templates/words.j2", "{% set standing = %}")
    result = goals.run("prep", "kari", "--set", "standing=x", today=DAY)
    assert (result.code, result.err.startswith("error: templates/words.j2:1: ")) == (3, True)


def test_the_editor_opens_again_for_another_word(goals: Goals, tmp_path: Path) -> None:
    script = f"cp \"$1\" '{tmp_path}/seen'; sed -i 's/^standing:.*/standing: {SECRET}/' \"$1\""
    code, screen = on_terminal(goals, make_editor(tmp_path, script), "prep", "kari", who="per-lie")
    assert (code, "standing is none of the words" in screen) == (3, True)
    assert "standing is none of the words for it: use one of" in (tmp_path / "seen").read_text("utf-8")


def test_a_question_that_is_not_in_the_menu_is_refused_on_either_side(goals: Goals) -> None:
    for who in (KARI, "per-lie"):
        for key in ("answers.drians=Meetings", "questions+=drians"):
            result = goals.run("prep", "kari", "--set", key, who=who, today=DAY)
            assert (result.code, result.err.count("\n")) == (3, 1)
            assert "no question drians; did you mean drains?" in result.err
        goals.ok("prep", "kari", "--set", "answers.drains=Meetings", who=who, today=DAY)
    assert "prep.leader.yaml:" in result.err


BROKEN = "schema: questions/1\nquestions:\n  - id: weeds\n    topic: work\n    txt: Which?\n"
WHOLE = BROKEN.replace("txt:", "text:")


def test_a_broken_file_of_questions_is_not_blamed_on_who_picks_from_it(goals: Goals) -> None:
    goals.write("questions/ours.yaml", WHOLE)
    goals.ok("prep", "kari", "--set", "questions+=weeds", who=KARI)
    goals.ok("prep", "kari", "--set", "questions+=weeds")
    goals.write("questions/more.yaml", WHOLE.replace("topic: work", "topic: mine").replace("weeds", "roots"))
    goals.write("questions/ours.yaml", BROKEN + "topics: [{id: mine, title: Mine}]\n")
    result = goals.run("check")
    assert result.code == 1
    assert [line.split(" ")[0] for line in result.out.splitlines() if "questions/" in line] == [
        "questions/ours.yaml:3:5:",
        "questions/ours.yaml:5:5:",
    ]
    assert "no question" not in result.out
    assert "no topic" not in result.out
    for arguments, who in (
        (("agenda", "kari", "--kind", "talk"), KARI),
        (("prep", "kari", "--set", "develop=More"), KARI),
        (("prep", "kari", "--set", "questions+=leaves"), KARI),
        (("prep", "kari", "--set", "purpose=More"), "per-lie"),
        (("prep", "kari", "--share", "questions"), "per-lie"),
    ):
        result = goals.run(*arguments, who=who)
        assert result.code == 3, arguments
        assert {line.split(":")[1] for line in result.err.splitlines()} == {" questions/ours.yaml"}
    before = goals.git("rev-parse", "HEAD")
    goals.ok("prep", "kari", "--set", "questions=[drains]", who=KARI)
    goals.ok("agenda", "kari", "--kind", "talk")
    assert goals.git("rev-parse", "HEAD") != before


def test_a_question_in_two_files_of_the_team_is_found(goals: Goals) -> None:
    goals.write("questions/ours.yaml", WHOLE.replace("weeds", "drains"))
    assert goals.ok("check") == "no problems found\n", "to replace a built-in one is what they are for"
    goals.write("questions/theirs.yaml", WHOLE.replace("weeds", "drains"))
    result = goals.run("check")
    assert result.code == 1
    assert result.out.startswith(
        "questions/theirs.yaml:3:5: error duplicate-id the id drains is in ours.yaml"
    )


@posix_only
def test_notes_that_a_whole_file_replaces_are_kept_beside_it(goals: Goals, tmp_path: Path) -> None:
    source = tmp_path / "notes.yaml"
    source.write_text("purpose: first\n", encoding="utf-8")
    assert goals.run("prep", "kari", "--from", str(source), today=DAY).err == ""
    assert goals.run("prep", "kari", "--from", str(source), today=DAY).err == "", "the same once more"
    place = notes_folder() / "prep.leader.yaml"
    old = place.read_bytes()
    for number, purpose in enumerate(("second", "third"), 1):
        source.write_text(f"purpose: {purpose}\n", encoding="utf-8")
        dry = goals.run("prep", "kari", "--from", str(source), "--dry-run", today=DAY)
        assert (dry.err, len(list(notes_folder().iterdir()))) == ("", number)
        result = goals.run("prep", "kari", "--from", str(source), today=DAY)
        copy = notes_folder() / f"prep.leader.yaml.{number}.bak"
        assert result.err == f"your notes as they were are kept in {copy}\n"
        assert (copy.read_bytes(), mode(copy)) == (old, 0o600)
        old = place.read_bytes()
    assert goals.run("prep", "kari", "--set", "strengths=Patience", today=DAY).err == ""
    assert len(list(notes_folder().iterdir())) == 3, "what adds takes nothing away"
    assert "are kept in" in goals.run("prep", "kari", "--set", "strengths=Calm", today=DAY).err
    assert "strengths: Patience" in (notes_folder() / "prep.leader.yaml.3.bak").read_text(encoding="utf-8")


@posix_only
@pytest.mark.parametrize(
    "script",
    ["exit 1", ': > "$1"', 'rm "$1"', "sed -i 's/^purpose:.*/purpose: [x/' \"$1\""],
    ids=["fails", "emptied", "removed", "stays wrong"],
)
def test_what_a_leader_typed_stays_among_the_private_notes(goals: Goals, tmp_path: Path, script: str) -> None:
    editor = make_editor(tmp_path, f'ls -lnd "$1" "$(dirname "$1")" >> \'{tmp_path}/seen\'; {script}')
    code, screen = on_terminal(goals, editor, "prep", "kari", who="per-lie")
    assert code == 3
    (kept,) = notes_folder().glob("editing-*/prep.leader.yaml")
    assert str(kept) in screen.replace("\n", "")
    assert (mode(kept), mode(kept.parent), mode(notes_folder())) == (0o600, 0o700, 0o700)
    assert "schema: preparation/1" in kept.read_text("utf-8")
    seen = (tmp_path / "seen").read_text("utf-8").splitlines()
    assert {line.split()[0][:10] for line in seen} == {"-rw-------", "drwx------"}
    assert all(str(notes_folder()) in line for line in seen)


def test_nothing_is_left_of_an_editor_that_saved(goals: Goals, tmp_path: Path) -> None:
    for script in ("sleep 1.1", "sed -i 's/^purpose:.*/purpose: x/' \"$1\""):
        assert on_terminal(goals, make_editor(tmp_path, script), "prep", "kari", who="per-lie")[0] == 0
        assert not list(notes_folder().glob("editing-*"))
