"""What people read, to the letter: change it on purpose with `make golden`, and read the diff."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Goals

Compare = Callable[[str, str], None]
Copy = Callable[[str], Goals]


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("agenda-checkin.txt", ("agenda", "kari", "--date", "2026-11-24")),
        ("agenda-checkin.md", ("agenda", "kari", "--date", "2026-11-24", "--format", "md")),
        ("agenda-checkin.json", ("agenda", "kari", "--date", "2026-11-24", "--format", "json")),
        ("agenda-planned.txt", ("agenda", "amina")),
        ("agenda-talk.txt", ("agenda", "kari", "--kind", "talk", "--date", "2026-08-20")),
        ("agenda-talk.md", ("agenda", "kari", "--kind", "talk", "--date", "2026-08-20", "--format", "md")),
        ("agreement.txt", ("agree", "kari", "--show")),
        ("agenda-review.txt", ("agenda", "kari", "--kind", "review")),
        ("agenda-review.md", ("agenda", "kari", "--kind", "review", "--format", "md")),
        ("agenda-review.json", ("agenda", "kari", "--kind", "review", "--format", "json")),
        ("agenda-review-now.txt", ("agenda", "kari", "--kind", "review", "--period", "2026-H2")),
        ("review.txt", ("review", "kari", "--show")),
        ("review.md", ("review", "kari", "--show", "--format", "md")),
        ("diff.txt", ("diff", "kari")),
        ("diff.md", ("diff", "kari", "--format", "md")),
        ("diff.json", ("diff", "kari", "--format", "json")),
        ("overdue.txt", ("overdue",)),
        ("overdue.json", ("overdue", "--format", "json")),
        ("status.txt", ("status",)),
        ("status.json", ("status", "--format", "json")),
        ("status.md", ("status", "--format", "md")),
        ("status-person.txt", ("status", "kari")),
        ("status-person.md", ("status", "kari", "--format", "md")),
        ("status-without-agreement.txt", ("status", "kari", "--period", "2027-H1")),
        ("status-leader.txt", ("status", "per-lie")),
    ],
)
def test_the_example_reads_as_it_did(
    example: Copy, golden: Compare, language: str, name: str, arguments: tuple[str, ...]
) -> None:
    goals = example(language)
    result = goals.run(*arguments)
    assert result.code == (1 if name.startswith("overdue") else 0), result.err
    assert result.err == ""
    if name.endswith(".json"):
        json.loads(result.out)
    golden(f"{language}/{name}", result.out)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_new_form_reads_as_it_did(example: Copy, golden: Compare, tmp_path: Path, language: str) -> None:
    goals = example(language)
    goals.git("add", "-A")
    goals.git("commit", "-qm", "story")
    forms = {
        "checkin": ("checkin", "kari", "--date", "2026-11-24"),
        "review": ("review", "kari", "--period", "2026-H2"),
        "feedback": ("feedback", "ask", "kari", "--to", "amina", "--due", "2026-12-01"),
        "prep": ("prep", "kari", "--period", "2027-H1"),
        "agree": ("agree", "kari", "--period", "2027-H1"),
        "brief": ("brief", "--period", "2027-H1", "platform" if language == "en" else "plattform"),
    }
    for name, arguments in forms.items():
        no_edit = () if name == "feedback" else ("--no-edit",)
        shown = goals.ok(*arguments, "--as", "per-lie", *no_edit, "--dry-run")
        golden(f"{language}/form-{name}.txt", shown.replace(f"b{tmp_path}/", "b/"))


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_agenda_for_the_leader_alone_reads_as_it_did(
    example: Copy, golden: Compare, language: str
) -> None:
    goals = example(language)
    me = ("--as", "per-lie")
    for one in (
        "standing=On firm ground",
        "preconceptions=She wants to lead",
        "follow_up_questions+=What next?",
    ):
        goals.ok("prep", "kari", "--period", "2026-H2", "--set", one, *me)
    shown = goals.ok("agenda", "kari", "--private", "--kind", "talk", "--date", "2026-08-20", *me)
    golden(f"{language}/agenda-private.txt", shown)


def test_the_example_is_free_of_problems(example: Copy) -> None:
    for language in ("en", "nb"):
        assert example(language).ok("check") == "no problems found\n"
