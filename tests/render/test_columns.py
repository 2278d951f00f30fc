"""Tables as text: columns that fit, and no word lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltalk.render.columns import as_columns

ROWS = st.lists(st.tuples(*[st.text("ab cdæ日", max_size=60)] * 3), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("rows", "width", "lines"),
    [
        pytest.param([("a", "b"), ("1", "22")], 80, ["a  b", "-  --", "1  22"], id="what fits takes no more"),
        pytest.param(
            [("topic", "x"), ("one two three", "y"), ("four", "z")],
            12,
            ["topic      x", "---------  -", "one two    y", "three", "", "four       z"],
            id="rows of several lines stand apart",
        ),
        pytest.param([("a", "b"), ("日本", "x")], 80, ["a     b", "----  -", "日本  x"], id="wide letters"),
        pytest.param([("a", "b"), ("", "x")], 80, ["a  b", "-  -", "   x"], id="an empty cell"),
        pytest.param(
            [("who", "last talk"), ("kari", "today")],
            80,
            ["who   last", "      talk", "----  -----", "kari  today"],
            id="a head makes no column wider",
        ),
        pytest.param(
            [("who", "a", "b"), ("somebody-with-a-long-id", "x y z x y z", "x y z x y z")],
            34,
            [
                "who                      a     b",
                "-----------------------  ----  ---",
                "somebody-with-a-long-id  x y   x y",
                "                         z x   z x",
                "                         y z   y z",
            ],
            id="no word is cut while all find room",
        ),
    ],
)
def test_layout(rows: list[tuple[str, ...]], width: int, lines: list[str]) -> None:
    assert as_columns(rows, width).split("\n") == lines


def test_the_columns_of_notes_get_more_than_the_names_of_the_rows() -> None:
    line = as_columns([("a", "b", "c"), ("topic " * 9, "mine " * 20, "theirs " * 20)], 80).split("\n")[1]
    assert [len(part) for part in line.split()] == [20, 28, 28]


@given(rows=ROWS)
def test_it_fits_and_every_word_is_there(rows: list[tuple[str, ...]]) -> None:
    text = as_columns([tuple(cell.replace("日", "e") for cell in row) for row in rows], 60)
    assert max(map(len, text.split("\n"))) <= 60
    letters = sorted("".join("".join(row) for row in rows).replace("日", "e").replace(" ", ""))
    assert sorted(text.replace("-", "").replace(" ", "").replace("\n", "")) == letters
