"""A row of numbers as a row of blocks, for the eye only: what it shows stands in words beside it."""

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(percents: Sequence[int]) -> str:
    """Return a block for each number from 0 to 100; empty where there are too few to show a way.

    The same blocks everywhere: all our output is UTF-8, whatever the locale says.
    """
    if len(percents) < 2:
        return ""
    return "".join(BLOCKS[min(max(one, 0), 99) * len(BLOCKS) // 100] for one in percents)
