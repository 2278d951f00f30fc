"""Feedback from people around: named, open to the employee, written by the one asked."""

import json
import shlex
from pathlib import Path

import pytest

import conftest
from conftest import Goals
from goaltalk.render.templates import LOCALES
from terminal import make_editor, on_terminal

KARI, PER, LIV, AMINA = "kari-nordmann", "per-lie", "liv-aasland", "amina-hussein"
ROOM = f"people/{KARI}/2026-H2/feedback"
HERS, HIS, OUTSIDE = f"{ROOM}/{LIV}.yaml", f"{ROOM}/{AMINA}.yaml", f"{ROOM}/berit-aas.yaml"
ASK = ("feedback", "ask", "kari")
GIVE = ("feedback", "give", "kari")


@pytest.fixture
def team(goals: Goals, monkeypatch: pytest.MonkeyPatch) -> Goals:
    """The repository with two colleagues more."""
    for name, known in ((LIV, "Liv Aasland"), (AMINA, "Amina Hussein")):
        email = f"{name.split('-')[0]}@fjord.example"
        monkeypatch.setitem(conftest.PEOPLE, name, (known, email))
        goals.ok("person", "add", known, "--email", email)
    return goals


def wrong(goals: Goals) -> list[tuple[str, str]]:
    """Return what the history says against the feedback, and all that `check` does."""
    assert goals.ok("check") == "no problems found\n"
    found = json.loads(goals.run("check", "--verify", "--format", "json").out)["findings"]
    return [(one["rule"], one["path"]) for one in found if "/feedback/" in one["path"]]


class TestAsking:
    def test_each_gets_a_form_with_the_notice_before_anything_else(self, team: Goals) -> None:
        said = team.ok(*ASK, "--to", "liv", "--to", "Berit Aas", "--due", "2026-10-01", who=KARI)
        assert said.startswith(f"saved {HERS}, {OUTSIDE} (commit ")
        assert "feedback is never anonymous" in said
        assert f"feedback give {KARI} --for berit-aas" in said
        text = team.text(HERS)
        assert text.index("carries a name and is open to Kari Nordmann") < text.index("questions:")
        for line in (f"from: {LIV}", "asked_by: employee", "asked: 2026-09-15", "due: 2026-10-01"):
            assert f"\n{line}\n" in text
        assert text.count("\n  - ") == 3
        assert "\nfrom: Berit Aas\n" in team.text(OUTSIDE)
        assert team.git("log", "-1", "--format=%s") == f"feedback {KARI} 2026-H2: asked for (employee)\n"

    @pytest.mark.parametrize("language", sorted(LOCALES))
    def test_the_form_is_in_the_language_of_who_fills_it_in(self, team: Goals, language: str) -> None:
        team.ok("person", "set", "liv", "--set", f"language={language}")
        team.ok(*ASK, "--to", "liv")
        team.ok(*ASK, "--to", "amina")
        questions = [text.split("questions:")[1] for text in (team.text(HERS), team.text(HIS))]
        assert (questions[0] == questions[1]) == (language == "en")
        team.ok(*GIVE, "--set", "answers+=Calm", who=LIV)
        assert wrong(team) == []

    def test_own_questions_take_the_place_of_ours(self, team: Goals) -> None:
        team.ok(*ASK, "--to", "liv", "--question", "What helps: you?", "--question", "More?", who=KARI)
        assert 'questions:\n  - "What helps: you?"\n  - More?\n' in team.text(HERS)

    def test_asking_the_same_again_changes_nothing(self, team: Goals) -> None:
        words = (*ASK, "--to", "liv", "--to", "Berit Aas", "--question", "Why?", "--due", "2026-10-01")
        team.ok(*words)
        assert team.ok(*words, today="2026-09-20").startswith("nothing to change")

    def test_asking_again_adds_questions_and_moves_the_date_until_it_is_given(self, team: Goals) -> None:
        team.ok(*ASK, "--to", "liv", "--question", "One?")
        team.ok(*ASK, "--to", "liv", "--question", "Two?", "--due", "2026-10-01")
        text = team.text(HERS)
        assert "  - One?\n  - Two?\n" in text
        assert "due: 2026-10-01" in text
        other = team.run(*ASK, "--to", "liv", "--question", "Three?", who=KARI)
        assert (other.code, "only who asked changes" in other.err) == (3, True)
        team.ok(*GIVE, "--set", "answers+=Calm", who=LIV)
        late = team.run(*ASK, "--to", "liv", "--question", "Three?")
        assert (late.code, "has given feedback" in late.err) == (2, True)
        assert wrong(team) == []

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            (("--to", "lvi"), "nobody here is called that"),
            (("--to", "berit@kunde.example"), "nobody here is called that"),
            (("--to", "kari"), "is the one it is about"),
            (("--to", "per"), "need not ask yourself"),
            (("--to", "i"), "may mean"),
            (("--to", "liv", "--due", "2026-09-14"), "has passed"),
            (("--to", "liv", "--question", " "), "a question is missing"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, team: Goals, options: tuple[str, ...], told: str) -> None:
        before = team.git("rev-parse", "HEAD")
        result = team.run(*ASK, *options)
        assert (result.code, told in result.err) == (2, True), result.err
        assert team.git("rev-parse", "HEAD") == before

    def test_only_the_two_ask(self, team: Goals) -> None:
        result = team.run(*ASK, "--to", "amina", who=LIV)
        assert (result.code, f"this can be done by {KARI} or {PER}" in result.err) == (3, True)

    def test_a_dry_run_writes_nothing(self, team: Goals) -> None:
        shown = team.ok(*ASK, "--to", "liv", "--dry-run")
        assert (f"+from: {LIV}" in shown, "never anonymous" in shown) == (True, False)
        assert not (team.root / HERS).exists()

    def test_two_names_from_outside_never_share_a_file(self, team: Goals) -> None:
        team.ok(*ASK, "--to", "Berit Aas", "--to", "Berit  Åas")
        assert sorted(one.name for one in (team.root / ROOM).iterdir()) == [
            "berit-aaas.yaml",
            "berit-aas.yaml",
        ]
        team.ok(*ASK, "--to", "Berit Aas!")
        assert (team.root / ROOM / "berit-aas-2.yaml").exists()


