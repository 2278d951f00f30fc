"""Saving writes whole files, under a lock, and never over somebody else's change."""

import errno
import os
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from goaltalk.errors import BadData, GoaltalkError, SaveProblem
from goaltalk.store import save as saving
from goaltalk.store.save import lock, remove, save

CLI = Path(__file__).parents[2] / "cli"


def content_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def run_python(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(CLI)}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=env, stdout=subprocess.PIPE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "goals"
    folder.mkdir()
    (folder / ".git").mkdir()
    for name in ("objects", "refs"):
        (folder / ".git" / name).mkdir()
    (folder / ".git" / "HEAD").write_bytes(b"ref: refs/heads/main\n")
    (folder / "a.yaml").write_bytes(b"old\n")
    return folder


def test_a_file_is_replaced(root: Path) -> None:
    save(root, "a.yaml", b"new\n", b"old\n")
    assert (root / "a.yaml").read_bytes() == b"new\n"
    assert sorted(path.name for path in root.iterdir()) == [".git", "a.yaml"]


def test_a_new_file_gets_its_folders(root: Path) -> None:
    save(root, "people/kari/å [1]\n.yaml", b"new\n", None)
    assert (root / "people/kari/å [1]\n.yaml").read_bytes() == b"new\n"


def test_a_new_file_has_the_mode_the_user_gives_new_files(root: Path) -> None:
    (root / "ordinary").touch()
    save(root, "new.yaml", b"", None)
    assert (root / "new.yaml").stat().st_mode == (root / "ordinary").stat().st_mode


def test_the_mode_of_a_file_survives(root: Path) -> None:
    (root / "a.yaml").chmod(0o640)
    save(root, "a.yaml", b"new\n", b"old\n")
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o640


def test_saving_what_is_there_already_touches_nothing(root: Path) -> None:
    before = (root / "a.yaml").stat()
    save(root, "a.yaml", b"old\n", b"old\n")
    assert (root / "a.yaml").stat() == before


@pytest.mark.parametrize(
    ("present", "expected"), [(b"theirs", b"old\n"), (b"theirs", None), (None, b"old\n")]
)
def test_a_file_that_changed_meanwhile_is_refused(
    root: Path, present: bytes | None, expected: bytes | None
) -> None:
    (root / "a.yaml").unlink()
    if present is not None:
        (root / "a.yaml").write_bytes(present)
    before = content_of(root / "..")
    with pytest.raises(SaveProblem, match=r"^a\.yaml: .* run the command again"):
        save(root, "a.yaml", b"mine", expected)
    after = content_of(root / "..")
    after.pop("goals/.git/goaltalk.lock")
    after.pop("goals/.git/goaltalk.turn")
    assert after == before


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            ".",
            "/etc/a.yaml",
            "../a.yaml",
            "people/../../a.yaml",
            "people/../a.yaml",
            "..\\a.yaml",
            "C:\\a.yaml",
        ),
        *("C:a.yaml", "\\\\host\\share\\a.yaml", ".git/config", "people/.GIT/config", "a\0.yaml"),
    ],
)
def test_a_path_that_is_not_inside_is_refused(root: Path, path: str) -> None:
    before = content_of(root.parent)
    with pytest.raises(SaveProblem):
        save(root, path, b"new", None)
    after = content_of(root.parent)
    after.pop("goals/.git/goaltalk.lock")
    after.pop("goals/.git/goaltalk.turn")
    assert after == before


@pytest.mark.parametrize("inside", [True, False])
def test_a_link_as_target_is_refused(root: Path, tmp_path: Path, inside: bool) -> None:
    real = (root if inside else tmp_path) / "real.yaml"
    real.write_bytes(b"real")
    (root / "link.yaml").symlink_to(real)
    with pytest.raises(SaveProblem, match="link"):
        save(root, "link.yaml", b"new", b"real")
    assert real.read_bytes() == b"real"
    assert (root / "link.yaml").is_symlink()


def test_a_dangling_link_as_target_is_refused(root: Path) -> None:
    (root / "link.yaml").symlink_to("nowhere")
    with pytest.raises(SaveProblem, match="link"):
        save(root, "link.yaml", b"new", None)
    assert not (root / "nowhere").exists()


@pytest.mark.parametrize("aim", ["../outside", "units", "loop", "nowhere"])
def test_a_link_on_the_way_is_refused(root: Path, tmp_path: Path, aim: str) -> None:
    (tmp_path / "outside").mkdir()
    (root / "units").mkdir()
    (root / ("loop" if aim == "loop" else "people")).symlink_to(aim)
    with pytest.raises(SaveProblem, match="link"):
        save(root, f"{'loop' if aim == 'loop' else 'people'}/kari/a.yaml", b"new", None)
    assert not list((tmp_path / "outside").iterdir())
    assert not list((root / "units").iterdir())


