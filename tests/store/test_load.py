"""What can be read is read; what cannot becomes findings, each once."""

from datetime import date
from pathlib import Path

import pytest

from goaltalk.domain.company import Company
from goaltalk.domain.conversation import Conversation
from goaltalk.errors import BadData
from goaltalk.store.load import Loader
from goaltalk.store.tree import Overlay, Tree, WorkingTree

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = {
    "goaltalk.yaml": "schema: settings/1\norganisation: Fjord\nid: fjord-12345\n",
    "units/platform/unit.yaml": "schema: unit/1\nname: Platform\nleader: per\n",
    "units/platform/2026-H2.yaml": "schema: brief/1\nfocus: [{id: flow, title: Flow}]\n",
    "people/per/person.yaml": "schema: person/1\nname: Per\nemail: per@fjord.example\nunit: platform\n",
    "people/kari/person.yaml": "schema: person/1\nname: Kari\nemail: kari@fjord.example\nunit: platform\n",
    "people/kari/2026-H1/agreement.yaml": "schema: agreement/1\ngoals: [{id: a, title: A}]\n",
    "people/kari/2026-H2/agreement.yaml": "schema: agreement/1\n",
    "people/kari/2026-H2/talk.employee.yaml": "schema: talk/1\nheld: 2026-08-20\n",
    "people/kari/2026-H2/checkins/2026-10-01.leader.yaml": "schema: checkin/1\n",
    "people/kari/2026-H2/checkins/2026-09-01.employee.yaml": "schema: checkin/1\ndone: [a]\n",
    "people/kari/2026-H2/prep.leader.yaml": "schema: preparation/1\npurpose: Listen\n",
    "people/kari/2026-H2/feedback/per.yaml": "schema: feedback/1\nfrom: per\nasked_by: employee\n",
}


def tree_of(changed: dict[str, str]) -> Tree:
    return Overlay(
        WorkingTree(Path("/nowhere")), {path: text.encode() for path, text in (FILES | changed).items()}
    )


def with_files(files: dict[str, str]) -> Loader:
    return Loader(tree_of(files))


def load(files: dict[str, str]) -> tuple[Loader, Company, tuple[Conversation, ...]]:
    loader = with_files(files)
    company = loader.company()
    return loader, company, loader.conversations(company, "kari")


def test_a_sound_repository_is_read_whole_and_without_findings() -> None:
    loader, company, (first, second) = load({})
    assert not loader.findings
    assert sorted(company.people) == ["kari", "per"]
    assert list(company.units) == ["platform"]
    assert (first.period.label, second.period.label) == ("2026-H1", "2026-H2")
    assert first.agreement is not None
    assert first.agreement.goals[0].id == "a"
    assert second.talk.employee is not None
    assert second.talk.leader is None
    assert second.preparation.leader is not None
    assert [one.day for one in second.checkins] == [date(2026, 9, 1), date(2026, 10, 1)]
    assert second.checkins[0].halves.employee is not None
    assert second.checkins[0].halves.leader is None
    assert list(second.feedback) == ["per"]
    assert list(loader.briefs("platform")) == ["2026-H2"]


def test_the_plan_of_a_period_is_found_or_there_is_none() -> None:
    loader, company, _ = load({})
    plan = loader.plan("platform", company.period_named("2026-H2"))
    assert plan is not None
    assert plan.brief.focus[0].id == "flow"
    assert loader.plan("platform", company.period_named("2026-H1")) is None
    assert loader.plan("nowhere", company.period_named("2026-H2")) is None


def test_a_broken_file_is_a_finding_and_hides_nothing_else() -> None:
    loader, company, (_, second) = load(
        {"people/kari/2026-H2/talk.employee.yaml": "schema: talk/1\nheld: x\nno: 1\n"}
    )
    assert second.talk.employee is None
    assert second.agreement is not None
    assert [(one.rule, one.path, one.line, one.person, one.severity) for one in loader.findings] == [
        ("schema", "people/kari/2026-H2/talk.employee.yaml", 2, "kari", "error"),
        ("unknown-key", "people/kari/2026-H2/talk.employee.yaml", 3, "kari", "error"),
    ]
    assert "kari" in company.people


def test_a_broken_person_leaves_everybody_else() -> None:
    loader, company, _ = load({"people/per/person.yaml": "schema: person/1\nname: Per\n"})
    assert list(company.people) == ["kari"]
    assert {one.path for one in loader.findings} == {"people/per/person.yaml"}


def test_a_finding_is_kept_once_however_often_the_file_is_read() -> None:
    loader, company, _ = load({"people/kari/2026-H2/agreement.yaml": "schema: agreement/1\nx: 1\n"})
    loader.company()
    loader.conversations(company, "kari")
    assert len(loader.findings) == 1


