"""Edits many generated records, requires the laws of editing of each, and prints figures.

python tests/fuzz/edits.py 10000
"""

import statistics
import sys
from collections import Counter
from difflib import unified_diff
from pathlib import Path

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

sys.path[:0] = [str(Path(__file__).parents[1] / "store")]

from edit_oracle import tell_damage  # noqa: E402
from record_edits import edits  # noqa: E402
from record_texts import record_texts  # noqa: E402

from goaltalk.store import guard  # noqa: E402
from goaltalk.store.splice import EditRefused, apply_edits  # noqa: E402


class Figures:
    """What came of the edits."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.changed: list[int] = []

    def __str__(self) -> str:
        tried, refused = self.tried.total(), self.refused.total()
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.tried.items()))
        median = statistics.median(self.changed) if self.changed else 0
        return f"{tried} edits tried ({kinds}), {refused} refused, {median:g} lines changed (median)"


def run(cases: int, *, by_chance: bool) -> Figures:
    """Try that many edits; an AssertionError shows the smallest text and edit that break a law."""
    figures = Figures()

    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=not by_chance,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(record_texts(), st.data())
    def law(text: str, data: st.DataObject) -> None:
        try:
            model = guard.read_model(text)
        except guard.NotReadable:
            assume(False)
        edit = data.draw(edits(model))
        figures.tried[edit.action] += 1
        try:
            after = apply_edits(text, [edit])
        except EditRefused as refusal:
            figures.refused[refusal.what] += 1
            return
        figures.changed.append(_count_lines(text, after))
        assert tell_damage(text, after, edit) == ""

    law()
    return figures


def _count_lines(before: str, after: str) -> int:
    """Count the lines that are new or changed, or else those that are gone."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0))[2:]
    return max(sum(one[:1] == sign for one in lines) for sign in "+-")


if __name__ == "__main__":
    found = run(int(sys.argv[1]), by_chance=True)
    sys.stdout.write(f"{found}\n")
    for what, times in found.refused.most_common():
        sys.stdout.write(f"  refused {times}: {what}\n")
