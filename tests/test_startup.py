"""What a command costs before it does anything: what it imports; and that reading leaves no trace."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import PROJECT, Goals, git
from goaltalk.app import COMMANDS

HEAVY = (
    "babel",
    "filelock",
    "git",
    "icalendar",
    "jinja2",
    "jsonschema_rs",
    "markdown_it",
    "multiprocessing",
    "platformdirs",
    "pydantic",
    "rich",
    "ruamel",
)
PAGE = ("jinja2", "babel", "markdown_it")
READING = [
    (("--version",), ()),
    (("--help",), ()),
    (("agenda", "--all", "--led-by", "per-lie", "--format", "md"), ("jinja2", "babel")),
    (("agenda", "kari-nordmann", "--format", "json"), PAGE),
    (("agenda", "kari-nordmann", "--format", "md"), ("jinja2", "babel")),
    (("agenda", "kari-nordmann"), PAGE),
    (("agree", "kari-nordmann", "--show", "--as", "per-lie"), (*PAGE, "ruamel")),
    (("brief", "platform", "--render"), ("jinja2", "markdown_it")),
    (("calendar", "--led-by", "kari-nordmann", "-o", "-"), ("icalendar",)),
    (("check",), ()),
    (("check", "--format", "json"), ()),
    (("check", "--verify"), ("git",)),
    (("checkin", "kari-nordmann", "--show"), PAGE),
    (("diff", "kari-nordmann", "--format", "json"), ()),
    (("diff", "kari-nordmann", "--format", "md"), ("jinja2", "babel")),
    (("diff", "kari-nordmann"), PAGE),
    (("diff", "--led-by", "per-lie", "--format", "json"), ()),
    (("doctor",), ("git", "filelock", "platformdirs")),
    (("guide",), ("git", "jinja2", "markdown_it")),
    (("overdue",), ()),
    (("overdue", "--format", "json"), ()),
    (("overdue", "--format", "github"), ()),
    (("overdue", "--format", "gitlab"), ()),
    (("overdue", "--format", "junit"), ()),
    (("overdue", "--format", "md"), ()),
    (("overdue", "--format", "sarif"), ()),
    (("person", "list"), ()),
    (("person", "show", "kari-nordmann"), ()),
    (("questions",), ("git", "jinja2", "markdown_it")),
    (("questions", "--format", "json"), ("git",)),
    (("review", "kari-nordmann", "--show", "--as", "per-lie"), (*PAGE, "ruamel")),
    (("schema", "checkin"), ()),
    (("status", "--format", "json"), ()),
    (("status", "--at", "HEAD", "--format", "json"), ("git",)),
    (("status",), ()),
    (("status", "--led-by", "per-lie", "--wishes"), ()),
    (("status", "--format", "md"), ()),
    (("status", "kari-nordmann"), PAGE),
    (("textconv", "goaltalk.yaml"), ()),
    (("todo", "--as", "per-lie"), ()),
    (("unit", "list"), ()),
]
SAVING = ("filelock", "ruamel")
AS_PER = ("--as", "per-lie", "--no-commit")
WRITING = [
    (("agree", "kari-nordmann", "--no-edit", *AS_PER), (*SAVING, "jinja2")),
    (("brief", "platform", "--no-edit", *AS_PER), ("filelock",)),
    (("checkin", "kari-nordmann", "--note", "other=x", *AS_PER), (*SAVING, "jinja2")),
    (("demo", "new"), ("git", *PAGE)),
    (("feedback", "ask", "kari-nordmann", "--to", "liv-aasland", *AS_PER), ("filelock",)),
    (("init", "new", "--organisation", "X"), ("git", "filelock", "jinja2")),
    (
        ("invite", "kari-nordmann", "--at", "2027-01-20T10:00", "-o", "new.ics", *AS_PER),
        (*SAVING, "icalendar", "jinja2", "markdown_it"),
    ),
    (("migrate", "--no-commit"), ()),
    (("person", "set", "kari-nordmann", "--set", "title=x", "--no-commit"), SAVING),
    (("prep", "kari-nordmann", "--set", "purpose=x", *AS_PER), (*SAVING, "jinja2", "platformdirs")),
    (("review", "kari-nordmann", "--set", "role=x", *AS_PER), SAVING),
    (("talk", "kari-nordmann", "--set", "notes=x", *AS_PER), SAVING),
    (("unit", "set", "platform", "--set", "name=x", "--no-commit"), SAVING),
]
LIST = (
    # What Python itself, or what measures the tests, has imported already is none of ours.
    "import sys\nbefore = set(sys.modules)\nfrom goaltalk.app import main\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\n"
    f"print([name for name in {HEAVY!r} if name in sys.modules.keys() - before], file=sys.stderr)"
)


@pytest.mark.parametrize(("arguments", "allowed"), [*READING, *WRITING], ids=lambda value: " ".join(value))
def test_a_command_imports_only_what_it_needs(
    arguments: tuple[str, ...], allowed: tuple[str, ...], example: Callable[[str], Goals]
) -> None:
    root = example("en").root
    git(root, "add", "--all")
    git(root, "commit", "-qm", "all of it")
    done = subprocess.run(
        [sys.executable, "-c", LIST, *arguments],
        cwd=root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    loaded = set(ast.literal_eval(done.stderr.decode().strip().split("\n")[-1]))
    assert loaded <= set(allowed)


def test_every_command_is_on_a_list() -> None:
    named = {arguments[0] for arguments, _ in (*READING, *WRITING)}
    assert named - {"--version", "--help"} == set(COMMANDS)


@pytest.mark.parametrize("arguments", [one for one, _ in READING], ids=" ".join)
def test_reading_leaves_git_and_the_disk_as_they_were(
    arguments: tuple[str, ...], example: Callable[[str], Goals]
) -> None:
    root = example("en").root
    git(root, "add", "--all")
    git(root, "commit", "-qm", "all of it")
    for path in root.rglob("people/**/*.yaml"):
        os.utime(path, (1, 1))  # whoever looks now and may write would bring git's index up to date

    def look() -> tuple[bytes, dict[str, tuple[int, int]]]:
        status = subprocess.run(
            ["git", "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--ignored"],
            cwd=root,
            capture_output=True,
            check=True,
        )
        return status.stdout, dict(_stamps(root))

    before = look()
    done = subprocess.run(
        [sys.executable, "-m", "goaltalk", *arguments], cwd=root, capture_output=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert look() == before


def _stamps(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield every file and folder, those of git included, with its size and when it was changed."""
    for path in folder.rglob("*"):
        found = path.stat()
        yield str(path.relative_to(folder)), (found.st_size, found.st_mtime_ns)


def test_the_lists_name_what_there_is() -> None:
    """A library that is renamed would never be found again in what is loaded."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    needed = {"babel": "babel", "filelock": "filelock", "git": "gitpython", "icalendar": "icalendar"}
    needed |= {"jinja2": "jinja2", "jsonschema_rs": "jsonschema-rs", "markdown_it": "markdown-it-py"}
    needed |= {"platformdirs": "platformdirs", "rich": "rich", "ruamel": "ruamel.yaml"}
    assert needed.keys() <= set(HEAVY)
    assert all(f'"{name}>=' in text for name in needed.values())
