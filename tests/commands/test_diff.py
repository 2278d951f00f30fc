"""`diff` over moved goalposts, since a day, and for a whole team, in real histories."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Goals, git

Compare = Callable[[str, str], None]
PERSON = "people/kari-nordmann"
GOAL = "goals.halve-the-lead-time"
KARI = "kari-nordmann"
Step = tuple[str | None, list[str], list[str]]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock of git."""

    def be(day: str) -> None:
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{role}_DATE", f"{day}T12:00:00+0000")

    return be


def accept(goals: Goals, day: str) -> None:
    goals.ok("agree", "kari", "--accept", "--yes", who=KARI, today=day)
    goals.ok("agree", "kari", "--accept", "--yes", today=day)


def agree(goals: Goals, day: str, *sets: str, amend: str | None = None) -> None:
    keys = [part for one in sets for part in ("--set", one)]
    why = ("--amend", amend) if amend else ()
    goals.ok("agree", "kari", *why, *keys, today=day)


def checkin(goals: Goals, day: str, said: str) -> None:
    goals.ok("checkin", "kari", "--goal", said, who=KARI, today=day)


@pytest.fixture
def story(goals: Goals, on: Callable[[str], None], built: dict[str, Path]) -> Goals:
    """A goal reworded, its deadline moved twice, its target lowered, then carried over under a new id."""
    goals.today = "2026-08-10"
    if "story" in built:
        shutil.rmtree(goals.root)
        shutil.copytree(built["story"], goals.root)
        return goals
    on("2026-01-15")
    agree(
        goals, "2026-01-15", "goals+={id: lead-time, title: Halve the lead time, due: 2026-04-30}",
        "goals.lead-time.measure={unit: days, baseline: 6, target: 3}",
        "goals.lead-time.success=[The median of four weeks is three days]",
    )  # fmt: skip
    accept(goals, "2026-01-16")
    on("2026-02-10")
    checkin(goals, "2026-02-10", "lead-time=on_track:30")
    on("2026-03-01")
    agree(
        goals, "2026-03-01", "goals.lead-time.due=2026-05-15", "goals.lead-time.success+=Nobody waits",
        amend="The vendor is late",
    )  # fmt: skip
    # A draft in between, which nobody accepts, is no movement.
    agree(goals, "2026-03-02", "goals.lead-time.due=2026-06-20")
    agree(goals, "2026-03-02", "goals.lead-time.due=2026-05-15")
    on("2026-03-03")
    accept(goals, "2026-03-03")
    on("2026-05-05")
    agree(
        goals, "2026-05-05", "goals.lead-time.due=2026-06-10", "goals.lead-time.measure.target=4",
        "goals.lead-time.title=Lower the lead time",
        "goals.lead-time.success=[The median of four weeks is four days, Nobody waits long]",
        amend="Two people on leave",
    )  # fmt: skip
    accept(goals, "2026-05-06")
    checkin(goals, "2026-05-06", "lead-time=at_risk:60")
    on("2026-07-05")
    swift = "id: swift-releases, title: Swift releases, due: 2026-10-01, continues: 2026-H1/lead-time"
    agree(goals, "2026-07-05", f"goals=[{{{swift}}}]")
    accept(goals, "2026-07-08")
    on("2026-08-08")
    checkin(goals, "2026-08-08", "swift-releases=on_track:10")
    shutil.copytree(goals.root, built["folder"] / "story")
    built["story"] = built["folder"] / "story"
    return goals


def read(goals: Goals, *args: str) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(goals.ok("diff", *args, "--format", "json"))
    return shown


def steps(shown: dict[str, Any]) -> list[Step]:
    (goal,) = shown["goals"]
    return [
        (move["on"], [shift["what"] for shift in move["shifts"]], [one["why"] for one in move["amendments"]])
        for move in goal["movements"]
    ]


FIRST: Step = ("2026-03-03", ["due", "success"], ["The vendor is late"])
SECOND: Step = ("2026-05-06", ["due", "target", "title", "success"], ["Two people on leave"])
THIRD: Step = ("2026-07-08", ["due", "target", "unit", "title", "success"], [])


