"""Findings get the path, the line and the column of what they speak of."""

from pathlib import Path

import pytest

from goaltalk.domain.address import Address
from goaltalk.domain.finding import Finding
from goaltalk.store.locate import with_places
from goaltalk.store.tree import Overlay, WorkingTree

PATH = "people/kari/2026-H2/agreement.yaml"
TEXT = b"schema: agreement/1\ngoals:\n  - id: a\n    title: A\n  - {id: b, title: B, supports: [x, y]}\n"
TREE = Overlay(WorkingTree(Path("/nowhere")), {PATH: TEXT})
AGREEMENT = Address("agreement", "kari", "2026-H2")


def place(finding: Finding, tree: Overlay = TREE) -> tuple[str, int, int]:
    (found,) = with_places([finding], tree)
    assert (found.rule, found.message) == (finding.rule, finding.message)
    return found.path, found.line, found.column


@pytest.mark.parametrize(
    ("key_path", "line", "column"),
    [
        ((), 1, 1),
        (("goals",), 2, 1),
        (("goals", 0), 3, 5),
        (("goals", 0, "title"), 4, 5),
        (("goals", 1, "supports", 1), 5, 37),
        (("goals", 1, "due"), 5, 5),
        (("goals", 7), 2, 1),
        (("actions",), 1, 1),
    ],
)
def test_a_key_has_its_line_and_a_missing_one_that_of_its_parent(
    key_path: tuple[str | int, ...], line: int, column: int
) -> None:
    assert place(Finding("r", "error", "m", about=AGREEMENT, key_path=key_path)) == (PATH, line, column)


def test_a_finding_that_has_its_place_keeps_it() -> None:
    finding = Finding(
        "r", "error", "m", about=AGREEMENT, key_path=("goals",), path="x.yaml", line=7, column=8
    )
    assert place(finding) == ("x.yaml", 7, 8)


def test_a_finding_about_no_record_has_no_place() -> None:
    assert place(Finding("r", "error", "m")) == ("", 1, 1)


def test_a_finding_about_a_file_that_is_not_there_has_the_place_it_would_have() -> None:
    finding = Finding("r", "error", "m", about=Address("agreement", "per", "2026-H2"), key_path=("goals",))
    assert place(finding) == ("people/per/2026-H2/agreement.yaml", 1, 1)


def test_a_finding_in_a_file_that_nobody_can_read_points_at_its_beginning() -> None:
    finding = Finding("r", "error", "m", about=AGREEMENT, key_path=("goals",))
    assert place(finding, Overlay(TREE, {PATH: b"goals: \xff"})) == (PATH, 1, 1)
    assert place(finding, Overlay(TREE, {PATH: b"goals: [\n"})) == (PATH, 1, 1)