def test_a_root_reached_through_a_link_is_fine(root: Path, tmp_path: Path) -> None:
    (tmp_path / "door").symlink_to(root)
    save(tmp_path / "door", "a.yaml", b"new\n", b"old\n")
    assert (root / "a.yaml").read_bytes() == b"new\n"


def test_a_folder_as_target_is_refused(root: Path) -> None:
    (root / "people").mkdir()
    with pytest.raises(SaveProblem, match="not a file"):
        save(root, "people", b"new", None)


def test_a_file_as_folder_is_refused(root: Path) -> None:
    with pytest.raises(SaveProblem, match=r"a\.yaml is not a folder"):
        save(root, "a.yaml/b.yaml", b"new", None)


def test_a_read_only_file_is_refused_whoever_runs(root: Path) -> None:
    (root / "a.yaml").chmod(0o444)
    with pytest.raises(SaveProblem, match="read-only"):
        save(root, "a.yaml", b"new\n", b"old\n")
    assert (root / "a.yaml").read_bytes() == b"old\n"


def test_a_read_only_folder_is_refused_whoever_runs(root: Path) -> None:
    (root / "people").mkdir(mode=0o555)
    with pytest.raises(SaveProblem, match="read-only"):
        save(root, "people/kari/a.yaml", b"new\n", None)
    assert not list((root / "people").iterdir())


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_when_the_system_fails_the_old_file_is_intact(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    for path, old in (("a.yaml", b"old\n"), ("people/kari/b.yaml", None)):
        with pytest.raises(SaveProblem, match=os.strerror(number)):
            save(root, path, b"new\n", old)
    assert (root / "a.yaml").read_bytes() == b"old\n"
    assert sorted(path.name for path in root.iterdir()) == [".git", "a.yaml"]


def test_a_full_disk_leaves_the_old_file(root: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from goaltalk.store.save import save\n"
        "from goaltalk.errors import SaveProblem\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (4096, {resource.RLIM_INFINITY}))\n"
        "try: save(Path(sys.argv[1]), 'a.yaml', b'x' * 100_000, b'old\\n')\n"
        "except SaveProblem as problem: print(problem)\n"
    )
    out, _ = run_python(code, str(root)).communicate()
    assert out.startswith(b"a.yaml: not saved (")
    assert (root / "a.yaml").read_bytes() == b"old\n"
    assert sorted(path.name for path in root.iterdir()) == [".git", "a.yaml"]


@pytest.mark.parametrize(("failures", "saved"), [(2, True), (1000, False)])
def test_a_file_held_by_another_program_is_tried_a_few_times(
    root: Path, monkeypatch: pytest.MonkeyPatch, failures: int, saved: bool
) -> None:
    replace, tries = os.replace, []

    def held(source: str, target: str) -> None:
        tries.append(source)
        if len(tries) <= failures:
            raise PermissionError(errno.EACCES, "held")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving, "REPLACE_PAUSES", (0.0, 0.0, 0.0))
    if saved:
        save(root, "a.yaml", b"new\n", b"old\n")
    else:
        with pytest.raises(SaveProblem, match="held"):
            save(root, "a.yaml", b"new\n", b"old\n")
    assert (root / "a.yaml").read_bytes() == (b"new\n" if saved else b"old\n")
    assert len(tries) == (3 if saved else 4)


def test_drafts_of_a_killed_goaltalk_are_cleaned_up_and_others_left(root: Path) -> None:
    names = [".goaltalk-old.tmp", ".goaltalk-young.tmp", ".other-old.tmp", "goaltalk-old.tmp"]
    for name in names:
        (root / name).write_bytes(b"")
        if "old" in name:
            os.utime(root / name, (time.time() - 7200,) * 2)
    save(root, "a.yaml", b"new\n", b"old\n")
    assert sorted(path.name for path in root.glob("*.tmp")) == sorted(names[1:4])


def test_killed_in_the_middle_leaves_old_or_new(root: Path) -> None:
    code = (
        "import itertools, sys; from pathlib import Path; from goaltalk.store.save import save\n"
        "root, old = Path(sys.argv[1]), b'old\\n'\n"
        "for number in itertools.count():\n"
        "    new = b'%d\\n' % (number % 10) * 50_000; save(root, 'a.yaml', new, old); old = new\n"
        "    print('.', flush=True)\n"
    )
    for _ in range(3):
        (root / "a.yaml").write_bytes(b"old\n")
        writer = run_python(code, str(root))
        assert writer.stdout is not None
        writer.stdout.read(10)
        writer.kill()
        writer.communicate()
        present = (root / "a.yaml").read_bytes()
        assert len(present) == 100_000
        assert len(set(present.splitlines())) == 1
        save(root, "a.yaml", b"next", present)


