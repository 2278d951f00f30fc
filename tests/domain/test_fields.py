"""Times as people write them, and nothing else."""

import pytest

from goaltalk.domain.records.fields import LocalTime


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-20",
        "2026-W01-1T10:00",
        "2026-08-20T10+01",
        "2026-08-20 10:00",
        "2026-02-30T10:00",
        "2026-08-20T24:00",
        "",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        LocalTime(text)


def test_a_time_knows_its_day() -> None:
    assert str(LocalTime("2026-08-20T10:00").day) == "2026-08-20"
