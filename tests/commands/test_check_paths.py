"""`check PATH…` looks at these files, reads what they need, and takes what git says has changed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Goals

KARI, BRIEF = "people/kari-nordmann/person.yaml", "units/platform/2026-H2.yaml"
AGREEMENT = "people/kari-nordmann/2026-H2/agreement.yaml"


@pytest.fixture
def broken(agreed: Goals, monkeypatch: pytest.MonkeyPatch) -> Goals:
    """A repository with something wrong in two places."""
    agreed.write(AGREEMENT, agreed.text(AGREEMENT) + "surprise: 1\n")
    agreed.write(BRIEF, agreed.text(BRIEF) + "surprise: 1\n")
    monkeypatch.chdir(agreed.root)
    return agreed


def found(goals: Goals, *paths: str) -> set[str]:
    result = goals.run("check", "--format", "json", *paths)
    assert result.code in (0, 1), result.err
    return {one["path"] for one in json.loads(result.out)["findings"]}


def test_only_problems_of_the_named_files_are_shown(broken: Goals) -> None:
    assert found(broken) == found(broken, ".") == {AGREEMENT, BRIEF}
    assert found(broken, AGREEMENT) == {AGREEMENT}
    assert found(broken, "people/kari-nordmann") == {AGREEMENT}
    assert found(broken, BRIEF, AGREEMENT) == {AGREEMENT, BRIEF}
    assert found(broken, "people") == {AGREEMENT}
    assert found(broken, KARI, "goaltalk.yaml", "units/platform/unit.yaml") == set()


@pytest.mark.parametrize(
    ("path", "reads"),
    [
        (AGREEMENT, True),
        ("people/kari-nordmann", True),
        ("people/per-lie/person.yaml", False),
        (BRIEF, False),
    ],
)
def test_only_conversations_that_are_named_are_read(broken: Goals, path: str, reads: bool) -> None:
    script = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "from goaltalk.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print(any(one.endswith({AGREEMENT!r}) for one in opened), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, "check", path], capture_output=True, check=True)
    assert done.stderr.decode() == f"{reads}\n"


def test_a_deleted_file_is_no_mistake_and_what_it_leaves_behind_is_found(broken: Goals) -> None:
    broken.git("rm", "-qf", AGREEMENT)
    result = broken.run("check", AGREEMENT)
    assert (result.code, result.out) == (0, "no problems found\n")
    assert result.err == f"{AGREEMENT}: is not there; only what its absence leaves behind is checked\n"
    broken.git("rm", "-qf", KARI)
    assert KARI in found(broken, KARI, "README.md", BRIEF)


def test_a_name_that_never_was_a_file_is_a_mistake(broken: Goals) -> None:
    result = broken.run("check", "peple")
    assert result.code == 2
    assert "peple: there is no such file or folder" in result.err


def test_a_folder_with_a_wrong_name_is_found_from_a_file_in_it(broken: Goals) -> None:
    broken.write("people/Åse Berg/person.yaml", "schema: person/1\n")
    assert found(broken, "people/Åse Berg/person.yaml") == {"people/Åse Berg"}


def test_many_paths_are_one_run(broken: Goals) -> None:
    paths = [f"people/p{number}/person.yaml" for number in range(400)]
    for number, path in enumerate(paths):
        broken.write(path, f"schema: person/1\nname: P\nemail: p{number}@fjord.example\nunit: platform\n")
    assert found(broken, *paths) == set()
    assert found(broken, *paths, AGREEMENT) == {AGREEMENT}


def test_a_report_goes_to_a_file_in_the_form_of_its_ending(broken: Goals, tmp_path: Path) -> None:
    for name, start in {
        "a.sarif": '{\n  "$schema"',
        "a.xml": "<?xml ",
        "a.md": "## goaltalk check",
        "a.json": '{\n  "schema": "goaltalk/findings/1"',
        "a.txt": "people/",
    }.items():
        result = broken.run("check", "-o", str(tmp_path / name))
        assert (result.code, result.out) == (1, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    broken.run("overdue", "--format", "gitlab", "-o", str(tmp_path / "g.json"), today="2027-03-01")
    assert isinstance(json.loads((tmp_path / "g.json").read_text(encoding="utf-8")), list)


def test_a_file_that_cannot_be_written_is_one_clear_line(broken: Goals, tmp_path: Path) -> None:
    result = broken.run("overdue", "-o", str(tmp_path / "no" / "such" / "folder.json"))
    assert result.code == 3
    assert result.err.startswith("error: ")
    assert result.err.count("\n") == 1