def test_all_is_told_in_order_in_one_diff(story: Goals, golden: Compare) -> None:
    shown = read(story, "kari", "2026-H1", "2026-H2")
    assert steps(shown) == [FIRST, SECOND, THIRD]
    (goal,) = shown["goals"]
    assert (goal["id"], goal["change"]) == ("swift-releases", "continued")
    assert goal["history"] == ["on_track", "at_risk", "on_track"]
    assert goal["movements"][1]["shifts"][1] == {
        "what": "target", "before": 3, "after": 4, "is_easier": True,
    }  # fmt: skip
    assert [move["carried_from"] for move in goal["movements"]] == [None, None, "2026-H1"]
    for form in ("text", "md", "html"):
        golden(f"en/diff-goalposts.{form}", story.ok("diff", "kari", "2026-H1", "2026-H2", "--format", form))


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_it_is_told_in_the_persons_language(story: Goals, golden: Compare, language: str) -> None:
    path = story.root / PERSON / "person.yaml"
    path.write_text(path.read_text() + f"language: {language}\n")
    golden(f"{language}/diff-goalposts.text", story.ok("diff", "kari", "2026-H1", "2026-H2"))


@pytest.fixture
def taken_out(goals: Goals, on: Callable[[str], None]) -> Goals:
    """Of two goals that both accepted, an amendment takes one out; the other goes over as it is."""
    goals.today = "2026-08-10"
    on("2026-01-15")
    agree(
        goals, "2026-01-15", "goals=[{id: stay, title: Stay}, {id: go, title: Go, due: 2026-05-01}]"
    )  # fmt: skip
    accept(goals, "2026-01-16")
    on("2026-03-01")
    agree(goals, "2026-03-01", "goals=[{id: stay, title: Stay}]", amend="One is enough")
    accept(goals, "2026-03-03")
    on("2026-07-05")
    agree(goals, "2026-07-05", "goals=[{id: stay, title: Stay, continues: 2026-H1/stay}]")
    accept(goals, "2026-07-08")
    return goals


@pytest.mark.parametrize("span", [("2026-H1", "2026-H2"), ("2025-H2", "2026-H1")])
def test_a_goal_that_was_taken_out_is_told_with_day_and_reason(
    taken_out: Goals, span: tuple[str, str]
) -> None:
    shown = read(taken_out, "kari", *span)
    (gone,) = (one for one in shown["goals"] if one["id"] == "go")
    assert (gone["change"], len(gone["movements"])) == ("dropped", 1)
    (move,) = gone["movements"]
    assert (move["on"], move["is_removal"], move["is_agreed"]) == ("2026-03-03", True, True)
    assert [(one["on"], one["why"]) for one in move["amendments"]] == [("2026-03-01", "One is enough")]


@pytest.mark.parametrize(
    ("language", "gone", "carried"),
    [
        (
            "en",
            "Agreed on 3 March 2026: taken out",
            "Carried over into 2026-H2, agreed on 8 July 2026, unchanged",
        ),
        ("nb", "Avtalt 3. mars 2026: tatt ut", "Videreført til 2026-H2, avtalt 8. juli 2026, uendret"),
        ("nn", "Avtalt 3. mars 2026: teke ut", "Vidareført til 2026-H2, avtalt 8. juli 2026, uendra"),
    ],
)  # fmt: skip
def test_what_went_and_what_stayed_is_told_in_words(
    taken_out: Goals, language: str, gone: str, carried: str
) -> None:
    path = taken_out.root / PERSON / "person.yaml"
    path.write_text(path.read_text() + f"language: {language}\n")
    for form in ("text", "md", "html"):
        shown = taken_out.ok("diff", "kari", "--format", form).replace("\\.", ".")
        assert (gone in shown, carried in shown) == (True, True), shown