def test_a_file_is_removed(root: Path) -> None:
    remove(root, "a.yaml", b"old\n")
    assert not (root / "a.yaml").exists()


def test_a_file_that_changed_meanwhile_is_not_removed(root: Path) -> None:
    with pytest.raises(SaveProblem, match="run the command again"):
        remove(root, "a.yaml", b"other\n")
    assert (root / "a.yaml").exists()


def test_a_hundred_updates_of_ten_processes_all_stay(root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from goaltalk.store.save import lock, save\n"
        "root = Path(sys.argv[1])\n"
        "for number in range(10):\n"
        "    with lock(root):\n"
        "        old = (root / 'a.yaml').read_bytes()\n"
        "        save(root, 'a.yaml', old + f'{sys.argv[2]}-{number}\\n'.encode(), old)\n"
    )
    writers = [run_python(code, str(root), str(number)) for number in range(10)]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    lines = (root / "a.yaml").read_text().splitlines()
    assert sorted(lines) == sorted(["old", *(f"{i}-{j}" for i in range(10) for j in range(10))])


HOLD = (
    "import sys, time; from pathlib import Path; from goaltalk.store.save import lock\n"
    "with lock(Path(sys.argv[1])):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def test_a_lock_held_by_another_is_waited_for_and_then_explained(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOCK_SECONDS", 0.2)
    holder = run_python(HOLD, str(root))
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(SaveProblem, match="another goaltalk"):
        save(root, "a.yaml", b"new\n", b"old\n")
    assert (root / "a.yaml").read_bytes() == b"old\n"
    holder.kill()
    holder.communicate()


def test_the_lock_of_a_killed_holder_is_free(root: Path) -> None:
    holder = run_python(HOLD, str(root))
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    save(root, "a.yaml", b"new\n", b"old\n")


def test_a_failure_under_the_lock_frees_it(root: Path) -> None:
    with pytest.raises(KeyError), lock(root):
        raise KeyError
    with lock(root), lock(root):
        assert (root / ".git/goaltalk.lock").exists()


def test_without_git_the_lock_lies_outside_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    (tmp_path / "goals").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    save(tmp_path / "goals", "a.yaml", b"", None)
    assert [path.name for path in (tmp_path / "goals").iterdir()] == ["a.yaml"]
    assert len(list((tmp_path / "temporary").glob("goaltalk-*.lock"))) == 1


def link(place: Path, victim: Path) -> None:
    place.symlink_to(victim)


def second_name(place: Path, victim: Path) -> None:
    place.hardlink_to(victim)


@pytest.mark.parametrize("lead", [link, second_name])
def test_what_leads_elsewhere_in_place_of_the_turn_is_left_alone(
    root: Path, tmp_path: Path, lead: Callable[[Path, Path], None]
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    lead(root / ".git/goaltalk.turn", victim)
    save(root, "a.yaml", b"new\n", b"old\n")
    assert victim.read_text() == "precious"


def test_a_pipe_in_place_of_the_turn_keeps_nobody_waiting(root: Path) -> None:
    os.mkfifo(root / ".git/goaltalk.turn")
    save(root, "a.yaml", b"new\n", b"old\n")
    assert saving._turn_of(root / ".git/goaltalk.lock") is None


def test_a_link_in_place_of_the_lock_is_refused(root: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (root / ".git/goaltalk.lock").symlink_to(victim)
    with pytest.raises(SaveProblem, match=r"goaltalk\.lock: cannot be locked"):
        save(root, "a.yaml", b"new\n", b"old\n")
    assert victim.read_text() == "precious"
    assert (root / "a.yaml").read_bytes() == b"old\n"


def test_the_turn_is_another_each_time(root: Path) -> None:
    place, seen = root / ".git/goaltalk.lock", set()
    for _ in range(3):
        with lock(root):
            seen.add(saving._turn_of(place))
    assert len(seen) == 3
    assert None not in seen


@pytest.mark.parametrize(
    "problem", [SaveProblem("one", "two"), BadData("a:1:1: one; two", "b:1:1: one; two")]
)
def test_problems_survive_the_way_between_processes(problem: GoaltalkError) -> None:
    back = pickle.loads(pickle.dumps(problem))
    assert (type(back), back.lines, str(back)) == (type(problem), problem.lines, str(problem))
