"""How values are written: plain only when every reader takes them for the same text."""

import math

import pytest
from edit_oracle import read_by_ruamel
from hypothesis import given, settings
from hypothesis import strategies as st
from record_edits import texts

from goaltalk.store import guard
from goaltalk.store.yamltext import entry, flow, list_item, scalar, write


@pytest.mark.parametrize(
    "text",
    ["Åse", "Lære å øve", "Q3 2026", "don't", "Ja, gjerne.", "2026-09-01", "2026-08-20T10:00", "a-b_c/d"],
)
def test_plainly_safe_text_is_plain(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *["no", "On", "YES", "n", "null", "~", "12:30", "1_000", "010", "1e3", "=", "<<", "0x1f", ".5"],
        *["", " a", "a ", "a: b", "a #b", "a:", "- a", "#", "2026-09-01 10:00", "2026-09-01\n", "nan"],
        *["٣", "a\nb", "!a", "50"],
    ],
)
def test_everything_else_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
    assert guard.read_model(f"a: {scalar(text)}\n") == {"a": text}


@pytest.mark.parametrize(
    "sign", ["\x85", "\u2028", "\u2029", "\ufeff", "\x7f", "\x9b", "\u202e", "\u2066", "\0"]
)
def test_signs_that_readers_or_terminals_disagree_about_are_escaped(sign: str) -> None:
    assert sign not in scalar(f"a{sign}b")
    assert guard.read_model(scalar(f"a{sign}b")) == f"a{sign}b"


def test_an_emoji_is_no_pair_of_surrogates() -> None:
    assert scalar("😀") == '"😀"'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *[(1, "1"), (True, "true"), (None, "null"), (1.5, "1.5"), (1e16, "1.0e+16"), (1e-7, "1.0e-07")],
        *[(math.inf, ".inf"), (-math.inf, "-.inf"), (math.nan, ".nan"), (2.5e20, "2.5e+20")],
    ],
)
def test_numbers_are_written_for_every_reader(number: float | None, text: str) -> None:
    assert scalar(number) == text


@settings(derandomize=True, deadline=None, max_examples=200)
@given(texts | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.booleans() | st.none())
def test_every_value_is_read_back_by_two_readers(value: str | int | float | bool | None) -> None:
    for text in (
        f"a: {scalar(value)}\n",
        f"- [{scalar(value, flow=True)}, {{k: {scalar(value, flow=True)}}}]\n",
    ):
        assert repr(value) in repr(guard.read_model(text))
        assert repr(read_by_ruamel(text)) == repr(guard.read_model(text))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(texts | st.from_regex(r"[-+.]?[0-9a-fxobyntruesl:_.+]{1,8}", fullmatch=True))
def test_text_is_text_for_readers_of_yaml_1_1(text: str) -> None:
    for literals in (True, False):
        lines = "\n".join(entry("k", text, literals)) + "\n"
        assert read_by_ruamel(lines, (1, 1)) == {"k": text}


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_numbers_for_readers_of_yaml_1_1(number: float) -> None:
    assert read_by_ruamel(scalar(number), (1, 1)) == number


@pytest.mark.parametrize(
    "word", ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "Y", "NO", "True", "~", ""]
)
def test_words_that_some_reader_takes_for_something_else_are_quoted(word: str) -> None:
    assert scalar(word) == f'"{word}"'


def test_values_are_written_as_people_would() -> None:
    assert flow({"a": 1, "b": [2, 3]}) == "{a: 1, b: [2, 3]}"
    assert list_item("a\nb") == ["- |-", "  a", "  b"]
    assert list_item("a\nb", literals=False) == ['- "a\\nb"']
    assert (write("a\nb\n").head, write("a\nb\n").body) == ("|", ["a", "b"])
    assert (write("a\nb\n\n").head, write("a\nb\n\n").body) == ("|+", ["a", "b", ""])


@pytest.mark.parametrize("text", ["a\n", "\na\nb", " a\nb", "a\n\x85b", "a\nb\u2028", "a\n\x07"])
def test_what_no_literal_block_can_hold_is_quoted(text: str) -> None:
    assert write(text).kind == "inline"