def test_since_a_day_before_it_the_day_and_the_reason_are_told_too(taken_out: Goals) -> None:
    shown = read(taken_out, "kari", "--since", "2026-02-01", "--at", "2026-03-10")
    (gone,) = (one for one in shown["goals"] if one["id"] == "go")
    assert (gone["change"], [move["on"] for move in gone["movements"]]) == ("dropped", ["2026-03-03"])
    later = read(taken_out, "kari", "--since", "2026-03-05")
    assert [one["id"] for one in later["goals"]] == ["stay"]


def test_a_team_counts_what_was_taken_out(taken_out: Goals) -> None:
    (row,) = (
        one
        for one in json.loads(taken_out.ok("diff", "--led-by", "per-lie", "--format", "json"))["people"]
        if one["person"] == KARI
    )
    assert (row["goals"]["dropped"], row["goals"]["continued"]) == (1, 1)


@pytest.mark.parametrize(
    ("language", "nothing", "heading"),
    [
        ("en", "Nothing is agreed for 2026-H2 yet.", "Goals not decided yet"),
        ("nb", "Ingenting er avtalt for 2026-H2 ennå.", "Mål som ikke er avgjort ennå"),
        ("nn", "Ingenting er avtalt for 2026-H2 enno.", "Mål som ikkje er avgjorde enno"),
    ],
)
def test_before_the_new_agreement_nothing_is_closed(
    story: Goals, language: str, nothing: str, heading: str
) -> None:
    path = story.root / PERSON / "person.yaml"
    path.write_text(path.read_text() + f"language: {language}\n")
    shutil.rmtree(story.root / PERSON / "2026-H2")
    shown = story.ok("diff", "kari")
    assert (nothing in shown, heading in shown) == (True, True), shown
    data = read(story, "kari")
    assert ([one["change"] for one in data["goals"]], data["unagreed"]) == (["undecided"], ["2026-H2"])
    settings = story.root / "goaltalk.yaml"
    settings.write_text(settings.read_text().replace("language: en", f"language: {language}"))
    team = " ".join(story.ok("diff", "--unit", "platform").split())
    assert "2026-H2: Kari Nordmann (1)." in team


def test_since_a_day_what_was_agreed_after_it_counts(story: Goals) -> None:
    assert steps(read(story, "kari", "--since", "2026-03-20")) == [SECOND, THIRD]
    shown = read(story, "kari", "--since", "2026-03-02", "--at", "2026-03-20")
    assert steps(shown) == [FIRST]
    assert (shown["since"], shown["from"], shown["to"]) == ("2026-03-02", "2026-H1", "2026-H1")
    assert shown["commit"]
    assert shown["commit_then"]


def test_a_clone_whose_history_is_cut_off_refuses_and_shows_nothing(story: Goals, tmp_path: Path) -> None:
    cut = Goals(tmp_path / "cut", story.invoke, today=story.today)
    git(tmp_path, "clone", "-q", "--depth=1", story.root.as_uri(), str(cut.root))
    done = cut.run("diff", "kari")
    assert (done.code, done.out) == (3, "")
    assert "history is cut off in this clone; run git fetch --unshallow first" in done.err
    since = cut.run("diff", "kari", "--since", "2026-03-20")
    assert (since.code, since.out) == (3, "")
    assert "run git fetch --unshallow first" in since.err
    # Where nothing was amended, nothing of the past is needed.
    assert cut.run("diff", "kari", "--period", "2026-H2", "2026-H2").code == 0


def test_history_that_was_rewritten_is_told_and_never_passed_off_as_no_change(
    story: Goals, golden: Compare
) -> None:
    tree = story.git("rev-parse", "HEAD^{tree}").strip()
    story.git("reset", "-q", "--soft", story.git("commit-tree", "-m", "all at once", tree).strip())
    done = story.run("diff", "kari")
    assert done.code == 3
    assert done.err.startswith(
        "error: kari-nordmann: the text for 2026-H1 that both accepted on 2026-01-16 ("
    )
    assert "is in no commit here" in done.err
    assert done.err.endswith("; what came later is told by --since DATE\n")
    golden("en/diff-lost.txt", done.out)
    shown = json.loads(story.run("diff", "kari", "--format", "json").out)
    assert [(one["period"], one["on"]) for one in shown["lost"]] == [
        ("2026-H1", "2026-01-16"),
        ("2026-H1", "2026-03-03"),
    ]
    rows = story.run("diff", "--led-by", "per-lie")
    assert (rows.code, "0?" in rows.out) == (3, True)


