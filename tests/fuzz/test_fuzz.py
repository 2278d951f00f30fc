"""The fuzzers themselves work: a short run of each, the same every time; make fuzz runs them for long."""

from fuzz import edits, reader


def test_edits_of_generated_records_hold_the_laws() -> None:
    figures = edits.run(50, by_chance=False)
    assert figures.tried.total() >= 50
    assert figures.refused.total() < 10


def test_anything_is_read_or_refused() -> None:
    tried, longest = reader.run(3, seed=7)
    assert tried > 10
    assert longest < 1
