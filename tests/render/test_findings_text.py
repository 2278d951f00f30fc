"""Findings read well, in an order, and show hostile names harmlessly."""

from datetime import date

from msgspec.structs import replace

from goaltalk.domain.finding import Finding
from goaltalk.render.findings import as_check_text, as_overdue_text

TODAY = date(2026, 9, 15)
LATE = Finding(
    "checkin-overdue",
    "error",
    "last held on 2026-07-01",
    person="kari",
    responsible="per",
    due=date(2026, 9, 1),
    days_late=14,
)
BROKEN = Finding("schema", "error", "held must be a date", path="people/kari/person.yaml", line=3, column=5)


def test_late_things_stand_below_the_one_who_acts() -> None:
    other = replace(LATE, responsible="amina", severity="warning", days_late=1, rule="goal-overdue")
    assert as_overdue_text([LATE, other], TODAY).split("\n") == [
        "amina",
        "  warning goal-overdue kari: due 2026-09-01, 1 day late; last held on 2026-07-01",
        "",
        "per",
        "  error checkin-overdue kari: due 2026-09-01, 14 days late; last held on 2026-07-01",
        "",
        "1 error, 1 warning on 2026-09-15",
        "",
    ]


def test_the_order_does_not_depend_on_the_order_found() -> None:
    found = [
        LATE,
        replace(LATE, due=date(2026, 8, 1)),
        replace(LATE, person="amina"),
        replace(LATE, responsible=None),
    ]
    assert as_overdue_text(found, TODAY) == as_overdue_text(found[::-1], TODAY)


def test_nothing_late_says_so() -> None:
    assert as_overdue_text([], TODAY) == "nothing is late on 2026-09-15\n"


def test_what_has_no_date_is_shown_without_one() -> None:
    text = as_overdue_text([replace(LATE, due=None, days_late=None, responsible=None)], TODAY)
    assert text.startswith("nobody in particular\n  error checkin-overdue kari: last held")
    assert "None" not in text


def test_problems_are_lines_that_editors_can_follow() -> None:
    assert as_check_text([BROKEN]).split("\n") == [
        "people/kari/person.yaml:3:5: error schema held must be a date",
        "1 problem found",
        "",
    ]
    assert as_check_text([BROKEN, BROKEN]).endswith("\n2 problems found\n")
    assert as_check_text([]) == "no problems found\n"


def test_hostile_names_break_no_line_and_reach_no_terminal() -> None:
    evil = "x\x1b[2J\n::error::y\u202e"
    late = as_overdue_text([replace(LATE, person=evil, responsible=evil, message=evil)], TODAY)
    broken = as_check_text([replace(BROKEN, path=evil, message=evil, rule=evil)])
    for text in (late, broken):
        assert not set(text) & set("\x1b\u202e\r")
        assert not [line for line in text.split("\n") if line.startswith("::")]
    assert len(broken.split("\n")) == 3
    assert len(late.split("\n")) == 5


def test_by_person_stands_below_whom_it_is_about_and_says_who_acts() -> None:
    found = [LATE, replace(LATE, person="amina"), replace(LATE, responsible=None, rule="unconfirmed")]
    assert as_overdue_text(found, TODAY, "person").split("\n") == [
        "amina",
        "  error checkin-overdue: due 2026-09-01, 14 days late; last held on 2026-07-01; per acts",
        "",
        "kari",
        "  error checkin-overdue: due 2026-09-01, 14 days late; last held on 2026-07-01; per acts",
        "  error unconfirmed: due 2026-09-01, 14 days late; last held on 2026-07-01",
        "",
        "3 errors, 0 warnings on 2026-09-15",
        "",
    ]


def test_a_terminal_gets_lines_that_fit_and_a_pipe_whole_ones() -> None:
    long = replace(LATE, message="a-word " * 20)
    lines = as_overdue_text([long], TODAY, width=60).split("\n")
    assert max(map(len, lines)) <= 60
    assert lines[1].startswith("  error checkin-overdue kari: due")
    assert all(line.startswith("      ") for line in lines[2:5])
    whole = as_overdue_text([long], TODAY).split("\n")
    assert " ".join(" ".join(lines[1:5]).split()) == whole[1].strip()
