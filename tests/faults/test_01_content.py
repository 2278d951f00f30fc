"""Rows 1 to 18: what a file may hold, by hand or from others, and what an edit leaves alone.

The laws of editing (rows 1 to 3) are also held as properties, in tests/store/test_splice.py and by make fuzz.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from edit_oracle import read_by_ruamel

from conftest import Goals
from faults.ground import CHECKIN, NOTE, finding, refuse
from terminal import make_editor, on_terminal

BY_HAND = """\
# ours
schema: checkin/1   # the kind
held: 2026-09-15
# about the goals

goals:
  # the big one
  halve-the-lead-time: {status: on_track,   progress: 10}   # counted by hand
topics:
    status: 'Old'   # as told
    # about next
    next: |
      First this

      then that
dropped:
- id: a   # no use
# about b
- {id: b}
"""


@pytest.fixture
def written(agreed: Goals) -> Goals:
    """A check-in as people write by hand, committed."""
    day = "2026-09-01"
    raised = [part for name in "AB" for part in ("--action", f"{name};kari;2026-12-01")]
    agreed.ok("checkin", "kari", "--date", day, *raised, today=day)
    agreed.write(CHECKIN, BY_HAND)
    agreed.git("add", "-A")
    agreed.git("commit", "-qm", "by hand")
    return agreed


def changed_lines(goals: Goals) -> list[str]:
    """The lines of the last commit, with their signs."""
    shown = goals.git("show", "--format=", "-U0", "--", CHECKIN).splitlines()
    return [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_01_only_the_targets_lines_change(written: Goals) -> None:
    written.ok("checkin", "kari", "--set", "topics.status=New")
    assert changed_lines(written) == ["-    status: 'Old'   # as told", "+    status: New   # as told"]
    written.ok("checkin", "kari", "--goal", "halve-the-lead-time=at_risk:20")
    assert len(changed_lines(written)) == 2


def test_02_and_03_what_is_deleted_leaves_its_neighbours_and_their_comments(
    written: Goals, tmp_path: Path
) -> None:
    given = tmp_path / "given.yaml"
    given.write_text("held: 2026-09-15\ngoals: {}\ntopics: {next: X}\ndropped: [{id: b}]\n")
    written.ok("checkin", "kari", "--from", str(given))
    text = written.text(CHECKIN)
    assert read_by_ruamel(text) == {
        "schema": "checkin/1",
        "held": "2026-09-15",
        "goals": {},
        "topics": {"next": "X"},
        "dropped": [{"id": "b"}],
    }
    for comment in (
        "# ours",
        "# the kind",
        "# about the goals",
        "# the big one",
        "# about next",
        "# about b",
    ):
        assert comment in text


def test_04_crlf_stays_crlf(written: Goals) -> None:
    written.write(CHECKIN, BY_HAND.replace("\n", "\r\n"))
    written.ok("--no-commit", "checkin", "kari", "--set", "topics.next=En\nto")
    text = written.text(CHECKIN)
    assert text.count("\n") == text.count("\r\n") == BY_HAND.count("\n") - 1


def test_05_a_byte_order_mark_is_refused(written: Goals) -> None:
    written.write(CHECKIN, "\ufeff" + BY_HAND)
    assert "BOM" in finding(written, CHECKIN)
    refuse(written, *NOTE, match="BOM")


def test_06_a_missing_final_newline_makes_no_difference_elsewhere(written: Goals) -> None:
    written.write(CHECKIN, BY_HAND.removesuffix("\n"))
    written.ok("--no-commit", "checkin", "kari", "--set", "topics.status=New")
    assert written.text(CHECKIN) == BY_HAND.removesuffix("\n").replace("'Old'", "New")


@pytest.mark.parametrize("again", ["held", '"held"', "'held'"])
def test_07_duplicate_keys_are_refused_with_the_line(written: Goals, again: str) -> None:
    written.write(CHECKIN, BY_HAND + f"{again}: 2026-09-15\n")
    assert "the key 'held' stands here again, first in line 3" in refuse(
        written, *NOTE, match=f"{CHECKIN}:20:1"
    )


def test_08_tabs_are_an_error_with_a_place(written: Goals) -> None:
    written.write(CHECKIN, "schema: checkin/1\ntopics:\n\tstatus: x\n")
    refuse(written, *NOTE, match=rf"{CHECKIN}:3:1: a tab")


@pytest.mark.parametrize(
    "data",
    [BY_HAND.encode("utf-16"), "skipped: på\n".encode("latin-1"), b"a: \0\n", b"a: \x1b[0m\n"],
    ids=["utf-16", "latin-1", "nul", "control"],
)
def test_09_other_encodings_and_control_characters_are_refused(written: Goals, data: bytes) -> None:
    (written.root / CHECKIN).write_bytes(data)
    assert CHECKIN in finding(written, CHECKIN)
    refuse(written, *NOTE, match=CHECKIN)


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\ufeff", "\x1b[31m", "\x00"])
def test_10_odd_characters_come_back_exactly(written: Goals, tmp_path: Path, odd: str) -> None:
    given = tmp_path / "given.yaml"
    given.write_text(json.dumps({"held": "2026-09-15", "topics": {"status": f"a{odd}b"}}))
    written.ok("checkin", "kari", "--from", str(given))
    assert odd not in written.text(CHECKIN)
    assert read_by_ruamel(written.text(CHECKIN))["topics"]["status"] == f"a{odd}b"
    assert written.ok("check") == "no problems found\n"


def test_10_half_a_character_is_refused(written: Goals) -> None:
    refuse(written, "checkin", "kari", "--set", "topics.status=\udcff", match="surrogate|character|UTF-8")


@pytest.mark.parametrize(
    "text", ["no", "on", "12:30", "1_000", "010", "1e3", "=", "2026-09-01", "~", "", "null", "0x1f", "- a"]
)
def test_11_text_stays_text_in_every_reader(written: Goals, text: str) -> None:
    written.ok("checkin", "kari", "--set", f"topics.status={text}")
    for version in ((1, 1), (1, 2)):
        assert read_by_ruamel(written.text(CHECKIN), version)["topics"]["status"] == text


@pytest.mark.parametrize(
    ("key", "value"), [("held", "2026-02-30"), ("at", "2026-09-15T25:00"), ("held", "2026-13-01")]
)
def test_12_impossible_dates_and_times_are_named(written: Goals, key: str, value: str) -> None:
    refuse(
        written,
        "checkin",
        "kari",
        "--set",
        f"{key}={value}",
        match=rf"{CHECKIN}:\d+:\d+: {key} must be .*{value}",
    )


@pytest.mark.parametrize("value", ["99999999999999999999999", ".nan", ".inf", "-.inf", "1e999"])
def test_13_huge_numbers_and_none_are_errors(written: Goals, value: str) -> None:
    written.write(CHECKIN, f"schema: checkin/1\ngoals: {{halve-the-lead-time: {{progress: {value}}}}}\n")
    assert "error" in finding(written, CHECKIN)


PAIRS = list(zip("abcdefgh", "bcdefghi", strict=True))
BOMBS = {
    "aliases": "a: &a [x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in PAIRS),
    "merges": "a: &a {x: 1}\n" + "".join(f"{b}: &{b} {{<<: [*{a}, *{a}]}}\n" for a, b in PAIRS),
    "brackets": "[" * 100_000,
    "braces": "{a: " * 100_000,
    "dashes": "- " * 100_000,
    "large": "notes: " + "x" * (1 << 20),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_14_bombs_are_refused_soon_and_in_little_memory(bomb: str) -> None:
    code = (
        "import sys; from goaltalk.store.guard import NotReadable, read_model, read_text\n"
        "try: read_model(read_text(sys.stdin.buffer.read()))\nexcept NotReadable as error: print(error)\n"
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (5,) * 2)

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=BOMBS[bomb].encode(),
        capture_output=True,
        check=True,
        preexec_fn=limit,
    )
    assert done.stdout.startswith(b"line 1, ")


@pytest.mark.parametrize(
    "text", ["a: !!str x\n", "%TAG ! tag:x,2000:\n---\na: 1\n", "%YAML 1.1\n---\na: 1\n", "a: 1\n---\nb: 2\n"]
)
def test_15_tags_directives_and_several_documents_are_refused(written: Goals, text: str) -> None:
    written.write(CHECKIN, text)
    assert "yaml-subset" in finding(written, CHECKIN)
    refuse(written, *NOTE, match=CHECKIN)


@pytest.mark.parametrize("text", ["", "# only what I think\n", "\n\n# x"])
def test_16_an_empty_file_is_never_overwritten_with_null(written: Goals, text: str) -> None:
    written.write(CHECKIN, text)
    result = written.run("--no-commit", *NOTE)
    assert "null" not in written.text(CHECKIN)
    assert written.text(CHECKIN).startswith(text)
    assert result.code in (0, 3)


def test_17_conflict_markers_are_refused_naming_the_lines(written: Goals) -> None:
    mine = "<<<<<<< HEAD\nheld: 2026-09-15\n=======\nheld: 2026-09-14\n>>>>>>> theirs\n"
    written.write(CHECKIN, "schema: checkin/1\n" + mine)
    said = refuse(written, *NOTE, match="conflict")
    assert [line.split(":")[2] for line in said.splitlines()] == ["2", "4", "6"]


def test_18_a_file_changed_meanwhile_is_refused_and_the_text_kept(written: Goals, tmp_path: Path) -> None:
    theirs = BY_HAND + "place: Here\n"
    (tmp_path / "theirs").write_text(theirs)
    script = f"sed -i 's/First this/Mine/' \"$1\"; cp '{tmp_path}/theirs' '{written.root / CHECKIN}'"
    code, screen = on_terminal(written, make_editor(tmp_path, script), "checkin", "kari", who="per-lie")
    assert (code, written.text(CHECKIN)) == (3, theirs)
    assert "was changed by somebody else meanwhile" in screen
    kept = Path(screen.rsplit("your text is kept in ", 1)[1].strip())
    assert "      Mine\n" in kept.read_text()
