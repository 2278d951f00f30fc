"""The example is sound on every day it may be built: its dates, its digests, and its history."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goaltalk.domain.answers import answer_name, digest_agreement
from goaltalk.domain.company_checks import check_brief, check_company
from goaltalk.domain.conversation_checks import check_conversations
from goaltalk.domain.finding import Finding
from goaltalk.domain.records.fields import Language
from goaltalk.render.templates import find_shipped
from goaltalk.store.layout import address_at
from goaltalk.store.load import Loader
from goaltalk.store.replay import PlannedCommit
from goaltalk.store.tree import Overlay, Tree, WorkingTree
from goaltalk.writing.example import STORY_TODAY, Shift, plan_example

DATES = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])")
LANGUAGES: tuple[Language, ...] = ("en", "nb")
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
profile = settings(derandomize=True, deadline=None, max_examples=100)


def files_of(commits: list[PlannedCommit]) -> dict[str, bytes]:
    """Return the last state of the history, as one tree of files."""
    return {path: content for one in commits for path, content in one.files.items()}


def problems(tree: Tree) -> list[Finding]:
    """Return all that `check` would say."""
    loader = Loader(tree)
    company = loader.company()
    briefs = {unit: loader.briefs(unit) for unit in company.units}
    found = list(check_company(company))
    for unit, by_period in briefs.items():
        for period, brief in by_period.items():
            found += check_brief(unit, period, brief)
    for person, record in company.people.items():
        found += check_conversations(company, loader.conversations(company, person), briefs[record.unit])
    return [*loader.findings, *found]


@pytest.mark.parametrize("language", LANGUAGES)
@profile
@given(today=days)
@example(today=date(2028, 2, 29))
@example(today=STORY_TODAY)
def test_on_every_day_the_example_is_sound(language: Language, today: date) -> None:
    commits = plan_example(language, today)
    files = files_of(commits)
    tree = Overlay(WorkingTree(Path("/nowhere")), files)
    assert problems(tree) == []
    loader = Loader(tree)
    company = loader.company()
    for person in company.people:
        for one in loader.conversations(company, person):
            for checkin in one.checkins:
                assert checkin.day in one.period
            for name, answer in one.answers.items():
                assert one.agreement is not None
                digest = digest_agreement(one.agreement, person, one.period.label, company.settings.id)
                assert answer.digest == digest
                assert name.startswith(answer_name("agreement", digest))


@pytest.mark.parametrize("language", LANGUAGES)
@profile
@given(today=days)
def test_nothing_is_committed_after_today_and_nothing_before_it_happened(
    language: Language, today: date
) -> None:
    commits = plan_example(language, today)
    whens = [one.when for one in commits]
    assert whens == sorted(whens)
    assert len(set(whens)) == len(whens)
    assert whens[-1].date() <= today
    for commit in commits:
        for path, content in commit.files.items():
            for held in re.findall(rb"^(?:held|on|given): (\d{4}-\d{2}-\d{2})", content, re.MULTILINE):
                assert commit.when.date() >= date.fromisoformat(held.decode()), path


@pytest.mark.parametrize("language", LANGUAGES)
@profile
@given(today=days)
def test_every_date_moves_by_whole_weeks_and_keeps_its_weekday(language: Language, today: date) -> None:
    shift = Shift(today)
    assert timedelta() <= today - (STORY_TODAY + shift.days) < timedelta(weeks=1)
    story = WorkingTree(find_shipped("examples") / language)
    for path, data in story.read(story.paths()):
        before, after = (DATES.findall(text) for text in (data.decode(), shift.move(data.decode())))
        assert len(before) == len(after), path
        for old, new in zip(before, after, strict=True):
            assert date.fromisoformat(new) - date.fromisoformat(old) == shift.days
            assert date.fromisoformat(new).weekday() == date.fromisoformat(old).weekday()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_the_day_of_the_story_nothing_moves(language: Language) -> None:
    story = WorkingTree(find_shipped("examples") / language)
    files = files_of(plan_example(language, STORY_TODAY))
    for path, data in story.read(story.paths()):
        assert files[path] == data


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_side_commits_its_own_files(language: Language) -> None:
    commits = plan_example(language, STORY_TODAY)
    authors = {path: one.email for one in commits for path in one.files}
    loader = Loader(Overlay(WorkingTree(Path("/nowhere")), files_of(commits)))
    company = loader.company()
    for path, email in authors.items():
        address = address_at(path)
        if address is not None and address.side:
            on = Loader(loader.tree).company().settings.tracked_from
            assert on is not None
            owner = address.owner
            who = owner if address.side == "employee" else company.leader_of(owner, STORY_TODAY)
            assert company.people[who or ""].email == email, path


def test_both_languages_tell_the_same_story() -> None:
    en, nb = (files_of(plan_example(language, STORY_TODAY)) for language in LANGUAGES)

    def shape(files: dict[str, bytes]) -> list[str]:
        return sorted(re.sub(r"[0-9a-f]{12}|units/[a-z]+", "x", path) for path in files)

    assert shape(en) == shape(nb)


def test_messages_of_commits_hold_ids_and_never_names() -> None:
    commits = plan_example("nb", STORY_TODAY)
    assert all(one.message.isascii() for one in commits)
    assert not [one.message for one in commits for word in one.name.split() if word in one.message]
