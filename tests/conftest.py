"""What all tests share: the real command, real git repositories, a fixed identity and a fixed date."""

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from goaltalk.app import main

PROJECT = Path(__file__).resolve().parent.parent
PEOPLE = {
    "per-lie": ("Per Lie", "per@fjord.example"),
    "kari-nordmann": ("Kari Nordmann", "kari@fjord.example"),
    "nobody": ("A Stranger", "stranger@elsewhere.example"),
}

# How long it takes to make an example says how busy the machine is, and nothing about the code.
settings.register_profile("goaltalk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("goaltalk")

# What a shell starts in the background ignores Ctrl-C, and passes that on to all that it starts itself.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Result:
    """What a run of the command gave."""

    code: int
    out: str
    err: str


@dataclass
class Goals:
    """A goals repository, and the command run in it by one of its people."""

    root: Path
    invoke: Callable[..., Result]
    today: str = "2026-09-15"
    who: str = "per-lie"
    seen: list[Result] = field(default_factory=list)

    def run(self, *args: str, who: str | None = None, today: str | None = None) -> Result:
        """Run goaltalk as one of the people, on a date."""
        return self.invoke("-C", str(self.root), "--today", today or self.today, *args, who=who or self.who)

    def ok(self, *args: str, who: str | None = None, today: str | None = None) -> str:
        """Run goaltalk and expect it to succeed; return what it printed."""
        result = self.run(*args, who=who, today=today)
        assert result.code == 0, result.err + result.out
        return result.out

    def git(self, *args: str) -> str:
        """Ask git something."""
        return git(self.root, *args)

    def write(self, path: str, text: str) -> Path:
        """Write a file by hand."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
        return target

    def text(self, path: str) -> str:
        """Return the text of a file to the byte."""
        return (self.root / path).read_bytes().decode()


def git(root: Path, *args: str) -> str:
    """Run git in a folder and return what it printed."""
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.fixture(autouse=True)
def clean_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the machine's own git settings, private notes, editor and zone out of every test."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "GOALTALK_"))]:
        if name != "GOALTALK_UPDATE_GOLDEN":
            monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "GOALTALK_PRIVATE": str(tmp_path / "private"),
    }.items():
        monkeypatch.setenv(name, value)
    become(monkeypatch, "per-lie")


def become(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    """Be one of the people, as far as git is concerned."""
    name, email = PEOPLE[who]
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", name)
        monkeypatch.setenv(f"GIT_{role}_EMAIL", email)


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Return what runs the whole command line, from the door on, as somebody."""

    def run(*args: str, who: str = "per-lie") -> Result:
        become(monkeypatch, who)
        monkeypatch.setattr(sys, "argv", ["goaltalk", *args])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        gc.unfreeze()  # a run leaves its garbage to the system; here another one follows
        out, err = capfd.readouterr()
        code = ended.value.code
        return Result(code if isinstance(code, int) else int(code is not None), out, err)

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Hold repositories that were built once in this run of the tests, to be copied."""
    return {"folder": tmp_path_factory.mktemp("built")}


@pytest.fixture
def goals(tmp_path: Path, invoke: Callable[..., Result], built: dict[str, Path]) -> Goals:
    """A repository with a unit, its leader and one employee, and nothing written yet."""
    made = Goals(tmp_path / "goals", invoke)
    if "team" not in built:
        source = Goals(built["folder"] / "team", invoke)
        day = "2026-07-01"
        source.ok("init", str(source.root), "--organisation", "Fjord", "--timezone", "Europe/Oslo", today=day)
        source.ok("unit", "add", "platform", "--name", "Platform", "--leader", "per-lie", today=day)
        source.ok("person", "add", "Per Lie", "--email", PEOPLE["per-lie"][1], today=day)
        source.ok("person", "add", "Kari Nordmann", "--email", PEOPLE["kari-nordmann"][1], today=day)
        built["team"] = source.root
    shutil.copytree(built["team"], made.root)
    return made


@pytest.fixture
def agreed(goals: Goals, built: dict[str, Path]) -> Goals:
    """The same repository once the two have agreed on one goal."""
    if "agreed" not in built:
        agree_on_lead_time(goals)
        shutil.copytree(goals.root, built["folder"] / "agreed")
        built["agreed"] = built["folder"] / "agreed"
    else:
        shutil.rmtree(goals.root)
        shutil.copytree(built["agreed"], goals.root)
    return goals


def agree_on_lead_time(goals: Goals) -> None:
    """Go through brief, preparation and agreement, each step one command line."""
    day, kari = "2026-08-18", "kari-nordmann"
    goals.ok(
        "brief", "platform", "--set", "focus+=Deploy without fear",
        "--set", "challenges+={id: on-call, title: On-call wears people out, why: Few share it}",
        today=day,
    )  # fmt: skip
    goals.ok("prep", "kari", "--set", "purpose=Find out what is next", today=day)
    goals.ok(
        "prep", "kari", "--set", "can+={text: Pipelines, supports: [deploy-without-fear]}",
        "--set", "goals+=Halve the lead time", "--set", "wishes+=One day a month to learn",
        who=kari, today=day,
    )  # fmt: skip
    goals.ok(
        "agree", "kari", "--set", "goals.halve-the-lead-time.due=2026-12-01",
        "--set", "goals.halve-the-lead-time.supports+=deploy-without-fear",
        "--set", "goals.halve-the-lead-time.measure={unit: days, baseline: 6, target: 3}",
        who=kari, today=day,
    )  # fmt: skip
    goals.ok("agree", "kari", "--accept", "--yes", who=kari, today="2026-08-19")
    goals.ok("agree", "kari", "--accept", "--yes", today="2026-08-20")


@pytest.fixture
def example(tmp_path: Path, invoke: Callable[..., Result]) -> Callable[[str], Goals]:
    """Return what copies the example of a language into a repository of its own, on the story's day."""

    def copy(language: str) -> Goals:
        root = tmp_path / f"example-{language}"
        shutil.copytree(PROJECT / "examples" / language, root)
        git(root, "init", "-q", "-b", "main")
        return Goals(root, invoke, today="2026-11-10")

    return copy


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return what compares a text with a golden file, or writes it when GOALTALK_UPDATE_GOLDEN is set."""

    def compare(name: str, text: str) -> None:
        path = PROJECT / "tests" / "golden" / name
        if os.environ.get("GOALTALK_UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; make golden, and read the diff"

    return compare
