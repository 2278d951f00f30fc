"""Where values stand: lines and columns from 1, whatever style they are written in."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_edits import list_paths
from record_texts import record_texts

from goaltalk.store import guard, marks

FILE = """\
# top
name: Kari
goals:
  # about a
  - id: a
    measure: {unit: timer, target: 2}
  -
    id: b
    due:
    # nothing yet
tags: [x,
  y]
empty:

# end
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (2, 1)),
        (("name",), (2, 1)),
        (("goals",), (3, 1)),
        (("goals", 0), (5, 5)),
        (("goals", 0, "id"), (5, 5)),
        (("goals", 0, "measure"), (6, 5)),
        (("goals", 0, "measure", "target"), (6, 28)),
        (("goals", 1), (8, 5)),
        (("goals", 1, "due"), (9, 5)),
        (("tags", 0), (11, 8)),
        (("tags", 1), (12, 3)),
        (("empty",), (13, 1)),
    ],
)
def test_a_path_leads_to_its_key_or_item(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert marks.find_mark(FILE, path) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("missing",), (2, 1)),
        (("goals", 7), (3, 1)),
        (("goals", 0, "missing", "deeper"), (5, 5)),
        (("goals", "id"), (3, 1)),
        (("name", "first"), (2, 1)),
        (("name", 0), (2, 1)),
        (("goals", 0, "measure", "baseline"), (6, 5)),
    ],
)
def test_what_is_missing_is_found_at_its_nearest_ancestor(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    assert marks.find_mark(FILE, path) == place


@pytest.mark.parametrize("text", ["", "# c\n", "a: [", "a: &a [*a]\n", "[" * 2000, "- " * 2000, "a: *b"])
def test_text_without_content_or_sense_has_its_mark_at_the_start(text: str) -> None:
    assert marks.find_mark(text, ["a"])[0] == 1


def test_columns_count_characters_and_lines_count_any_newline() -> None:
    assert marks.find_mark("ø: {🎉: 1, å: 2}\r\nb: 1\r\n", ["ø", "å"]) == (1, 11)
    assert marks.find_mark("a: 1\r\nb: 1\r\n", ["b"]) == (2, 1)


def test_a_null_stands_at_its_colon_and_not_after_the_comments() -> None:
    root = marks.compose("a:   # c\n  # d\n\nb: 1\n")
    assert root
    assert (root.values[0].start, root.values[0].end) == (2, 2)


def test_a_block_ends_with_its_last_scalar() -> None:
    text = "a:\n  - x # c\n  # d\n\nb: |\n  t\n\n\n# e\n"
    root = marks.compose(text)
    assert root
    assert text[: root.values[0].end].endswith("- x")
    assert text[: root.end].endswith("  t")


def test_blank_lines_belong_to_a_literal_that_keeps_them() -> None:
    text = "a: |+\n  t\n\n\nb: 1\n"
    root = marks.compose(text)
    assert root
    assert text[root.values[0].end :] == "\nb: 1\n"


def test_every_key_is_listed_with_its_mapping() -> None:
    keys = marks.list_keys("a: {x: 1}\n'b': [{x: 2}]\n")
    assert [(key.name, key.line, key.column, key.plain) for key in keys] == [
        ("a", 1, 1, True),
        ("x", 1, 5, True),
        ("b", 2, 1, False),
        ("x", 2, 8, True),
    ]
    assert keys[1].mapping != keys[3].mapping


def test_an_alias_bomb_is_not_unfolded() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    lines = [f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in pairwise(letters)]
    assert marks.find_mark("a: &a [x]\n" + "".join(lines), ["z", 8, 8, 8]) == (23, 4)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(record_texts(), st.data())
def test_every_key_of_a_record_is_found_where_it_is_written(text: str, data: st.DataObject) -> None:
    try:
        paths = list_paths(guard.read_model(text))
    except guard.NotReadable:
        return
    lines = text.splitlines()
    for path in paths:
        line, column = marks.find_mark(text, path)
        if isinstance(path[-1], str):
            assert lines[line - 1][column - 1 :].lstrip("\"'").startswith(path[-1])
