"""CI, ready to use: the files of `init --ci`, the action and the hooks do what they promise."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from conftest import PROJECT, Goals, Result, git

BIN = Path(sys.executable).parent
CHECK, OVERDUE = ".github/workflows/goaltalk-check.yml", ".github/workflows/goaltalk-overdue.yml"
INCLUDED = ".gitlab/goaltalk.gitlab-ci.yml"


def tool(name: str, *arguments: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """Run one of the development tools, with this goaltalk on the path."""
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(cwd)}
    module = name.replace("-", "_")
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def assert_fits(schema: str, *paths: Path, more: tuple[str, ...] = ()) -> None:
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *more, *map(str, paths))
    assert done.returncode == 0, done.stdout


@pytest.fixture
def founded(tmp_path: Path, invoke: Callable[..., Result]) -> Callable[[str], Path]:
    """Return what founds a goals repository with the files of a build server."""

    def found(ci: str) -> Path:
        root = tmp_path / ci
        result = invoke("--today", "2026-07-01", "init", str(root), "--organisation", "Fjord", "--ci", ci)
        assert result.code == 0, result.err
        assert git(root, "status", "--porcelain") == ""
        return root

    return found


def test_github_gets_two_workflows_that_fit_githubs_schema(founded: Callable[[str], Path]) -> None:
    root = founded("github")
    assert_fits("github-workflows", root / CHECK, root / OVERDUE)


def test_a_pull_request_asks_only_about_its_files_and_a_schedule_what_is_late(
    founded: Callable[[str], Path],
) -> None:
    root = founded("github")
    check, overdue = read(root / CHECK), read(root / OVERDUE)
    assert set(check["on"]) == {"push", "pull_request"}
    assert set(overdue["on"]) == {"schedule", "workflow_dispatch"}
    text = (root / CHECK).read_text(encoding="utf-8")
    assert "goaltalk overdue" not in text
    assert "pull_request_target" not in text + (root / OVERDUE).read_text(encoding="utf-8")
    (schedule,) = overdue["on"]["schedule"]
    minute, _, *every = schedule["cron"].split()
    assert int(minute) not in (0, 30)
    assert every == ["*", "*", "1"]
    assert "fork" in overdue["jobs"]["overdue"]["if"]


@pytest.mark.parametrize("path", [CHECK, OVERDUE])
def test_a_workflow_may_do_as_little_as_it_can(founded: Callable[[str], Path], path: str) -> None:
    workflow = read(founded("github") / path)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 10
        (checkout,) = (step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
        assert checkout["with"]["persist-credentials"] is False
        assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


def test_workflows_install_the_goaltalk_that_wrote_them(founded: Callable[[str], Path]) -> None:
    from goaltalk import __version__

    wanted = f'"goaltalk~={".".join(__version__.split(".")[:2])}"'
    for path in (founded("github") / CHECK, founded("gitlab") / INCLUDED):
        assert wanted in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "code"), [(CHECK, 0), (OVERDUE, 1)])
def test_the_steps_of_a_workflow_run_and_fill_the_summary(
    founded: Callable[[str], Path], example: Callable[[str], Goals], tmp_path: Path, path: str, code: int
) -> None:
    (job,) = read(founded("github") / path)["jobs"].values()
    done, summary = run_script(job["steps"][-1]["run"], example("en").root, tmp_path)
    assert done.returncode == code, done.stderr
    assert ("::error file=people/" in done.stdout) is bool(code)
    assert summary.startswith("## ")


def test_gitlab_gets_a_template_to_include_that_fits_gitlabs_schema(founded: Callable[[str], Path]) -> None:
    root = founded("gitlab")
    transform = ("--data-transform", "gitlab-ci")
    assert_fits("gitlab-ci", root / ".gitlab-ci.yml", root / INCLUDED, more=transform)
    assert read(root / ".gitlab-ci.yml") == {"include": [{"local": INCLUDED}]}
    jobs = read(root / INCLUDED)
    assert jobs["goaltalk-overdue"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]
    assert "schedule" not in json.dumps(jobs["goaltalk-check"]["rules"])
    assert set(jobs[".goaltalk"]["artifacts"]["reports"]) == {"codequality", "junit"}
    assert "overdue" not in json.dumps(jobs["goaltalk-check"]["script"])


@pytest.mark.parametrize(("job", "code"), [("goaltalk-check", 0), ("goaltalk-overdue", 1)])
def test_the_script_of_a_gitlab_job_runs_and_writes_its_reports(
    founded: Callable[[str], Path], example: Callable[[str], Goals], tmp_path: Path, job: str, code: int
) -> None:
    jobs = read(founded("gitlab") / INCLUDED)
    goals = example("en")
    done, _ = run_script("\n".join(jobs[job]["script"]), goals.root, tmp_path)
    assert done.returncode == code, done.stderr
    for path in jobs[".goaltalk"]["artifacts"]["reports"].values():
        assert (goals.root / path).is_file()


def test_what_is_there_already_is_left_alone_and_named(goals: Goals) -> None:
    mine = "name: mine\n"
    goals.write(CHECK, mine)
    goals.write(".gitlab-ci.yml", "stages: [deploy]\n")
    told = goals.ok("init", "--ci", "github")
    assert told.startswith(f"added to {goals.root}: {OVERDUE}\nkept as they were: {CHECK}\n")
    assert goals.text(CHECK) == mine
    told = goals.ok("init", "--ci", "gitlab")
    assert "kept as they were: .gitlab-ci.yml\n" in told
    assert f"include: - local: {INCLUDED}" in told
    assert goals.git("status", "--porcelain").split() == ["??", CHECK, "??", ".gitlab-ci.yml"]
    assert goals.ok("init", "--ci", "gitlab").startswith("nothing to change in ")


def test_without_ci_no_file_is_made_and_the_option_is_named(goals: Goals) -> None:
    assert not (goals.root / ".github").exists()
    assert "goaltalk init --ci github" in goals.ok("init")


def test_goals_in_a_folder_of_a_repository_get_no_file_that_nobody_reads(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "code")
    result = invoke("init", str(tmp_path / "code" / "goals"), "--ci", "github")
    assert result.code == 2
    assert "at the top of the git repository only" in result.err
    assert not (tmp_path / "code" / "goals").exists()


# The action


def run_script(
    script: str, folder: Path, tmp_path: Path, **inputs: str
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a script as GitHub's runner does, with a summary; on the story's day, by the clock of the shell."""
    bin_ = tmp_path / "bin"
    bin_.mkdir(exist_ok=True)
    wrapper = bin_ / "goaltalk"
    wrapper.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goaltalk --today 2026-11-10 "$@"\n')
    wrapper.chmod(0o755)
    summary = tmp_path / "summary.md"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "GOALTALK": str(wrapper),
            "GITHUB_STEP_SUMMARY": str(summary),
            **inputs,
        },
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done, summary.read_text(encoding="utf-8") if summary.exists() else ""