def test_without_git_the_amendments_tell_what_there_is(story: Goals) -> None:
    shutil.rmtree(story.root / ".git")
    shown = story.ok("diff", "kari")
    assert "What cannot be told" in shown
    assert "Opened for change by Per Lie on 1 March 2026: The vendor is late" in shown
    done = story.run("diff", "kari", "--since", "2026-03-01")
    assert (done.code, done.out) == (3, "")
    assert done.err == "error: not a git repository, so nothing of the past is known; leave out --since\n"


def test_what_was_never_committed_has_no_versions(story: Goals) -> None:
    story.git("rm", "-rq", "--cached", "people")
    story.git("commit", "-qm", "kept out of git")
    tree = story.git("rev-parse", "HEAD^{tree}").strip()
    story.git("reset", "-q", "--soft", story.git("commit-tree", "-m", "anew", tree).strip())
    assert "What cannot be told" in story.ok("diff", "kari")


def test_a_text_on_a_line_of_history_that_a_merge_did_not_keep_is_found(story: Goals) -> None:
    path = f"{PERSON}/2026-H2/agreement.yaml"
    story.git("checkout", "-q", "-b", "side")
    agree(story, "2026-08-09", "goals.swift-releases.due=2026-11-15", amend="Still waiting")
    accept(story, "2026-08-09")
    story.git("checkout", "-q", "main")
    story.git("commit", "-q", "--allow-empty", "-m", "meanwhile")
    story.git("merge", "-q", "--no-ff", "--no-commit", "side")
    story.git("checkout", "-q", "main", "--", path)
    story.git("commit", "-q", "-m", "merged, with the text of main")
    shown = read(story, "kari")
    assert shown["lost"] == []
    assert [step[:2] for step in steps(shown)[-2:]] == [("2026-08-09", ["due"]), (None, ["due"])]


