"""`check --verify`: the history bears out who wrote what, and names the commit where it does not."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import PEOPLE, Goals, Result, become, git

KARI, PER = "kari-nordmann", "per-lie"
ROOM = f"people/{KARI}/2026-H2"
PREP = f"{ROOM}/prep.employee.yaml"
NOREPLY = ("GitHub", "noreply@github.com")

Become = Callable[..., None]


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Become:
    """Be one of the people, or anybody else, for git; on a day if that matters."""

    def be(who: str | tuple[str, str], on: str | None = None) -> None:
        if isinstance(who, str):
            become(monkeypatch, who)
        else:
            for role in ("AUTHOR", "COMMITTER"):
                monkeypatch.setenv(f"GIT_{role}_NAME", who[0])
                monkeypatch.setenv(f"GIT_{role}_EMAIL", who[1])
        if on is not None:
            monkeypatch.setenv("GIT_AUTHOR_DATE", f"{on}T12:00:00+0000")

    return be


def verify(goals: Goals, *more: str) -> Result:
    done = goals.run("check", "--verify", *more)
    assert "Traceback" not in done.err
    return done


def findings(goals: Goals) -> list[tuple[str, str, str]]:
    """Return rule, severity and path of all that is found."""
    done = verify(goals, "--format", "json")
    found = [(one["rule"], one["severity"], one["path"]) for one in json.loads(done.out)["findings"]]
    assert done.code == int(any(severity == "error" for _, severity, _ in found))
    return found


def commit(goals: Goals, *more: str) -> str:
    """Commit everything; return the short hash."""
    goals.git("add", "--all")
    goals.git("commit", "--quiet", "--message=by hand", *more)
    return head(goals)


def head(goals: Goals) -> str:
    return goals.git("rev-parse", "HEAD")[:10]


def answer_of(goals: Goals, side: str) -> str:
    return next((goals.root / ROOM / "answers").glob(f"*.{side}.yaml")).relative_to(goals.root).as_posix()


def append(goals: Goals, path: str, text: str = "# a word more\n") -> None:
    goals.write(path, goals.text(path) + text)


def test_what_everybody_wrote_themselves_is_borne_out(agreed: Goals) -> None:
    assert verify(agreed).out == "no problems found\n"
    assert verify(agreed).code == 0


def test_a_forged_answer_passes_check_and_verify_names_the_commit_and_its_author(goals: Goals) -> None:
    goals.ok("agree", "kari", "--set", "role=Keeps the pipelines", today="2026-08-18")
    goals.ok("agree", "kari", "--accept", "--yes", today="2026-08-18")
    theirs = answer_of(goals, "leader")
    mine = theirs.replace(".leader.", ".employee.")
    goals.write(mine, goals.text(theirs).replace(PER, KARI).replace("role: leader", "role: employee"))
    assert "role: employee" in goals.text(mine)
    forged = commit(goals)
    assert goals.run("check").code == 0
    done = verify(goals)
    assert done.code == 1
    line = next(line for line in done.out.splitlines() if line.startswith(mine))
    assert "error wrong-author" in line
    assert f"commit {forged} of " in line
    assert "by Per Lie <per@fjord.example>" in line
    assert f"only {KARI}" in line


def test_a_leader_who_writes_in_the_employees_half_is_named(agreed: Goals) -> None:
    append(agreed, PREP)
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", PREP)]


def test_an_employee_who_writes_in_the_leaders_half_is_named(agreed: Goals, act: Become) -> None:
    path = f"{ROOM}/talk.leader.yaml"
    agreed.write(path, "schema: talk/1\nsummary: All is well\n")
    act(KARI)
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", path)]
    assert "All is well" not in verify(agreed).out


def test_a_later_change_by_the_writer_does_not_make_foreign_words_theirs(agreed: Goals, act: Become) -> None:
    append(agreed, PREP, "# the leader's\n")
    commit(agreed)
    act(KARI)
    append(agreed, PREP, "# mine\n")
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", PREP)]


def test_writing_the_file_anew_settles_it(agreed: Goals, act: Become) -> None:
    append(agreed, PREP)
    commit(agreed)
    act(KARI)
    text = agreed.text(PREP)
    (agreed.root / PREP).unlink()
    commit(agreed)
    agreed.write(PREP, text)
    commit(agreed)
    append(agreed, PREP, "# and I go on\n")
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "warning", PREP)]


def test_taking_the_writers_words_back_is_no_way_out(agreed: Goals, act: Become) -> None:
    before = agreed.text(PREP)
    act(KARI)
    append(agreed, PREP)
    commit(agreed)
    act(PER)
    agreed.write(PREP, before)
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", PREP)]


def test_a_removed_half_is_told_unless_its_writer_removed_it(agreed: Goals, act: Become) -> None:
    for who, expected in ((KARI, []), (PER, [("wrong-author", "error", PREP)])):
        act(who)
        agreed.git("rm", "--quiet", PREP)
        agreed.git("commit", "--quiet", "--message=gone")
        assert findings(agreed) == expected
        agreed.git("reset", "--quiet", "--hard", "HEAD~1")


@pytest.mark.parametrize("who", [KARI, PER])
def test_an_answer_is_never_changed_not_even_by_its_writer(agreed: Goals, act: Become, who: str) -> None:
    mine = answer_of(agreed, "employee")
    text = agreed.text(mine)
    act(who)
    append(agreed, mine)
    changed = commit(agreed)
    assert findings(agreed) == [("answer-changed", "error", mine)]
    assert changed in verify(agreed).out
    agreed.write(mine, text)
    commit(agreed)
    assert {rule for rule, _, _ in findings(agreed)} == {"answer-changed"}


@pytest.mark.parametrize("who", [KARI, PER])
def test_an_answer_is_never_removed(agreed: Goals, act: Become, who: str) -> None:
    mine = answer_of(agreed, "employee")
    text = agreed.text(mine)
    act(who)
    (agreed.root / mine).unlink()
    removed = commit(agreed)
    assert findings(agreed) == [("answer-removed", "error", mine)]
    assert removed in verify(agreed).out
    agreed.write(mine, text)
    commit(agreed)
    assert findings(agreed) == [("answer-removed", "warning", mine)]


def test_an_answer_removed_and_added_with_other_content_is_told(agreed: Goals, act: Become) -> None:
    mine = answer_of(agreed, "employee")
    text = agreed.text(mine)
    act(KARI)
    (agreed.root / mine).unlink()
    commit(agreed)
    agreed.write(mine, text.replace("accepted", "declined"))
    commit(agreed)
    assert findings(agreed) == [("answer-removed", "error", mine)]


def test_a_forged_answer_may_be_taken_away(agreed: Goals) -> None:
    forged = f"{ROOM}/answers/agreement-0123456789ab.employee.yaml"
    agreed.write(forged, agreed.text(answer_of(agreed, "employee")))
    commit(agreed)
    assert ("wrong-author", "error", forged) in findings(agreed)
    (agreed.root / forged).unlink()
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "warning", forged)]


def test_an_answer_speaks_for_nobody_else(agreed: Goals, act: Become) -> None:
    agreed.ok("agree", "kari", "--amend", "More room", "--set", "role=Leads the guild")
    agreed.ok("agree", "kari", "--accept", "--yes", who=KARI)
    mine = agreed.git("show", "--format=", "--name-only", "--diff-filter=A").strip()
    second = mine.replace("agreement-", "review-")
    agreed.write(second, agreed.text(mine).replace(KARI, PER).replace("role: employee", "role: leader"))
    act(KARI)
    commit(agreed)
    plain = [("answer-mismatch", "error", second)] * 2  # what it answers, and whose it is
    assert sorted(findings(agreed)) == [*plain, ("wrong-author", "error", second)]
    assert "an answer by per-lie for the leader" in verify(agreed).out


def test_a_mode_is_no_content(agreed: Goals) -> None:
    agreed.git("update-index", "--chmod=+x", answer_of(agreed, "employee"))
    agreed.git("commit", "--quiet", "--message=mode")
    agreed.git("reset", "--quiet", "--hard")
    assert findings(agreed) == []


def test_mailmap_says_who_somebody_is(agreed: Goals, act: Become) -> None:
    act(("kari", "kari@laptop.example"))
    append(agreed, PREP)
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", PREP)]
    agreed.write(".mailmap", "Kari Nordmann <kari@fjord.example> <kari@laptop.example>\n")
    assert findings(agreed) == []


def test_other_addresses_of_a_person_count_whatever_their_case(agreed: Goals, act: Become) -> None:
    append(agreed, f"people/{KARI}/person.yaml", "other_emails: [kari@laptop.example]\n")
    act(("kari", "Kari@Laptop.example"))
    append(agreed, PREP)
    commit(agreed)
    assert findings(agreed) == []


def test_the_leader_of_the_day_is_the_one_who_may(agreed: Goals, act: Become) -> None:
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example", today="2026-08-01")
    append(
        agreed,
        f"people/{KARI}/person.yaml",
        "leader: anne-dahl\nformer_leaders: [{leader: per-lie, until: 2026-09-30}]\n",
    )
    path = f"{ROOM}/talk.leader.yaml"
    anne = ("Anne Dahl", "anne@fjord.example")
    start = commit(agreed)
    for who, on, right in (
        (PER, "2026-09-30", True),
        (PER, "2026-10-01", False),
        (anne, "2026-09-30", False),
        (anne, "2026-10-01", True),
    ):
        agreed.git("reset", "--quiet", "--hard", start)
        act(who, on)
        agreed.write(path, "schema: talk/1\n")
        commit(agreed)
        wrong = [
            one for one in verify(agreed, str(agreed.root / path)).out.splitlines() if "wrong-author" in one
        ]
        assert wrong == [] if right else len(wrong) == 1, (who, on)


def test_the_day_is_that_of_the_settings_zone(
    agreed: Goals, act: Become, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example")
    leaders = "leader: anne-dahl\nformer_leaders: [{leader: per-lie, until: 2026-09-30}]\n"
    append(agreed, f"people/{KARI}/person.yaml", leaders)
    act(("Anne Dahl", "anne@fjord.example"))
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-09-30T22:30:00+0000")  # half past midnight in Oslo
    path = f"{ROOM}/talk.leader.yaml"
    agreed.write(path, "schema: talk/1\n")
    commit(agreed)
    assert "wrong-author" not in verify(agreed, str(agreed.root / path)).out


def branch_off(goals: Goals, name: str) -> None:
    goals.git("switch", "--quiet", "--create", name)


def test_a_clean_merge_is_not_blamed_on_the_one_who_merges(agreed: Goals, act: Become) -> None:
    lines = [f"# line {number}\n" for number in range(12)]
    act(KARI)
    agreed.write(PREP, agreed.text(PREP) + "".join(lines))
    commit(agreed)
    branch_off(agreed, "side")
    agreed.write(PREP, agreed.text(PREP) + "# on the side\n")
    commit(agreed)
    agreed.git("switch", "--quiet", "main")
    agreed.write(PREP, "# at the top\n" + agreed.text(PREP))
    commit(agreed)
    act(PER)
    agreed.git("merge", "--quiet", "--no-edit", "side")
    assert len(agreed.git("log", "-1", "--format=%P").split()) == 2
    assert findings(agreed) == []


def test_what_a_merge_adds_of_its_own_is(agreed: Goals, act: Become) -> None:
    act(KARI)
    branch_off(agreed, "side")
    append(agreed, PREP, "# on the side\n")
    commit(agreed)
    agreed.git("switch", "--quiet", "main")
    agreed.write("README.md", "hello\n")
    commit(agreed)
    act(PER)
    agreed.git("merge", "--quiet", "--no-commit", "side")
    append(agreed, PREP, "# slipped in\n")
    slipped = commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", PREP)]
    assert slipped in verify(agreed).out


def test_an_answer_that_a_merge_leaves_out_is_told(agreed: Goals, act: Become) -> None:
    agreed.ok("agree", "kari", "--amend", "More room", "--set", "role=Leads the guild")
    branch_off(agreed, "side")
    agreed.ok("agree", "kari", "--accept", "--yes", who=KARI)
    came, new = head(agreed), agreed.git("show", "--format=", "--name-only", "--diff-filter=A").strip()
    agreed.git("switch", "--quiet", "main")
    act(PER)
    agreed.git("merge", "--quiet", "--no-ff", "--no-edit", "--strategy=ours", "side")
    assert findings(agreed) == [("answer-removed", "error", new)]
    assert came in verify(agreed).out


@pytest.mark.parametrize(
    ("author", "message"),
    [
        (NOREPLY, "squashed (#7)"),
        (("kari", "12345+kari@users.noreply.github.com"), "squashed (#7)"),
        (PER, "squashed (#7)\n\nCo-authored-by: Kari Nordmann <Kari@fjord.example>"),
    ],
)
def test_what_a_button_squashed_cannot_be_decided(
    agreed: Goals, act: Become, author: str | tuple[str, str], message: str
) -> None:
    act(author)
    append(agreed, PREP)
    agreed.git("commit", "--quiet", "--all", f"--message={message}")
    assert findings(agreed) == [("unverified", "warning", PREP)]
    assert head(agreed) in verify(agreed).out


def test_a_stranger_is_not_merely_unverified(agreed: Goals, act: Become) -> None:
    act(("Stranger\u202e", "stranger@elsewhere.example"))
    append(agreed, PREP)
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", PREP)]
    assert "\u202e" not in verify(agreed, "--format", "json").out


def test_what_is_not_committed_is_unverified(agreed: Goals) -> None:
    append(agreed, PREP)
    agreed.write(f"{ROOM}/talk.leader.yaml", "schema: talk/1\n")
    append(agreed, f"{ROOM}/agreement.yaml")
    assert findings(agreed) == [
        ("unverified", "warning", PREP),
        ("unverified", "warning", f"{ROOM}/talk.leader.yaml"),
    ]
    assert [line.split(":")[0] for line in verify(agreed, str(agreed.root / PREP)).out.splitlines()][:-1] == [
        PREP
    ]


def test_before_the_first_commit_all_is_unverified(example: Callable[[str], Goals]) -> None:
    goals = example("en")
    found = findings(goals)
    assert {rule for rule, _, _ in found} == {"unverified"}
    assert any(path.endswith("prep.employee.yaml") for _, _, path in found)


def test_who_was_asked_gives_the_feedback(agreed: Goals, act: Become) -> None:
    agreed.ok("person", "add", "Anne Dahl", "--email", "anne@fjord.example")
    path, anne = f"{ROOM}/feedback/anne-dahl.yaml", ("Anne Dahl", "anne@fjord.example")
    asked = "schema: feedback/1\nfrom: anne-dahl\nasked_by: employee\nquestions: [What next?]\n"
    act(KARI)
    agreed.write(path, asked)
    commit(agreed)
    act(anne)
    agreed.write(path, asked + "given: 2026-09-01\nanswers: [More of it]\n")
    commit(agreed)
    act(KARI)
    append(agreed, path, "due: 2026-09-30\n")
    commit(agreed)
    assert findings(agreed) == []
    agreed.write(path, agreed.text(path).replace("More of it", "Nothing but praise"))
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", path)]


def test_the_one_who_asked_types_in_what_somebody_outside_says(agreed: Goals, act: Become) -> None:
    path = f"{ROOM}/feedback/a-customer.yaml"
    text = "schema: feedback/1\nfrom: A Customer\nasked_by: leader\ngiven: 2026-09-01\nentered_by: per-lie\n"
    agreed.write(path, text)
    commit(agreed)
    assert findings(agreed) == []
    act(KARI)
    agreed.write(path, text.replace("2026-09-01", "2026-09-02"))
    commit(agreed)
    assert findings(agreed) == [("wrong-author", "error", path)]


def test_a_person_who_gets_another_id_keeps_the_history(agreed: Goals) -> None:
    agreed.git("mv", f"people/{KARI}", "people/kari-berg")
    path = "people/kari-berg/person.yaml"
    agreed.write(path, agreed.text(path).replace("Kari Nordmann", "Kari Berg"))
    commit(agreed)
    verified = [one for one in findings(agreed) if one[0] in ("wrong-author", "answer-removed", "unverified")]
    assert verified == []


def test_what_changes_while_a_folder_is_renamed_is_told(agreed: Goals) -> None:
    agreed.git("mv", f"people/{KARI}", "people/kari-berg")
    path = PREP.replace(KARI, "kari-berg")
    append(agreed, path)
    commit(agreed)
    assert ("wrong-author", "error", path) in findings(agreed)


def test_a_goals_repository_may_lie_below_the_top_of_another(
    agreed: Goals, act: Become, tmp_path: Path
) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet", "-b", "main")
    shutil.copytree(agreed.root, outer / 'the "team" å', ignore=shutil.ignore_patterns(".git"))
    goals = Goals(outer / 'the "team" å', agreed.invoke)
    commit(goals)
    assert {(rule, path.split("/")[0]) for rule, _, path in findings(goals)} == {("wrong-author", "people")}
    assert ("wrong-author", "error", PREP) in findings(goals)


def test_a_shallow_clone_refuses(agreed: Goals, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", agreed.root.as_uri(), "shallow")
    done = verify(Goals(tmp_path / "shallow", agreed.invoke))
    assert done.code == 3
    assert "git fetch --unshallow" in done.err
    assert len(done.err.splitlines()) == 1


def test_outside_of_git_there_is_nothing_to_verify(agreed: Goals) -> None:
    shutil.rmtree(agreed.root / ".git")
    assert agreed.run("check").code == 0
    done = verify(agreed)
    assert done.code == 3
    assert "not a git repository" in done.err


def test_a_clone_without_contents_is_verified_without_the_network(agreed: Goals, tmp_path: Path) -> None:
    agreed.git("config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", agreed.root.as_uri(), "partial")
    partial = Goals(tmp_path / "partial", agreed.invoke)
    shutil.move(agreed.root, tmp_path / "away")
    assert findings(partial) == []


def test_settings_of_the_repository_start_no_program(agreed: Goals, tmp_path: Path) -> None:
    mark = tmp_path / "started"
    script = tmp_path / "program"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    script.chmod(0o755)
    settings = (
        "core.fsmonitor",
        "diff.external",
        "diff.yaml.textconv",
        "gpg.program",
        "gpg.ssh.program",
        "core.pager",
    )
    for name in settings:
        agreed.git("config", name, str(script))
    for name, value in (("diff.relative", "true"), ("log.follow", "true"), ("log.showSignature", "true")):
        agreed.git("config", name, value)
    agreed.write(".gitattributes", "*.yaml diff=yaml\n")
    append(agreed, PREP)
    commit(agreed)
    mark.unlink(missing_ok=True)
    assert findings(agreed) == [("wrong-author", "error", PREP)]
    assert not mark.exists()


def test_verify_starts_few_processes_however_many_people(
    agreed: Goals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    assert verify(agreed).code == 0
    started = [line for line in trace.read_text().splitlines() if "built-in: git" in line]
    assert len(started) == 3


def test_the_demo_is_borne_out(tmp_path: Path, invoke: Callable[..., Result]) -> None:
    done = invoke("demo", str(tmp_path / "demo"))
    assert done.code == 0
    found = invoke("-C", str(tmp_path / "demo"), "check", "--verify")
    assert (found.code, found.out) == (0, "no problems found\n")


def test_everybody_in_the_tests_has_an_address() -> None:
    assert PEOPLE[KARI][1] == "kari@fjord.example"


needs_ssh = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here, which makes and verifies keys"
)


@pytest.fixture
def keys(tmp_path: Path) -> Callable[[str], Path]:
    """Return what makes a fresh key for a name."""

    def make(name: str) -> Path:
        place = tmp_path / f"key-{name}"
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(place)], check=True
        )
        return place

    return make


@pytest.fixture
def signed(goals: Goals, keys: Callable[[str], Path], act: Become) -> tuple[Goals, Callable[..., str]]:
    """A repository that requires signatures, with Kari's and Per's keys allowed, and what signs a half."""
    made = {who: keys(who) for who in (KARI, PER, "nobody")}
    allowed = "".join(
        f'{PEOPLE[who][1]} namespaces="git" {made[who].with_suffix(".pub").read_text()}'
        for who in (KARI, PER)
    )
    goals.write("signers", f"# whose keys count\n{allowed}")
    append(goals, "goaltalk.yaml", "signatures: required\nallowed_signers: signers\n")
    act(PER)
    commit(goals)
    goals.git("config", "gpg.format", "ssh")

    def write(who: str, key: str | None) -> str:
        act(who)
        side = "employee" if who == KARI else "leader"
        path = f"{ROOM}/talk.{side}.yaml"
        goals.write(path, "schema: talk/1\n")
        goals.git("add", path)
        sign = ["-c", f"user.signingkey={made[key]}"] if key else []
        goals.git(*sign, "commit", "--quiet", "--message=half", *(["--gpg-sign"] if key else []))
        return path

    return goals, write


Signed = tuple[Goals, Callable[..., str]]


@needs_ssh
def test_good_signatures_are_good(signed: Signed) -> None:
    goals, write = signed
    write(KARI, KARI)
    write(PER, PER)
    assert verify(goals).out == "no problems found\n"


@needs_ssh
@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "carries no signature"),
        ("nobody", "whose key is not among the allowed signers"),
        (PER, "carries the signature of another allowed signer"),
    ],
)
def test_each_way_to_fail_has_its_own_sentence(signed: Signed, key: str | None, said: str) -> None:
    goals, write = signed
    path = write(KARI, key)
    done = verify(goals)
    assert done.code == 1
    assert f"{path}:1:1: error bad-signature commit {head(goals)} " in done.out
    assert said in done.out
    assert "1 problem found" in done.out


@needs_ssh
def test_a_branch_cannot_bring_its_own_key_address_or_rule(
    signed: Signed, keys: Callable[[str], Path]
) -> None:
    goals, write = signed
    branch_off(goals, "side")
    path = write(KARI, "nobody")
    intruder = (goals.root.parent / "key-nobody.pub").read_text()
    append(goals, "signers", f"{PEOPLE[KARI][1]} {intruder}")
    append(goals, f"people/{KARI}/person.yaml", "other_emails: [nobody@fjord.example]\n")
    goals.write("goaltalk.yaml", goals.text("goaltalk.yaml").replace("required", "optional"))
    commit(goals)
    assert findings(goals) == [("bad-signature", "error", path)]
    goals.git("switch", "--quiet", "main")
    goals.git("merge", "--quiet", "--ff-only", "side")
    assert findings(goals) == []  # now the default branch itself says so


@needs_ssh
def test_a_branch_cannot_call_anothers_key_its_own(signed: Signed) -> None:
    goals, write = signed
    branch_off(goals, "side")
    person = f"people/{PER}/person.yaml"
    goals.write(person, goals.text(person).replace("per@fjord.example", "other@fjord.example"))
    append(goals, f"people/{KARI}/person.yaml", "other_emails: [per@fjord.example]\n")
    path = write(KARI, PER)
    commit(goals, "--author=Per Lie <other@fjord.example>")
    assert findings(goals) == [("bad-signature", "error", path)]
    assert "another allowed signer" in verify(goals).out


@needs_ssh
def test_settings_of_the_repository_choose_no_verifier(signed: Signed) -> None:
    goals, write = signed
    path = write(KARI, "nobody")
    script = goals.root.parent / "program"
    said = 'Good "git" signature for kari@fjord.example with ED25519 key SHA256:x'
    script.write_text(f"#!/bin/sh\necho '{said}'\n")
    script.chmod(0o755)
    for name in ("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program"):
        goals.git("config", name, str(script))
    goals.git("config", "gpg.ssh.allowedSignersFile", str(goals.root.parent / "key-nobody.pub"))
    assert findings(goals) == [("bad-signature", "error", path)]


@needs_ssh
def test_what_origin_calls_its_default_comes_first(signed: Signed, tmp_path: Path) -> None:
    goals, write = signed
    goals.git("branch", "--move", "main", "trunk")
    git(tmp_path, "clone", "--quiet", str(goals.root), "clone")
    clone = Goals(tmp_path / "clone", goals.invoke)
    write(KARI, KARI)
    clone.git("pull", "--quiet")
    assert findings(clone) == []
    found = findings(goals)  # nothing is called main here, and there is no origin
    assert found == [("unverified", "warning", "goaltalk.yaml")]
    assert "git remote set-head origin --auto" in verify(goals).out


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "nothing says whose count"),
        ("allowed_signers: ../keys\n", "nothing says whose count"),
        ("allowed_signers: /etc/keys\n", "nothing says whose count"),
        ("allowed_signers: keys\n", "keys: there is no such file on refs/heads/main"),
    ],
)
def test_signatures_need_a_list_of_signers(agreed: Goals, named: str, said: str) -> None:
    append(agreed, "goaltalk.yaml", f"signatures: required\n{named}")
    commit(agreed)
    done = verify(agreed)
    assert done.code == 3
    assert said in done.err
