"""Everything that the checks of the domain find in a tree."""

from collections.abc import Collection, Iterator

from goaltalk.domain.checks import check_brief, check_company, check_conversations
from goaltalk.domain.finding import Finding
from goaltalk.store.layout import PEOPLE
from goaltalk.store.load import Loader


def audit(loader: Loader, about: Collection[str] | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the records that can be read; what cannot gathers in the loader meanwhile.

    `about` are the ids of the people whose conversations are wanted; None means everybody's.
    """
    company = loader.company()
    yield from check_company(company)
    briefs = {unit: loader.briefs(unit) for unit in company.units}
    for unit, by_period in briefs.items():
        for period, brief in by_period.items():
            yield from check_brief(unit, period, brief)
    for name in loader.tree.folders(PEOPLE) if about is None else about:
        conversations = loader.conversations(company, name)
        if name in company.people:
            yield from check_conversations(company, conversations, briefs.get(company.people[name].unit, {}))
