"""The files that make a build server check a goals repository and say what is late."""

from pathlib import Path
from typing import Literal

from goaltalk import __version__
from goaltalk.errors import UsageProblem
from goaltalk.store.gitdir import find_git_folder

Ci = Literal["github", "gitlab", "none"]
GITLAB = ".gitlab-ci.yml"
INCLUDED = ".gitlab/goaltalk.gitlab-ci.yml"

_PLACES: dict[Ci, dict[str, str]] = {
    "none": {},
    "github": {
        ".github/workflows/goaltalk-check.yml": "goaltalk-check.yml",
        ".github/workflows/goaltalk-overdue.yml": "goaltalk-overdue.yml",
    },
    "gitlab": {GITLAB: "gitlab-ci.yml", INCLUDED: "goaltalk.gitlab-ci.yml"},
}


def ci_files(ci: Ci) -> dict[str, str]:
    """Return the files for a build server, by path: checks on changes, and what is late once a week.

    They install the goaltalk that wrote them, or a later one that promises to work the same way.
    """
    folder = Path(__file__).resolve().parent / "ci"
    major_minor = ".".join(__version__.split(".")[:2])
    return {
        path: (folder / name).read_text(encoding="utf-8").replace("VERSION", major_minor)
        for path, name in _PLACES[ci].items()
    }


def check_place(ci: Ci, folder: Path) -> None:
    """Refuse a folder whose files no build server would read: UsageProblem says what to do."""
    found = find_git_folder(folder) if ci != "none" else None
    if found is not None and found.top != folder.resolve():
        raise UsageProblem(
            f"--ci {ci}: build servers read their files at the top of the git repository only, which is "
            f"{found.top}; leave --ci out, and see docs/ci.md for goals in a folder"
        )


def explain_ci(ci: Ci, kept: list[str]) -> list[str]:
    """Return what is left to do at the build server, in lines."""
    if ci == "none":
        return [
            "for CI: goaltalk init --ci github (or gitlab) adds what checks changes and reminds every week"
        ]
    if ci == "github":
        return ["the weekly workflow runs once it is pushed to the default branch"]
    include = [f"in your own {GITLAB}, include: - local: {INCLUDED}"] if GITLAB in kept else []
    return [*include, "in GitLab, Build > Pipeline schedules: add one a week; the reminder runs only there"]
