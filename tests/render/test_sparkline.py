"""A way from 0 to 100 as blocks."""

import pytest

from goaltalk.render.sparkline import BLOCKS, sparkline


@pytest.mark.parametrize(
    ("percents", "expected"),
    [
        ((), ""),
        ((50,), ""),
        ((0, 100), "▁█"),
        ((0, 13, 25, 38, 50, 63, 75, 88), BLOCKS),
        ((12, 13, 99, 100), "▁▂██"),
        ((-5, 250), "▁█"),
    ],
)
def test_each_number_is_a_block(percents: tuple[int, ...], expected: str) -> None:
    assert sparkline(percents) == expected
