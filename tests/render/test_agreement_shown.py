"""Who accepts a text has seen all of it, and who is told of changes is told of every kind."""

from datetime import date
from typing import get_args

import msgspec
import pytest
from msgspec.structs import fields, replace

from goaltalk.domain.answers import AcceptedText, Standing
from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.domain.periods import read_period
from goaltalk.domain.records import Agreement, Person, Settings
from goaltalk.domain.records.agreement import AnsweredWish, DevelopmentNeed, FollowUp, Goal, Measure, Task
from goaltalk.domain.records.fields import Action, Language
from goaltalk.domain.rewording import Rewording
from goaltalk.domain.shifts import PARTS, Shift, TextChange
from goaltalk.render.document import as_text
from goaltalk.render.views import agreement_document, changes_document

H2 = read_period("2026-H2")
EVERYTHING = msgspec.convert(
    {
        "success": "WORD-success",
        "role": "WORD-role",
        "responsibilities": ["WORD-responsibility"],
        "core": ["WORD-core"],
        "tasks": [{"id": "task", "title": "WORD-task", "priority": 3}],
        "goals": [
            {
                "id": "goal",
                "title": "WORD-goal",
                "type": "personal",
                "frame": "WORD-frame",
                "success": ["WORD-criterion"],
                "measure": {"unit": "WORD-unit", "baseline": 71, "target": 83},
                "supports": ["word-need"],
                "with": ["word-person"],
                "due": "2026-12-24",
                "continues": "2026-H1/word-origin",
            }
        ],
        "development": [{"id": "dev", "need": "WORD-need", "for": ["word-for"]}],
        "actions": [{"id": "act", "what": "WORD-action", "who": "word-owner", "due": "2026-11-17"}],
        "wishes": [{"id": "word-wish", "answer": "later", "why": "WORD-why"}],
        "follow_up": {"cadence": "weekly", "form": "WORD-form", "feedback": "WORD-feedback"},
    },
    Agreement,
)
SHOWN = [
    *("success", "role", "responsibility", "core", "task", "goal", "frame", "criterion", "unit", "need"),
    *("action", "why", "form", "feedback"),
]
NAMED = ["word-need", "word-person", "word-origin", "word-for", "word-owner", "word-wish", "71", "83", "3"]


def company(language: Language) -> Company:
    settings = Settings(organisation="Acme", id="test-0001")
    return Company(
        settings, {}, {"kari": Person(name="Kari", email="k@x.example", unit="u", language=language)}
    )


@pytest.mark.parametrize("language", get_args(Language))
def test_every_key_of_the_text_is_shown(language: Language) -> None:
    one = Conversation("kari", H2, agreement=EVERYTHING)
    text = as_text(agreement_document(company(language), one, Standing("proposed"), date(2026, 11, 1)))
    assert [word for word in SHOWN if f"WORD-{word}" not in text] == []
    assert [word for word in NAMED if word not in text] == []
    assert [day for day in ("24", "17") if day not in text] == []
    assert "<" not in text


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("kept", [{"baseline": 71.5}, {"target": 83.5}, {"unit": "WORD-unit"}], ids=str)
def test_half_a_measure_is_shown_as_well(language: Language, kept: dict[str, object]) -> None:
    goal = replace(EVERYTHING.goals[0], measure=msgspec.convert(kept, Measure))
    one = Conversation("kari", H2, agreement=replace(EVERYTHING, goals=(goal,)))
    text = as_text(agreement_document(company(language), one, Standing("proposed"), date(2026, 11, 1)))
    (value,) = kept.values()
    assert str(value).replace(".", "." if language == "en" else ",") in text


@pytest.mark.parametrize("language", get_args(Language))
def test_there_are_words_for_every_change(language: Language) -> None:
    kinds = (Goal, Measure, Task, DevelopmentNeed, Action, AnsweredWish, FollowUp)
    keys = {field.encode_name for kind in kinds for field in fields(kind)} - {"id", "measure"}
    shifts = tuple(Shift(key, "WORD-before", 7.5) for key in sorted({*keys, "role", "success"}))
    changes = [TextChange(part, "changed", "x", f"WORD-{part}", shifts) for part in PARTS]
    changes += [TextChange("goals", "reordered"), TextChange("goals", "added", "y", "WORD-new")]
    before = AcceptedText(date(2026, 7, 1), date(2026, 7, 1), "sha256:00", ("kari",))
    rewording = Rewording(before, None, tuple(changes), ())
    one = Conversation("kari", H2, agreement=EVERYTHING)
    text = as_text(changes_document(company(language), one, rewording))
    assert text.count("WORD-before") == len(PARTS) * len(shifts)
    assert all(f"WORD-{part}" in text for part in PARTS)
