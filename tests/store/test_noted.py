"""What is found to be wrong is noted once, and found again by whom and what it is about."""

from goaltalk.domain.address import Address
from goaltalk.domain.finding import Finding
from goaltalk.store.layout import path_of
from goaltalk.store.noted import Noted


def flaw(about: Address, line: int = 1, rule: str = "schema") -> Finding:
    return Finding(rule, "error", "wrong", about, person=about.owner, path=path_of(about), line=line)


AGREEMENT = Address("agreement", "kari", "2026-H2")
TALK = Address("talk", "kari", "2026-H2", "leader")
EARLIER = Address("review", "kari", "2026-H1", "employee")
PERSON = Address("person", "per")


def noted(*findings: Finding) -> Noted:
    made = Noted()
    for one in findings:
        made.note(one)
    return made


def test_each_finding_is_kept_once_in_the_order_in_which_it_came() -> None:
    first, second = flaw(AGREEMENT, 2), flaw(AGREEMENT, 1)
    made = noted(first, second, flaw(AGREEMENT, 2), flaw(TALK))
    assert list(made) == [first, second, flaw(TALK)]
    assert made[1:] == [second, flaw(TALK)]


def test_the_kinds_that_cannot_be_read_are_told_by_period() -> None:
    made = noted(flaw(AGREEMENT), flaw(TALK), flaw(EARLIER), flaw(PERSON))
    assert made.kinds_of("kari") == {"2026-H2": {"agreement", "talk"}, "2026-H1": {"review"}}
    assert made.kinds_of("per") == {}


def test_a_brief_of_a_unit_is_no_record_of_somebody_of_that_name() -> None:
    made = noted(flaw(Address("brief", "kari", "2026-H2")))
    assert made.kinds_of("kari") == {}
    assert made.tells_of(Address("brief", "kari", "2026-H2"))


def test_who_is_only_missing_is_not_there_unread() -> None:
    made = noted(flaw(PERSON), flaw(Address("person", "liv"), rule="reference"))
    assert made.unread == {("person", "per")}


def test_what_is_about_no_record_is_kept_as_well() -> None:
    link = Finding("file-name", "error", "is a link", path="people/ola")
    assert list(noted(link)) == [link]
