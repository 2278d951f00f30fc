"""The agendas of all whom somebody leads."""

import re
from collections.abc import Callable
from pathlib import Path

from conftest import Goals

Copy = Callable[[str], Goals]
LINE = "=" * 80


def test_agendas_stand_one_after_another(example: Copy) -> None:
    parts = example("en").ok("--as", "per-lie", "agenda", "--all").split(f"\n{LINE}\n")
    assert [part.split("\n")[0] for part in parts][:3] == [
        "Agendas: Per Lie, 10 November 2026",
        "Check-in: Amina Hussein and Per Lie",
        "Check-in: Asbjørn Sæther and Per Lie",
    ]
    assert len(parts) == 6


def test_a_folder_takes_a_file_each(example: Copy, tmp_path: Path) -> None:
    goals = example("en")
    folder = tmp_path / "deep" / "agendas"
    assert goals.ok("agenda", "--led-by", "per", "--format", "md", "-o", str(folder)) == ""
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "amina-hussein-2026-11-17.md"
    assert len(names) == 5
    assert (folder / names[0]).read_text().startswith("# Check-in: Amina Hussein and Per Lie\n")
    goals.ok("agenda", "kari", "-o", str(folder))
    assert (folder / "kari-nordmann-2026-11-10.txt").exists()


def test_what_is_planned_comes_first_and_who_is_on_leave_is_told(example: Copy, tmp_path: Path) -> None:
    goals = example("en")
    for name, at in (("tomasz", "2026-11-12T09:00"), ("kari", "2026-11-12T08:30")):
        invited = ("invite", name, "--at", at, "--kind", "checkin", "-o", str(tmp_path / name))
        goals.ok("--as", "per-lie", "--no-commit", *invited)
    for name in ("liv", "kari"):
        goals.ok("--no-commit", "person", "away", name, "--from", "2026-11-09", "--to", "2026-11-20")
    text = goals.ok("--as", "per-lie", "agenda", "--all")
    assert [part.split("\n")[0].split(":")[1].split(" and ")[0] for part in text.split(f"\n{LINE}\n")][
        1:
    ] == [
        " Kari Nordmann",
        " Tomasz Zieliński",
        " Amina Hussein",
        " Asbjørn Sæther",
    ]
    assert "12 November 2026, 08:30  Kari Nordmann     check-in\n" in text
    assert "On leave, so without an agenda\n------------------------------\n\n- Liv Åsland, back 21 " in text


def test_one_page_for_paper_has_everybody_and_no_id_twice(example: Copy, tmp_path: Path) -> None:
    example("nb").ok("--as", "per-lie", "agenda", "--all", "-o", str(tmp_path / "all.html"))
    page = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert page.count("<h1>") == 6
    assert '<html lang="nb">' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids) > 20
    example("en").ok("--as", "per-lie", "agenda", "--all", "-o", str(tmp_path / "all.md"))
    assert (tmp_path / "all.md").read_text(encoding="utf-8").count("\n\n---\n\n# ") == 5


def test_a_broken_file_hides_no_other_agenda(example: Copy) -> None:
    goals = example("en")
    goals.write("people/amina-hussein/2026-H2/agreement.yaml", "goals: [\n")
    result = goals.run("--as", "per-lie", "agenda", "--all")
    assert result.code == 3
    assert "people/amina-hussein/2026-H2/agreement.yaml:" in result.err
    assert "Check-in: Tomasz Zieliński and Per Lie" in result.out


def test_what_makes_no_sense_is_refused(goals: Goals, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("x")
    for arguments, said in (
        ((), "whose agenda? goaltalk agenda PERSON, or --all"),
        (("kari", "--all"), "PERSON and --all do not go together"),
        (("--all", "--format", "json"), "name a folder with -o DIR"),
        (("--all", "--led-by", "kari"), "this person leads nobody"),
        (("--all", "-o", str(taken)), "name a folder"),
        (("--all", "-o", str(tmp_path / "all.json")), "name a folder"),
    ):
        result = goals.run("agenda", *arguments)
        assert (result.code, said in result.err) == (2, True), result.err