@pytest.mark.parametrize("name", ["Kari", "CON", "con", "kari.", "kari nordmann", "kåri", "-kari", "k" * 65])
def test_a_folder_that_is_no_id_is_a_finding_and_never_a_person(name: str) -> None:
    loader, company, _ = load({f"people/{name}/person.yaml": FILES["people/kari/person.yaml"]})
    assert sorted(company.people) == ["kari", "per"]
    (finding,) = loader.findings
    assert (finding.rule, finding.severity, finding.path) == ("file-name", "error", f"people/{name}")


@pytest.mark.parametrize("name", ["Platform", "nul", "platform."])
def test_a_folder_that_is_no_id_is_never_a_unit(name: str) -> None:
    loader, company, _ = load({f"units/{name}/unit.yaml": FILES["units/platform/unit.yaml"]})
    assert list(company.units) == ["platform"]
    assert [one.path for one in loader.findings] == [f"units/{name}"]


@pytest.mark.parametrize("label", ["2026-H3", "2026-h2", "H2-2026", "autumn"])
def test_a_folder_that_is_no_period_is_a_finding(label: str) -> None:
    path = f"people/kari/{label}/agreement.yaml"
    loader, _, conversations = load({path: "schema: agreement/1\n"})
    assert [(one.rule, one.path) for one in loader.findings] == [("file-name", path)]
    assert [one.period.label for one in conversations] == ["2026-H1", "2026-H2"]


def test_a_year_that_no_period_can_be_made_of_is_a_finding() -> None:
    loader, _, conversations = load({"people/kari/9999/agreement.yaml": "schema: agreement/1\n"})
    assert [(one.rule, one.path) for one in loader.findings] == [("file-name", "people/kari/9999")]
    assert len(conversations) == 2


@pytest.mark.parametrize(
    "path",
    [
        "people/kari/notes.yaml",
        "people/kari/2026-H2/talk.yaml",
        "people/kari/2026-H2/checkins/2026-02-30.employee.yaml",
        "people/kari/2026-H2/prep.boss.yml",
        "people/kari/2026-H2/feedback/Per.yaml",
    ],
)
def test_a_yaml_file_that_is_no_record_is_a_finding(path: str) -> None:
    loader, _, _ = load({path: "schema: talk/1\n"})
    assert [(one.rule, one.path) for one in loader.findings] == [("file-name", path)]


def test_other_files_may_lie_anywhere() -> None:
    loader, _, _ = load(
        {"people/kari/photo.png": "", "people/kari/2026-H2/drawing.svg": "", "people/README": ""}
    )
    assert not loader.findings


def test_records_of_somebody_nobody_made_known_are_a_finding() -> None:
    loader, company, _ = load({"people/liv/2026-H2/agreement.yaml": "schema: agreement/1\n"})
    assert "liv" not in company.people
    assert [(one.rule, one.path) for one in loader.findings] == [("reference", "people/liv/person.yaml")]


def test_an_empty_folder_is_nobody_and_no_finding(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "people/liv").mkdir()
    loader = Loader(WorkingTree(tmp_path))
    assert sorted(loader.company().people) == ["kari", "per"]
    assert not loader.findings


def test_a_linked_person_is_nobody(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / "goals" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "goals" / path).write_text(text)
    (tmp_path / "goals/people/liv").symlink_to(tmp_path / "goals/people/kari")
    loader = Loader(WorkingTree(tmp_path / "goals"))
    company = loader.company()
    assert sorted(company.people) == ["kari", "per"]
    assert loader.conversations(company, "liv") == ()


def test_without_settings_nothing_works() -> None:
    with pytest.raises(BadData, match=r"goaltalk\.yaml: there is no such file; run goaltalk init"):
        Loader(WorkingTree(Path("/nowhere"))).company()


def test_all_problems_of_the_settings_are_told_at_once() -> None:
    with pytest.raises(BadData) as refused:
        with_files(
            {"goaltalk.yaml": "schema: settings/1\norganisation: 5\nid: fjord-12345\ncadence: often\n"}
        ).settings()
    assert [line.split(" ")[0] for line in refused.value.lines] == [
        "goaltalk.yaml:2:1:",
        "goaltalk.yaml:4:1:",
    ]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_example_is_read_without_findings(language: str) -> None:
    loader = Loader(WorkingTree(EXAMPLES / language))
    company = loader.company()
    conversations = [one for person in company.people for one in loader.conversations(company, person)]
    assert len(company.people) == 6
    assert len(conversations) >= 10
    assert not loader.findings