@pytest.mark.parametrize(
    "command",
    [
        ("kari",),
        ("kari", "--format", "json"),
        ("kari", "--since", "2026-03-20"),
        ("kari", "--since", "HEAD~3"),
        ("kari", "--at", "2026-07-20"),
        ("kari", "--at", "2026-07-20", "--since", "2026-03-02"),
        ("kari", "--at", "HEAD", "--since", "2026-03-02"),
        ("--led-by", "per-lie"),
        ("--unit", "platform", "--since", "2026-03-02"),
        ("--unit", "platform", "--since", "2026-03-02", "--at", "2026-07-20"),
        ("--led-by", "me"),
        ("--led-by", "me", "--since", "2026-03-02"),
        ("--led-by", "me", "--since", "HEAD~3"),
        ("--led-by", "me", "--at", "2026-07-20"),
        ("--led-by", "me", "--since", "2026-03-02", "--at", "2026-07-20"),
        ("--led-by", "me", "--since", "2026-03-02", "--at", "HEAD"),
    ],
    ids=" ".join,
)
def test_at_most_three_git_processes(
    story: Goals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    assert story.run("diff", *command).code == 0
    started = [line for line in trace.read_text().splitlines() if "built-in: git" in line]
    assert 1 <= len(started) <= 3, started


@pytest.mark.parametrize("since", ["2026-03-02", "2026-03-03", "2026-07-31"])
def test_looking_back_commit_by_commit_finds_the_same(story: Goals, since: str) -> None:
    mine, named = (story.run("diff", "--led-by", who, "--since", since) for who in ("me", "per-lie"))
    assert (mine.code, mine.out, mine.err) == (0, named.out, named.err)
    for who in ("me", "per-lie"):
        early = story.run("diff", "--led-by", who, "--since", "2020-01-01")
        assert (early.code, "nothing was recorded by 2020-01-01" in early.err) == (3, True)


def test_a_goal_that_nobody_amended_needs_no_git(
    agreed: Goals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    agreed.ok("diff", "kari")
    assert not trace.exists()


def test_a_proposal_is_told_as_one_and_moves_nothing(story: Goals) -> None:
    agree(story, "2026-08-09", "goals.swift-releases.due=2026-11-15", amend="Still waiting")
    shown = read(story, "kari")
    (goal,) = shown["goals"]
    last = goal["movements"][-1]
    assert (last["on"], last["is_agreed"], [one["why"] for one in last["amendments"]]) == (
        None,
        False,
        ["Still waiting"],
    )
    assert "Proposed, not accepted by both:" in story.ok("diff", "kari")
    rows = json.loads(story.ok("diff", "--led-by", "per-lie", "--format", "json"))
    assert rows["people"][0]["moved"] == {"deadlines": 2, "targets": 1, "wordings": 3}


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_team_has_one_line_each(
    example: Callable[[str], Goals], golden: Compare, form: str, language: str
) -> None:
    shown = example(language).ok("diff", "--led-by", "per-lie", "--format", form)
    golden(f"{language}/diff-team.{form}", shown)
    if form == "text":
        assert max(map(len, shown.splitlines())) <= 80


def test_who_is_in_the_unit_and_who_is_led_by_somebody(example: Callable[[str], Goals]) -> None:
    goals = example("en")
    unit = json.loads(goals.ok("diff", "--unit", "platform", "2026-H1", "2026-H2", "--format", "json"))
    led = json.loads(goals.ok("diff", "--led-by", "per-lie", "--unit", "platform", "--format", "json"))
    assert {one["person"] for one in unit["people"]} - {one["person"] for one in led["people"]} == {"per-lie"}
    assert (unit["from"], unit["to"], unit["schema"]) == ("2026-H1", "2026-H2", "goaltalk/diff-team/1")
    assert "There is nobody to show." in goals.ok("diff", "--led-by", "kari-nordmann")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ((), "say whose: goaltalk diff PERSON"),
        (("kari", "2026-H1", "--since", "2026-03-01"), "leave out FROM"),
        (("kari", "2026-Q1", "2026-H2"), "nothing is there for 2026-Q1; periods here are like 2026-H1"),
        (("kari", "2026-H1", "2026"), "nothing is there for 2026; periods here are like 2026-H1"),
        (("--unit", "platform", "2025-T3"), "nothing is there for 2025-T3; periods here are like 2025-H2"),
        (("--unit", "platform", "kari"), "'kari' is not a period"),
        (("--led-by", "per-lie", "kari", "2026-H1", "2026-H2"), "give FROM and TO without PERSON"),
        (("kari", "--since", "2026-03-20", "--at", "2026-03-01"), "--since 2026-03-20 lies after 2026-03-01"),
        (("kari", "--since", "nothing"), "--since 'nothing': git knows no such commit here"),
        (("kari", "--since", "2026-02-30"), "--since '2026-02-30' is not a date"),
        (("kari", "--since=-x"), "--since '-x': write a date like"),
    ],
)
def test_what_makes_no_sense_is_refused(story: Goals, command: tuple[str, ...], told: str) -> None:
    done = story.run("diff", *command)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_before_the_first_commit_nothing_is_known(story: Goals) -> None:
    for extra in ((), ("--at", "2026-07-20")):
        done = story.run("diff", "kari", "--since", "2020-01-01", *extra)
        assert (done.code, done.out) == (3, "")
        assert "nothing was recorded by 2020-01-01; the first commit is of " in done.err