def run_action(folder: Path, tmp_path: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
    action = read(PROJECT / "action.yml")
    step = action["runs"]["steps"][-1]
    names = {name: re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) }}", text) for name, text in step["env"].items()}
    given = {
        name: inputs.get(found[1].replace("-", "_"), action["inputs"][found[1]]["default"])
        for name, found in names.items()
        if found
    }
    assert set(given) == set(step["env"])
    return run_script(step["run"], folder, tmp_path, **given)


def test_the_action_fits_githubs_schema_and_puts_no_input_into_a_script() -> None:
    assert_fits("github-actions", PROJECT / "action.yml")
    for step in read(PROJECT / "action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_action_checks_and_says_what_is_late(example: Callable[[str], Goals], tmp_path: Path) -> None:
    goals = example("en")
    done, summary = run_action(goals.root, tmp_path, commands="check overdue")
    assert done.returncode == 1
    assert "no problems found\n::error file=people/asbjoern-saether/" in done.stdout
    assert "## goaltalk check: no problems found\n## Late on 2026-11-10: 2 errors, 1 warning" in summary
    assert "### per-lie" in summary


def test_the_action_by_itself_only_checks(example: Callable[[str], Goals], tmp_path: Path) -> None:
    done, summary = run_action(example("en").root.parent, tmp_path, directory="example-en")
    assert (done.returncode, done.stdout) == (0, "no problems found\n")
    assert summary == "## goaltalk check: no problems found\n"


def test_the_action_takes_its_inputs_as_texts(example: Callable[[str], Goals], tmp_path: Path) -> None:
    root = example("en").root
    evil = "per; touch pwned $(touch pwned)"
    done, _ = run_action(root, tmp_path, commands="overdue", led_by=evil)
    assert done.returncode == 2
    assert "nobody here is called" in done.stderr
    done, _ = run_action(root, tmp_path, commands="overdue;touch pwned *")
    assert done.returncode == 2
    assert not list(tmp_path.rglob("pwned"))


def test_the_action_asks_about_one_leader_and_writes_no_summary(
    example: Callable[[str], Goals], tmp_path: Path
) -> None:
    root = example("en").root
    done, summary = run_action(root, tmp_path, commands="overdue", led_by="kari", summary="false")
    assert (done.returncode, done.stdout, summary) == (0, "nothing is late on 2026-11-10\n", "")


def test_strict_reaches_overdue(example: Callable[[str], Goals], tmp_path: Path) -> None:
    goals = example("en")
    rules = "rules: {checkin-overdue: warning, agreement-unaccepted: warning}\n"
    goals.write("goaltalk.yaml", goals.text("goaltalk.yaml") + rules)
    assert run_action(goals.root, tmp_path, commands="overdue")[0].returncode == 0
    assert run_action(goals.root, tmp_path, commands="overdue", strict="true")[0].returncode == 1


# The hook


@pytest.fixture
def hooked(agreed: Goals) -> Goals:
    """A goals repository with our hook, run from here instead of from an environment of its own."""
    (hook,) = read(PROJECT / ".pre-commit-hooks.yaml")
    entry = f"{sys.executable} -m {hook['entry']}"
    local = {"repo": "local", "hooks": [{**hook, "language": "system", "entry": entry}]}
    agreed.write(".pre-commit-config.yaml", json.dumps({"repos": [local]}))
    agreed.git("add", ".pre-commit-config.yaml")
    return agreed


def pre_commit(goals: Goals, *arguments: str) -> subprocess.CompletedProcess[str]:
    return tool("pre-commit", "run", "--verbose", *arguments, cwd=goals.root)


def test_the_hooks_are_what_pre_commit_takes() -> None:
    done = tool("pre-commit", "validate-manifest", str(PROJECT / ".pre-commit-hooks.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    (hook,) = read(PROJECT / ".pre-commit-hooks.yaml")
    assert hook["require_serial"] is True
    assert hook["pass_filenames"] is True


def test_the_hook_finds_the_one_bad_file(hooked: Goals) -> None:
    done = pre_commit(hooked, "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no problems found" in done.stdout
    hooked.write(
        "people/kari-nordmann/2026-H2/checkins/2026-09-20.leader.yaml", "schema: checkin/1\nheld: soon\n"
    )
    hooked.git("add", "-A")
    done = pre_commit(hooked)
    assert done.returncode == 1
    assert "checkins/2026-09-20.leader.yaml:2:" in done.stdout
    assert done.stdout.count("problem found") == 1  # one process


def test_the_hook_looks_at_changed_files_of_ours_only(hooked: Goals) -> None:
    hooked.write("people/per-lie/person.yaml", "schema: person/1\n")
    hooked.git("commit", "-qam", "broken long ago")
    hooked.write("notes.yaml", "a: [\n")
    hooked.git("add", "notes.yaml")
    assert "no files to check" in pre_commit(hooked).stdout
    hooked.git("mv", "people/per-lie", "people/Per Lie")
    assert "people/Per Lie:1:1: error file-name" in pre_commit(hooked).stdout
