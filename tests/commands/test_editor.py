"""Writing in an editor, on a real terminal: nothing typed is ever lost."""

from pathlib import Path

import pytest

from conftest import Goals
from terminal import make_editor, on_terminal

KARI = "kari-nordmann"
PREP = f"people/{KARI}/2026-H2/prep.employee.yaml"


def runs(folder: Path) -> int:
    return (folder / "runs").read_text(encoding="utf-8").count("run")


def test_what_is_written_is_saved_and_committed(goals: Goals, tmp_path: Path) -> None:
    editor = make_editor(tmp_path, "sed -i 's/^contribute:.*/contribute: Less toil  # mine/' \"$1\"")
    code, screen = on_terminal(goals, editor, "prep", "kari")
    assert (code, screen.startswith(f"saved {PREP} (commit ")) == (0, True), screen
    assert "contribute: Less toil  # mine\n" in goals.text(PREP)
    assert goals.git("status", "--porcelain") == ""


def test_a_mistake_opens_the_editor_again_with_the_problem_on_top(goals: Goals, tmp_path: Path) -> None:
    script = (
        'if grep -q \'^# goaltalk: \' "$1"; then cp "$1" '
        f"'{tmp_path}/second'; sed -i 's/develop: .1/develop: more/' \"$1\"\n"
        "else sed -i 's/^develop:.*/develop: [1/; s/^contribute:.*/contribute: Less toil/' \"$1\"; fi"
    )
    code, screen = on_terminal(goals, make_editor(tmp_path, script), "prep", "kari")
    assert code == 0, screen
    assert runs(tmp_path) == 2
    second = (tmp_path / "second").read_text(encoding="utf-8").split("\n")
    assert second[0].startswith("# goaltalk: line ")
    named = int(second[0].split("line ")[1].split(",")[0])
    assert named in range(len(second) + 1)
    assert "contribute: Less toil" in goals.text(PREP)
    assert "# goaltalk:" not in goals.text(PREP)


def test_a_reference_to_nothing_opens_the_editor_again_too(agreed: Goals, tmp_path: Path) -> None:
    script = "sed -i 's/^goals:.*/goals: {nowhere: {status: on_track}}/' \"$1\"; sed -i '/^  halve/d' \"$1\""
    code, screen = on_terminal(agreed, make_editor(tmp_path, script), "checkin", "kari")
    assert code == 3
    assert "no goal nowhere" in screen
    assert "your text is in " in screen
    assert agreed.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            "sed -i 's/^develop:.*/develop: kept/' \"$1\"; exit 1",
            "the editor ended with 1, so nothing is saved",
        ),
        (': > "$1"', "the file was emptied, so nothing is saved"),
        (
            "sed -i 's/^develop:.*/develop: [kept/' \"$1\"",
            "the problems are still there, so nothing is saved",
        ),
        ("printf 'develop: kept \\377\\n' >> \"$1\"", "is not UTF-8, so nothing is saved"),
    ],
    ids=["fails", "emptied", "stays wrong", "not UTF-8"],
)
def test_nothing_typed_is_lost_when_it_cannot_be_saved(
    goals: Goals, tmp_path: Path, script: str, said: str
) -> None:
    head = goals.git("rev-parse", "HEAD")
    code, screen = on_terminal(goals, make_editor(tmp_path, script), "prep", "kari")
    assert code == 3
    assert said in screen.replace("\n", " ")
    kept = Path(screen.rstrip().split(" ")[-1])
    assert "schema: preparation/1" in kept.read_bytes().decode(errors="replace")
    if "emptied" not in said:
        assert "kept" in kept.read_bytes().decode(errors="replace")
    assert goals.git("rev-parse", "HEAD") == head
    assert goals.git("status", "--porcelain") == ""