def test_who_has_another_id_since_is_the_same_person(story: Goals, on: Callable[[str], None]) -> None:
    on("2026-08-09")
    story.git("mv", PERSON, "people/kari-dahl")
    story.git("commit", "-qm", "a new name")
    shown = read(story, "kari-dahl", "--since", "2026-07-20")
    (goal,) = shown["goals"]
    assert (goal["before"]["progress"], goal["after"]["id"]) == (None, "swift-releases")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "What was accepted for 2026-H1 by kari-nordmann does not count here"),
        ("nb", "Det som kari-nordmann har godtatt for 2026-H1, teller ikke her"),
        ("nn", "Det som kari-nordmann har godteke for 2026-H1, tel ikkje her"),
    ],
)
def test_what_another_id_accepted_is_told_and_never_passed_off_as_no_change(
    story: Goals, on: Callable[[str], None], language: str, told: str
) -> None:
    on("2026-08-09")
    story.git("mv", PERSON, "people/kari-dahl")
    story.git("commit", "-qm", "a new name")
    path = story.root / "people/kari-dahl/person.yaml"
    path.write_text(path.read_text() + f"language: {language}\n")
    done = story.run("diff", "kari-dahl", "2026-H1", "2026-H2")
    assert (done.code, told in " ".join(done.out.split())) == (3, True)
    assert "kari-dahl: what kari-nordmann accepted for 2026-H1 does not count here" in done.err
    shown = json.loads(story.run("diff", "kari-dahl", "--format", "json").out)
    assert shown["unagreed"] == []  # whether anything is, nobody can tell
    assert shown["uncounted"] == [
        {"period": "2026-H1", "by": [KARI]},
        {"period": "2026-H2", "by": [KARI]},
    ]
    rows = story.run("diff", "--led-by", "per-lie", "--format", "json")
    assert (rows.code, json.loads(rows.out)["people"][0]["is_whole"]) == (3, False)
    since = story.run("diff", "kari-dahl", "--since", "2026-03-20")
    assert (since.code, "for 2026-H1 does not count here" in since.err) == (3, True)


def test_a_period_of_another_kind_that_is_there_is_compared(story: Goals) -> None:
    shutil.copytree(story.root / PERSON / "2026-H1", story.root / PERSON / "2025-T3")
    shutil.rmtree(story.root / PERSON / "2025-T3/answers")
    done = story.run("diff", "kari", "2025-T3", "2026-H2")
    assert done.code == 0
    assert "note: nothing is agreed with kari-nordmann for 2025-T3\n" in done.err


def test_a_note_says_where_nothing_is_agreed(story: Goals) -> None:
    assert "note" not in story.run("diff", "kari").err
    done = story.run("diff", "kari", "2026-H2", "2027-H1")
    assert (done.code, done.err) == (0, "note: nothing is agreed with kari-nordmann for 2027-H1\n")
    team = story.run("diff", "--led-by", "per-lie", "2025-H2", "2026-H1")
    assert (team.code, team.err) == (0, "note: nothing is agreed for 2025-H2 with 1 of 1 people\n")


def test_on_a_branch_without_a_commit_nothing_is_passed_off_as_no_change(story: Goals) -> None:
    story.git("checkout", "-q", "--orphan", "fresh")
    done = story.run("diff", "kari")
    assert (done.code, "What cannot be told" in done.out) == (3, True)
    assert done.err.endswith("nothing is committed on this branch; check out the one that has the history\n")


def test_who_came_later_has_nothing_but_new_things(story: Goals, on: Callable[[str], None]) -> None:
    on("2026-08-09")
    story.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example", "--unit", "platform")
    done = story.run("diff", "anne", "--since", "2026-07-20")
    assert done.code == 0
    assert "note: anne-dahl was not here on 2026-07-20, so all there is is new" in done.err


def test_files_that_were_broken_then_are_told_with_their_commit(
    story: Goals, on: Callable[[str], None]
) -> None:
    path = f"{PERSON}/2026-H2/agreement.yaml"
    text = story.text(path)
    on("2026-08-09")
    story.write(path, "schema: agreement/1\nsecret: 1\n")
    story.git("commit", "-qam", "broken")
    broken = story.git("rev-parse", "--short=10", "HEAD").strip()
    story.write(path, text)
    story.git("commit", "-qam", "mended")
    for command in (("kari",), ("--led-by", "per-lie")):
        done = story.run("diff", *command, "--since", broken)
        assert (done.code, f"error: {broken}:{path}:2:1: " in done.err) == (3, True)