class TestGiving:
    @pytest.fixture
    def asked(self, team: Goals) -> Goals:
        team.ok(*ASK, "--to", "liv", "--to", "Berit Aas", "--due", "2026-10-01", who=KARI)
        return team

    def test_the_one_asked_gives_it(self, asked: Goals) -> None:
        result = asked.run(*GIVE, "--set", "answers+=Calm", who=LIV, today="2026-09-20")
        assert (result.code, "feedback is never anonymous" in result.err) == (0, True)
        assert "\ngiven: 2026-09-20" in asked.text(HERS)
        assert "entered_by" not in asked.text(HERS)
        assert "nothing to change" in asked.ok(*GIVE, "--set", "answers+=Calm", who=LIV, today="2026-09-25")
        assert wrong(asked) == []

    def test_the_one_who_asked_enters_what_somebody_from_outside_said(self, asked: Goals) -> None:
        for name in ("berit-aas", "Berit Aas", "BERIT AAS"):
            asked.ok(*GIVE, "--for", name, "--set", "answers+=Listens", who=KARI)
        assert asked.text(OUTSIDE).endswith(f"  - Listens\nentered_by: {KARI}\n")
        assert wrong(asked) == []

    def test_nobody_else_does(self, asked: Goals) -> None:
        before = asked.git("rev-parse", "HEAD")
        for who, options, told in (
            (PER, (), f"nobody has asked you for feedback on {KARI}"),
            (KARI, (), "it is about you"),
            (AMINA, (), f"{KARI} or {PER} can"),
            ("nobody", (), "belongs to nobody here"),
            (PER, ("--for", "berit-aas"), "the employee asked for it and enters it; you are the leader"),
            (LIV, ("--for", "berit-aas"), f"this can be done by {KARI} or {PER}"),
            (KARI, ("--for", LIV), "--for is for people from outside"),
        ):
            result = asked.run(*GIVE, *options, "--set", "answers+=Hm", who=who)
            assert (result.code, told in result.err) == (3, True), result.err
        unknown = asked.run(*GIVE, "--for", "Ola", "--set", "answers+=Hm", who=KARI)
        assert (unknown.code, "nobody has asked them" in unknown.err) == (2, True)
        assert asked.git("rev-parse", "HEAD") == before

    @pytest.mark.parametrize(
        "change", ["from=per-lie", "asked_by=leader", "questions+=More?", "entered_by=per-lie"]
    )
    def test_what_was_asked_is_not_theirs_to_change(self, asked: Goals, change: str) -> None:
        result = asked.run(*GIVE, "--set", change, who=LIV)
        assert (result.code, "belongs to who asked" in result.err) == (3, True)

    def test_given_whole_only_the_answers_are_taken(self, asked: Goals, tmp_path: Path) -> None:
        whole = tmp_path / "answers.yaml"
        whole.write_text("answers:\n  - Calm\n  - |\n    Draw more,\n    please.\n", encoding="utf-8")
        before = asked.text(HERS).split("given:")[0]
        asked.ok(*GIVE, "--from", str(whole), who=LIV)
        assert asked.text(HERS).startswith(before)
        assert "    Draw more,\n    please.\n" in asked.text(HERS)
        assert "nothing to change" in asked.ok(*GIVE, "--from", str(whole), who=LIV)
        assert wrong(asked) == []

    def test_a_form_left_as_it_is_gives_nothing(self, asked: Goals) -> None:
        assert "nothing to change" in asked.ok(*GIVE, "--no-edit", who=LIV)
        assert "given: #" in asked.text(HERS)

    def test_it_is_written_in_the_editor(self, asked: Goals, tmp_path: Path) -> None:
        script = "sed -i 's/^answers:.*/answers: [Calm]/' \"$1\""
        code, screen = on_terminal(asked, make_editor(tmp_path, script), *GIVE, who=LIV)
        assert code == 0, screen
        assert "feedback is never anonymous" in screen.split("saved")[0]
        assert "\ngiven: 2026-09-15" in asked.text(HERS)

    def test_a_change_of_the_request_opens_the_editor_again(self, asked: Goals, tmp_path: Path) -> None:
        script = "sed -i 's/^asked_by:.*/asked_by: leader/; s/^answers:.*/answers: [Calm]/' \"$1\""
        code, screen = on_terminal(asked, make_editor(tmp_path, script), *GIVE, who=LIV)
        assert (code, "belongs to who asked" in screen, "your text is in" in screen) == (3, True, True)
        assert (tmp_path / "runs").read_text(encoding="utf-8").count("run") == 2

    def test_a_late_one_is_found_in_the_next_period(self, asked: Goals) -> None:
        asked.ok(*GIVE, "--set", "answers+=Calm", who=LIV, today="2027-01-10")
        assert "\ngiven: 2027-01-10" in asked.text(HERS)

    def test_for_somebody_who_has_left_the_one_who_asked_enters_it(
        self, asked: Goals, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked.ok("person", "end", "liv", "--on", "2026-09-20")
        late = asked.run("todo", "--as", KARI, today="2026-10-05").out
        assert f"goaltalk feedback give {KARI} --for {LIV}" in late
        monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-10-05T12:00:00+0000")
        asked.ok(*GIVE, "--for", LIV, "--set", "answers+=Calm", who=KARI, today="2026-10-05")
        assert f"entered_by: {KARI}" in asked.text(HERS)
        assert wrong(asked) == []

    @pytest.mark.parametrize(("who", "file"), [(LIV, HERS), (KARI, OUTSIDE)])
    def test_the_command_that_todo_names_gives_it(self, asked: Goals, who: str, file: str) -> None:
        items = json.loads(asked.ok("todo", "--format", "json", who=who, today="2026-10-05"))["items"]
        (command,) = [one["command"] for one in items if one["rule"] == "feedback-overdue"]
        words = shlex.split(command)[1:]
        asked.ok(*words, "--set", "answers+=Calm", who=who, today="2026-10-05")
        assert "\ngiven: 2026-10-05" in asked.text(file)
        rest = json.loads(asked.ok("todo", "--format", "json", who=who, today="2026-10-05"))["items"]
        assert [one for one in rest if one["rule"] == "feedback-overdue"] == []
