"""Everything that the checks of the domain find in a tree."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from goaltalk.domain.answer_checks import check_answers
from goaltalk.domain.company import Company
from goaltalk.domain.company_checks import check_brief, check_company, check_questions, check_settings
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.conversation_checks import check_conversations, check_picks
from goaltalk.domain.date_checks import check_company_dates, check_dates
from goaltalk.domain.deadlines import SEVERITIES
from goaltalk.domain.finding import Finding
from goaltalk.domain.menu import find_repeated
from goaltalk.domain.records import Brief
from goaltalk.domain.records.brief import Need
from goaltalk.domain.records.questions import Questions
from goaltalk.store.layout import PEOPLE, QUESTIONS
from goaltalk.store.load import Loader


def audit(
    loader: Loader,
    built_in: Questions,
    today: date,
    about: Collection[str] | None = None,
    known: Company | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with the records that can be read; what cannot gathers in the loader meanwhile.

    `built_in` are the questions that goaltalk brings along; `about` are the ids of the people whose
    conversations are wanted, and None means everybody's. With a company that is `known` neither it nor the
    plans of units are checked: nothing about them is asked.
    """
    company = loader.company() if known is None else known
    plans = _Plans(loader, company)
    if known is None:
        yield from check_settings(company.settings, SEVERITIES)
        yield from check_company(company)
        yield from check_company_dates(company, today)
        for unit in company.units:
            for period, brief in plans.of(unit).items():
                yield from check_brief(unit, period, brief)
    own = loader.questions()
    menu_is_whole = not any(one.path.startswith(f"{QUESTIONS}/") for one in loader.findings)
    yield from _check_menu(own, built_in, is_whole=menu_is_whole)
    asked = {question.id for menu in (built_in, *own.values()) for question in menu.questions}

    def check_person(name: str, conversations: Sequence[Conversation]) -> Iterator[Finding]:
        for one in conversations:
            yield from check_picks(one, asked) if menu_is_whole else ()
            yield from check_dates(one, today)
            yield from check_answers(company, one, today)
        if name in company.people:
            yield from _check_references(company, conversations, company.people[name].unit, plans)

    names = loader.tree.folders(PEOPLE) if about is None else list(about)
    for name in sorted({*names} - {*loader.present(names)}):
        loader.conversations(company, name)  # what is here of them can be read, and not be judged
    yield from loader.over(company, names, check_person)


def _check_menu(own: Mapping[str, Questions], built_in: Questions, *, is_whole: bool) -> Iterator[Finding]:
    """Check the team's files of questions; where one cannot be read, nobody knows what it would describe."""
    described = {topic.id for menu in (built_in, *own.values()) for topic in menu.topics}
    yield from find_repeated(own)
    for name, menu in own.items():
        used = () if is_whole else (one.topic for one in menu.questions)
        yield from check_questions(name, menu, {*described, *used})


def _check_references(
    company: Company, conversations: Sequence[Conversation], unit: str, plans: "_Plans"
) -> Iterator[Finding]:
    """Check what conversations refer to: needs of the unit's plan, or else of any unit's of that period.

    Who changes units keeps goals that support the plan before. Hardly anybody does, so the plans of all units
    are read only where the unit's own leaves something unexplained.
    """
    own = plans.of(unit)
    found = list(check_conversations(company, conversations, own))
    if any(one.rule == "reference" for one in found):
        needs = plans.needs
        found = list(check_conversations(company, conversations, {period: needs[period] for period in own}))
    yield from found


class _Plans:
    """The plans of units, each read when it is first asked for."""

    def __init__(self, loader: Loader, company: Company) -> None:
        self._loader, self._company = loader, company
        self._read: dict[str, Mapping[str, Brief]] = {}

    def of(self, unit: str) -> Mapping[str, Brief]:
        """Return a unit's plans by the label of the period; none for a unit that is not known."""
        if unit not in self._read:
            self._read[unit] = self._loader.briefs(unit) if unit in self._company.units else {}
        return self._read[unit]

    @cached_property
    def needs(self) -> Mapping[str, Brief]:
        """The needs of all units together, by the label of the period."""
        found: dict[str, list[Need]] = {}
        for unit in self._company.units:
            for period, brief in self.of(unit).items():
                found.setdefault(period, []).extend(brief.needs)
        return {period: Brief(focus=tuple(needs)) for period, needs in found.items()}
