"""Everything that the checks of the domain find in a tree."""

from collections.abc import Collection, Iterator

from goaltalk.domain.checks import (
    check_brief,
    check_company,
    check_conversations,
    check_picks,
    check_questions,
)
from goaltalk.domain.finding import Finding
from goaltalk.domain.records import Brief
from goaltalk.domain.records.questions import Questions
from goaltalk.store.layout import PEOPLE
from goaltalk.store.load import Loader


def audit(loader: Loader, built_in: Questions, about: Collection[str] | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the records that can be read; what cannot gathers in the loader meanwhile.

    `built_in` are the questions that goaltalk brings along; `about` are the ids of the people whose
    conversations are wanted, and None means everybody's.
    """
    company = loader.company()
    yield from check_company(company)
    briefs = {unit: loader.briefs(unit) for unit in company.units}
    for unit, by_period in briefs.items():
        for period, brief in by_period.items():
            yield from check_brief(unit, period, brief)
    # Who changes units keeps goals that support the plan of the unit before: any unit's needs are known.
    needs = {
        period: Brief(
            focus=tuple(need for some in briefs.values() if period in some for need in some[period].needs)
        )
        for period in {label for some in briefs.values() for label in some}
    }
    menus = {"": built_in, **loader.questions()}
    described = {topic.id for menu in menus.values() for topic in menu.topics}
    for name, menu in loader.questions().items():
        yield from check_questions(name, menu, described)
    asked = {question.id for menu in menus.values() for question in menu.questions}
    for name in loader.tree.folders(PEOPLE) if about is None else about:
        conversations = loader.conversations(company, name)
        for one in conversations:
            yield from check_picks(one, asked)
        if name in company.people:
            own = briefs.get(company.people[name].unit, {})
            yield from check_conversations(company, conversations, {period: needs[period] for period in own})