def test_a_form_left_as_it_was_makes_no_file(goals: Goals, tmp_path: Path) -> None:
    code, screen = on_terminal(goals, make_editor(tmp_path, "true"), "prep", "kari")
    assert code == 0
    assert "left as it was, nothing saved; if the editor opens a window of its own, have it wait" in screen
    assert Path(screen.split()[-1]).read_text(encoding="utf-8").startswith("# yaml-language-server")
    code, screen = on_terminal(goals, make_editor(tmp_path, "sleep 1.1"), "prep", "kari")
    assert (code, screen) == (0, "left as it was, nothing saved\n")
    assert not (goals.root / PREP).exists()


def test_an_editor_that_cannot_be_started_is_told_and_the_form_kept(goals: Goals) -> None:
    code, screen = on_terminal(goals, "no-such-editor", "prep", "kari")
    assert code == 3
    assert "the editor 'no-such-editor' cannot be started; set EDITOR" in screen


def test_off_a_terminal_the_form_is_made_and_nothing_hangs(goals: Goals) -> None:
    assert goals.ok("prep", "kari", who=KARI).startswith(f"saved {PREP}")
    assert goals.ok("prep", "kari", who=KARI) == f"nothing to change: {PREP}\n"


def test_accepting_on_a_terminal_shows_the_text_and_asks(agreed: Goals, tmp_path: Path) -> None:
    agreed.ok("agree", "kari", "--amend", "More", "--set", "role=Lead", who=KARI)
    code, screen = on_terminal(agreed, "true", "agree", "kari", "--accept", "--yes", who="per-lie")
    assert code == 0
    assert "now waits for the employee's answer" in screen


def test_a_check_in_written_in_the_editor_counts_as_held(agreed: Goals, tmp_path: Path) -> None:
    script = "sed -i 's/^  halve-the-lead-time:.*/  halve-the-lead-time: {status: on_track}/' \"$1\""
    code, screen = on_terminal(agreed, make_editor(tmp_path, script), "checkin", "kari")
    assert code == 0, screen
    text = agreed.text(f"people/{KARI}/2026-H2/checkins/2026-09-15.employee.yaml")
    assert "halve-the-lead-time: {status: on_track}" in text
    assert "held: 2026-09-15" in text


def test_an_agreement_written_in_the_editor_is_proposed(goals: Goals, tmp_path: Path) -> None:
    script = "sed -i 's/^role:.*/role: The one who knows deploys/' \"$1\""
    code, screen = on_terminal(goals, make_editor(tmp_path, script), "agree", "kari")
    assert code == 0, screen
    assert "proposed: 2026-09-15" in goals.text(f"people/{KARI}/2026-H2/agreement.yaml")


def test_private_notes_are_written_in_the_editor_and_mended_there(goals: Goals, tmp_path: Path) -> None:
    editor = make_editor(tmp_path, "sed -i 's/^standing:.*/standing: [x/' \"$1\"")
    code, screen = on_terminal(goals, editor, "prep", "kari", who="per-lie")
    assert code == 3
    (kept,) = (tmp_path / "private").rglob("prep.*")
    assert (kept.parent.name.startswith("editing-"), "standing: [x" in kept.read_text("utf-8")) == (
        True,
        True,
    )
    assert "prep.leader.yaml:" in screen
    editor = make_editor(tmp_path, "sed -i 's/^standing:.*/standing: growing into it  # so far/' \"$1\"")
    code, screen = on_terminal(goals, editor, "prep", "kari", who="per-lie")
    notes = kept.parent.parent / kept.name
    assert (code, screen.startswith("saved your own notes in ")) == (0, True), screen
    assert "standing: growing into it  # so far\n" in notes.read_text(encoding="utf-8")
    notes.write_text("schema: preparation/1\nstanding: [x\n", encoding="utf-8")
    editor = make_editor(tmp_path, "sed -i 's/^standing:.*/standing: on firm ground/' \"$1\"")
    assert on_terminal(goals, editor, "prep", "kari", who="per-lie")[0] == 0
    assert "standing: on firm ground\n" in notes.read_text(encoding="utf-8")
