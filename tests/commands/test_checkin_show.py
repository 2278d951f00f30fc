"""`checkin --show`: what both wrote, side by side, for reading together."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals

Copy = Callable[[str], Goals]
Compare = Callable[[str, str], None]
KARI = "kari-nordmann"


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_it_reads_as_it_did(example: Copy, golden: Compare, language: str, form: str) -> None:
    shown = example(language).ok("checkin", "kari", "--show", "--format", form, who="nobody")
    golden(f"{language}/checkin-show.{form}", shown)
    if form == "text":
        assert max(map(len, shown.split("\n"))) <= 80


def test_both_halves_stand_beside_each_other(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--note", "status=Well | fine\n# really", "--goal",
              "halve-the-lead-time=on_track", "--action", "Call;per;2026-10-01", who=KARI)  # fmt: skip
    agreed.ok("checkin", "kari", "--note", "status=I see it too", "--goal", "halve-the-lead-time=at_risk",
              "--experience", "Open:5")  # fmt: skip
    text = agreed.ok("checkin", "kari", "--show", "--format", "md")
    assert "| Kari Nordmann | Per Lie |" in text
    assert "| Well \\| fine # really | I see it too |" in text
    assert "| Halve the lead time (you see this differently) | on track | at risk |" in text
    assert "- New: Call (Per Lie, due 1 October 2026)" in text
    assert "- Per Lie (5 of 5): Open" in text


def test_a_day_may_be_named_and_a_file_too(agreed: Goals, tmp_path: Path) -> None:
    agreed.ok("checkin", "kari", "--note", "other=First", who=KARI, today="2026-08-25")
    agreed.ok("checkin", "kari", "--note", "other=Second", who=KARI)
    assert "Second" in agreed.ok("checkin", "kari", "--show")
    assert "First" in agreed.ok("checkin", "kari", "--show", "--date", "2026-08-25")
    agreed.ok("checkin", "kari", "--show", "-o", str(tmp_path / "both.html"))
    assert "<td>Second</td>" in (tmp_path / "both.html").read_text(encoding="utf-8")
    assert agreed.git("status", "--porcelain") == ""


def test_what_makes_no_sense_is_refused(agreed: Goals) -> None:
    agreed.ok("checkin", "kari", "--note", "other=First", who=KARI, today="2026-08-25")
    for arguments, said in (
        (("--show", "--note", "other=More"), "--show writes nothing"),
        (("--show", "--held"), "--show writes nothing"),
        (("--show", "--set", "topics.other=More"), "--show writes nothing"),
        (("--format", "md"), "add --show"),
        (("--show", "--date", "2026-08-26"), "on 2026-08-26; there are 2026-08-25"),
    ):
        result = agreed.run("checkin", "kari", *arguments)
        assert (result.code, said in result.err) == (2, True), result.err


def test_before_the_first_there_is_nothing_to_show(goals: Goals) -> None:
    result = goals.run("checkin", "kari", "--show")
    assert (result.code, result.out) == (2, "")
    assert "no check-in with kari-nordmann; there is none yet" in result.err
