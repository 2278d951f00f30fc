"""The briefing for the team, and the gentle hint about long lists."""

from pathlib import Path

from conftest import Goals


def test_anybody_may_read_the_briefing(agreed: Goals) -> None:
    shown = agreed.ok("brief", "platform", "--render", who="nobody", today="2026-08-20")
    assert shown.startswith("Goal and development conversations in Platform, 2026-H2\n")
    assert "- Deploy without fear" in shown
    assert "- On-call wears people out. Few share it" in shown
    assert shown.rstrip().endswith("Per Lie")
    assert agreed.git("status", "--porcelain") == ""
    assert agreed.run("brief", "platform", "--render").err == ""


def test_it_comes_as_a_page_and_without_a_plan(goals: Goals, tmp_path: Path) -> None:
    result = goals.run("brief", "platform", "--render", "--format", "md")
    assert (result.code, "The plan for the period is not written yet" in result.out) == (0, True)
    assert result.err == (
        "platform has no plan for 2026-H2 yet, and the briefing says so; "
        "goaltalk brief platform --period 2026-H2 makes it\n"
    )
    assert "for 2027-H1 yet" in goals.run("brief", "platform", "--render", today="2026-12-10").err
    page = tmp_path / "briefing.html"
    goals.ok("brief", "platform", "--render", "-o", str(page))
    assert "<h1>Goal and development conversations" in page.read_text(encoding="utf-8")


def test_showing_and_changing_are_two_things(goals: Goals) -> None:
    assert goals.run("brief", "platform", "--render", "--set", "message=x").code == 2
    assert goals.run("brief", "platform", "--format", "md").code == 2


def test_long_lists_get_a_hint_and_are_saved(goals: Goals) -> None:
    wanted = [part for number in range(7) for part in ("--set", f"focus+=Area {number}")]
    result = goals.run("brief", "platform", *wanted)
    assert result.code == 0
    assert result.err == "focus has 7 items; about three is what people remember\n"
    assert goals.run("brief", "platform", "--set", "message=Hello", "--dry-run").code == 0


def test_a_list_of_five_gets_none(goals: Goals) -> None:
    wanted = [part for number in range(5) for part in ("--set", f"goals+=Goal {number}")]
    assert goals.run("brief", "platform", *wanted).err == ""
