"""Word by word, and text by text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.domain.wording import Row, compare_lists, compare_words

from .build import steadily


def marked(row: Row) -> str:
    marks = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return " ".join(marks[piece.kind].format(piece.text) for piece in row)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("one two three", "one two three", "one two three"),
        ("three days or less", "two days or less", "[-three-] {+two+} days or less"),
        ("Nobody waits", "Nobody waits long", "Nobody waits {+long+}"),
        ("Nobody waits long", "Nobody waits", "Nobody waits [-long-]"),
        ("Halve the lead time", "Be a mentor", "[-Halve the lead time-] {+Be a mentor+}"),
        ("a b c d", "b c d e", "[-a-] b c d {+e+}"),
        ("two  words\n", "two words", "two words"),
        ("", "new", "{+new+}"),
        ("", "", ""),
    ],
)
def test_words(before: str, after: str, found: str) -> None:
    assert marked(compare_words(before, after)) == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (["a b", "c"], ["a b", "c"], []),
        (["a b", "c"], ["a b"], ["[-c-]"]),
        (["c"], ["a b", "c"], ["{+a b+}"]),
        (["one two three", "c"], ["one two four", "c"], ["one two [-three-] {+four+}"]),
        (["a"], ["b", "c"], ["[-a-] {+b+}", "{+c+}"]),
        ([], [], []),
    ],
)
def test_lists(before: list[str], after: list[str], found: list[str]) -> None:
    assert [marked(row) for row in compare_lists(before, after)] == found


words = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8).map(" ".join)


@steadily
@given(words, words)
def test_both_texts_can_be_read_from_what_changed(before: str, after: str) -> None:
    row = compare_words(before, after)
    assert " ".join(one.text for one in row if one.kind != "in") == before
    assert " ".join(one.text for one in row if one.kind != "out") == after
    assert all(one.text for one in row)


@steadily
@given(words)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {one.kind for one in compare_words(text, text)} <= {"same"}
    assert compare_lists([text], [text]) == ()
