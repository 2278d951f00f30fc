"""Everything that the checks of the domain find in a tree."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from goaltalk.domain.answer_checks import check_answers
from goaltalk.domain.company_checks import check_brief, check_company, check_questions, check_settings
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
    loader: Loader, built_in: Questions, today: date, about: Collection[str] | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with the records that can be read; what cannot gathers in the loader meanwhile.

    `built_in` are the questions that goaltalk brings along; `about` are the ids of the people whose
    conversations are wanted, and None means everybody's.
    """
    company = loader.company()
    yield from check_settings(company.settings, SEVERITIES)
    yield from check_company(company)
    yield from check_company_dates(company, today)
    briefs = {unit: loader.briefs(unit) for unit in company.units}
    for unit, by_period in briefs.items():
        for period, brief in by_period.items():
            yield from check_brief(unit, period, brief)
    needs = _needs_of_all(briefs)
    own = loader.questions()
    menu_is_whole = not any(one.path.startswith(f"{QUESTIONS}/") for one in loader.findings)
    yield from _check_menu(own, built_in, is_whole=menu_is_whole)
    asked = {question.id for menu in (built_in, *own.values()) for question in menu.questions}

    def check_person(name: str) -> Iterator[Finding]:
        conversations = loader.conversations(company, name)
        for one in conversations:
            yield from check_picks(one, asked) if menu_is_whole else ()
            yield from check_dates(one, today)
            yield from check_answers(company, one, today)
        if name in company.people:
            here = briefs.get(company.people[name].unit, {})
            plans = {period: needs[period] for period in here}
            yield from check_conversations(company, conversations, plans)

    yield from loader.over(loader.tree.folders(PEOPLE) if about is None else list(about), check_person)


def _check_menu(own: Mapping[str, Questions], built_in: Questions, *, is_whole: bool) -> Iterator[Finding]:
    """Check the team's files of questions; where one cannot be read, nobody knows what it would describe."""
    described = {topic.id for menu in (built_in, *own.values()) for topic in menu.topics}
    yield from find_repeated(own)
    for name, menu in own.items():
        used = () if is_whole else (one.topic for one in menu.questions)
        yield from check_questions(name, menu, {*described, *used})


def _needs_of_all(briefs: Mapping[str, Mapping[str, Brief]]) -> dict[str, Brief]:
    """Return the needs of all units by period: who changes units keeps goals that support the plan before."""
    found: dict[str, list[Need]] = {}
    for by_period in briefs.values():
        for period, brief in by_period.items():
            found.setdefault(period, []).extend(brief.needs)
    return {period: Brief(focus=tuple(needs)) for period, needs in found.items()}
