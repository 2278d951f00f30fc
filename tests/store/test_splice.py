"""Edits change what they should and nothing else, or are refused."""

from textwrap import dedent

import pytest
from edit_oracle import read_by_ruamel, tell_damage
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from record_edits import NASTY, edits, values
from record_texts import record_texts

from goaltalk.store import guard
from goaltalk.store.guard import Model
from goaltalk.store.splice import Edit, EditRefused, apply_edits, scalar

FILE = """\
# top
name: Kari # who
empty:  # nothing yet
  # more
goals:
  # about a
  - id: a
    title: First # t
  # about b
  - id: b
    note: |
      hei
      du

  # about what follows
tags: [x, y]  # two
last: z
"""


def diff(text: str, *edits: Edit) -> list[str]:
    """The lines taken out and put in, as `-line` and `+line`; everything else is the same, to the byte."""
    old, new = text.splitlines(keepends=True), apply_edits(text, edits).splitlines(keepends=True)
    start = 0
    while old[start : start + 1] == new[start : start + 1] and start < min(len(old), len(new)):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return ["-" + line for line in old[start : len(old) - end]] + [
        "+" + line for line in new[start : len(new) - end]
    ]


def edited(text: str, *edits: Edit) -> str:
    return apply_edits(dedent(text), edits)


class TestSet:
    def test_a_value_is_replaced_and_its_comment_stays(self) -> None:
        assert diff(FILE, Edit("set", ("name",), "Åse")) == ["-name: Kari # who\n", "+name: Åse # who\n"]

    def test_an_equal_value_changes_no_byte(self) -> None:
        text = "a:   'x'   # c\nb: 1.0\n"
        assert apply_edits(text, [Edit("set", ("a",), "x"), Edit("set", ("b",), 1.0)]) == text

    @pytest.mark.parametrize(("old", "new"), [("1", True), ("1", 1.0), ("true", 1), ("0", False), ("'1'", 1)])
    def test_a_value_of_another_type_is_another_value(self, old: str, new: Model) -> None:
        assert apply_edits(f"a: {old}\n", [Edit("set", ("a",), new)]) == f"a: {scalar(new)}\n"  # type: ignore[arg-type]

    def test_a_null_gets_its_value_on_the_line_of_its_key(self) -> None:
        assert diff(FILE, Edit("set", ("empty",), "no")) == [
            "-empty:  # nothing yet\n",
            '+empty: "no"  # nothing yet\n',
        ]

    def test_a_literal_that_would_swallow_comments_is_quoted(self) -> None:
        assert diff(FILE, Edit("set", ("empty",), "a\nb\n"))[1:] == ['+empty: "a\\nb\\n"  # nothing yet\n']

    def test_text_of_several_lines_is_a_literal(self) -> None:
        assert diff(FILE, Edit("set", ("goals", 1, "note"), "en\n\n  to")) == [
            *["-    note: |\n", "-      hei\n", "-      du\n"],
            *["+    note: |-\n", "+      en\n", "+\n", "+        to\n"],
        ]

    def test_the_comment_behind_the_head_of_a_literal_stays(self) -> None:
        assert edited("a: | # why\n  x\n  y\nb: 1\n", Edit("set", ("a",), 1)) == "a: 1 # why\nb: 1\n"

    def test_missing_parents_are_made(self) -> None:
        assert diff(FILE, Edit("set", ("follow_up", "form", "x"), 1)) == [
            "+follow_up:\n",
            "+  form:\n",
            "+    x: 1\n",
        ]
        assert diff(FILE, Edit("set", ("empty", "x"), 1)) == ["+  x: 1\n"]

    def test_a_new_key_stands_after_the_last_content_of_its_mapping(self) -> None:
        assert diff(FILE, Edit("set", ("goals", 1, "due"), "2026-09-01")) == ["+    due: 2026-09-01\n"]
        text = "a:\n   b: 1\n\n# about c\nc: 2\n"
        assert edited(text, Edit("set", ("a", "x"), 2)) == "a:\n   b: 1\n   x: 2\n\n# about c\nc: 2\n"

    def test_a_list_is_replaced_whole_in_its_own_column(self) -> None:
        text = "a:\n# c\n- x\n- y # gone\n# d\nb: 1\n"
        assert edited(text, Edit("set", ("a",), [1])) == "a:\n# c\n- 1\n# d\nb: 1\n"
        assert edited(text, Edit("set", ("a",), {"k": 1})) == "a:\n# c\n  k: 1\n# d\nb: 1\n"

    def test_a_block_gives_way_to_a_value(self) -> None:
        text = "a: # c\n  # d\n  - x\nb: 1\n"
        assert edited(text, Edit("set", ("a",), "v")) == "a: v # c\n  # d\nb: 1\n"

    def test_inside_brackets_all_is_written_on_one_line(self) -> None:
        text = "a: {x: 1, y: [2], z: }\n"
        assert (
            edited(text, Edit("set", ("a", "x"), {"k": ["p, q"]})) == 'a: {x: {k: ["p, q"]}, y: [2], z: }\n'
        )
        assert edited(text, Edit("set", ("a", "z"), 3)) == "a: {x: 1, y: [2], z: 3 }\n"
        assert edited(text, Edit("set", ("a", "new"), "x")) == "a: {x: 1, y: [2], z: , new: x }\n"

    def test_an_empty_mapping_in_brackets_becomes_a_block(self) -> None:
        assert edited("a: {}  # c\nb: 1\n", Edit("set", ("a", "k"), 1)) == "a:  # c\n  k: 1\nb: 1\n"
        assert edited("{}\n", Edit("set", ("k",), [1])) == "k:\n  - 1\n"

    def test_an_item_of_a_list_is_replaced_behind_its_dash(self) -> None:
        text = "a:\n-   x # c\n- # d\n-\n  k: 1\n"
        assert edited(text, Edit("set", ("a", 0), {"p": 1, "q": 2})).startswith(
            "a:\n-   p: 1 # c\n    q: 2\n"
        )
        assert "- v # d\n" in edited(text, Edit("set", ("a", 1), "v"))
        assert edited(text, Edit("set", ("a", 2), "v")).endswith("- v\n")

    @pytest.mark.parametrize("text", ["", "# only a comment\n", "# no newline", "---\n"])
    def test_an_empty_file_gets_its_first_key_after_what_is_there(self, text: str) -> None:
        after = apply_edits(text, [Edit("set", ("a",), 1)])
        assert after.startswith(text)
        assert guard.read_model(after) == {"a": 1}

    @pytest.mark.parametrize("line", ["x\ty", "1\t", "1\t# c", "\t# c", '"x"\t', "[1,\t2]", "|\t\n  x"])
    def test_stray_tabs_hinder_no_edit(self, line: str) -> None:
        text = f"a: {line}\nb: 1\n"
        assert diff(text, Edit("set", ("b",), 2)) == ["-b: 1\n", "+b: 2\n"]

    def test_crlf_files_stay_crlf(self) -> None:
        text = FILE.replace("\n", "\r\n")
        after = apply_edits(
            text, [Edit("set", ("last",), "en\nto\n"), Edit("append", ("goals",), {"id": "c"})]
        )
        assert after.count("\n") == after.count("\r\n")
        assert guard.read_model(after)["last"] == "en\nto\n"  # type: ignore[index,call-overload]

    def test_a_missing_final_newline_stays_missing(self) -> None:
        assert apply_edits("a: 1", [Edit("set", ("b",), [2])]) == "a: 1\nb:\n  - 2"
        assert apply_edits("a: 1\nb: 2", [Edit("delete", ("b",))]) == "a: 1"
        assert apply_edits("a: 1\n\nb: 2", [Edit("delete", ("b",))]) == "a: 1\n\n"


class TestAppend:
    def test_a_list_gets_an_item_in_its_own_columns(self) -> None:
        assert diff(FILE, Edit("append", ("goals",), {"id": "c", "due": None})) == [
            "+  - id: c\n",
            "+    due: null\n",
        ]
        assert edited("a:\n-   x\nb: 1\n", Edit("append", ("a",), {"k": 1, "l": 2})) == (
            "a:\n-   x\n-   k: 1\n    l: 2\nb: 1\n"
        )

    def test_a_list_in_brackets_gets_an_item_in_brackets(self) -> None:
        assert diff(FILE, Edit("append", ("tags",), "no")) == [
            "-tags: [x, y]  # two\n",
            '+tags: [x, y, "no"]  # two\n',
        ]
        text = "a: [\n  x, # c\n  y, # d\n]\n"
        assert guard.read_model(edited(text, Edit("append", ("a",), 1))) == {"a": ["x", "y", 1]}

    @pytest.mark.parametrize("text", ["a: []\n", "a:\n", "a: null\n", "b: 1\n"])
    def test_a_list_that_is_empty_null_or_missing_becomes_a_block(self, text: str) -> None:
        assert edited(text, Edit("append", ("a",), "x")).endswith("a:\n  - x\n")

    def test_a_comment_inside_empty_brackets_stays(self) -> None:
        assert edited("a: [ # c\n  ]\n", Edit("append", ("a",), 1)) == "a: [1 # c\n  ]\n"

    def test_several_edits_build_on_each_other(self) -> None:
        steps = [Edit("set", ("a",), []), Edit("append", ("a",), {"k": 1}), Edit("set", ("a", 0, "k"), 2)]
        assert apply_edits("# c\n", steps) == "# c\na:\n  - k: 2\n"


class TestDelete:
    def test_the_neighbours_comments_stay(self) -> None:
        assert diff(FILE, Edit("delete", ("goals", 0))) == ["-  - id: a\n", "-    title: First # t\n"]
        assert diff(FILE, Edit("delete", ("goals", 1))) == [
            "-  - id: b\n",
            "-    note: |\n",
            "-      hei\n",
            "-      du\n",
        ]

    def test_the_last_child_leaves_an_empty_block_that_is_read_as_such(self) -> None:
        text = "a: # c\n  # d\n  - x\n  # e\nb:\n  k: 1\n"
        assert edited(text, Edit("delete", ("a", 0))) == "a: [] # c\n  # d\n  # e\nb:\n  k: 1\n"
        assert edited(text, Edit("delete", ("b", "k"))).endswith("b: {}\n")
        assert edited("# c\nk: 1\n", Edit("delete", ("k",))) == "# c\n{}\n"
        assert edited("a:\n  - k: 1\n  - x\n", Edit("delete", ("a", 0, "k"))) == "a:\n  - {}\n  - x\n"

    def test_the_key_beside_a_dash_makes_room_for_the_next(self) -> None:
        assert diff(FILE, Edit("delete", ("goals", 0, "id"))) == [
            "-  - id: a\n",
            "-    title: First # t\n",
            "+  - title: First # t\n",
        ]
        text = "a:\n  - k: 1\n    # about l\n    l: 2\n"
        assert edited(text, Edit("delete", ("a", 0, "k"))) == "a:\n  -\n    # about l\n    l: 2\n"

    @pytest.mark.parametrize(
        ("text", "index", "after"),
        [
            ("a: [x, y, z]\n", 0, "a: [y, z]\n"),
            ("a: [x, y, z]\n", 2, "a: [x, y]\n"),
            ("a: [x]\n", 0, "a: []\n"),
            ("a: [x,]\n", 0, "a: []\n"),
            ("a: [\n  x, # c\n  y, # d\n]\n", 0, "a: [\n # c\n  y, # d\n]\n"),
            ("a: [\n  x, # c\n  y # d\n]\n", 1, "a: [\n  x, # c\n # d\n]\n"),
        ],
    )
    def test_items_in_brackets_go_with_their_comma(self, text: str, index: int, after: str) -> None:
        got = edited(text, Edit("delete", ("a", index)))
        assert got.replace("   #", " #").replace("  #", " #") == after.replace("  #", " #")

    def test_what_is_not_there_needs_no_edit(self) -> None:
        assert apply_edits(FILE, [Edit("delete", ("missing", "x"))]) == FILE


class TestRefusals:
    @pytest.mark.parametrize(
        ("edit", "word"),
        [
            (Edit("set", (), 1), "whole file"),
            (Edit("delete", ()), "whole file"),
            (Edit("set", ("name", "first"), "x"), "name"),
            (Edit("append", ("name",), "x"), "no list"),
            (Edit("append", ("goals", 0), "x"), "no list"),
            (Edit("set", ("goals", 2), "x"), "no item 2"),
            (Edit("delete", ("goals", -1)), "no item -1"),
            (Edit("set", ("goals", "id"), "x"), "goals"),
            (Edit("set", ("name",), "half \ud83d"), "surrogate"),
            (Edit("set", ("half \ud83d",), 1), "surrogate"),
        ],
    )
    def test_an_edit_that_does_not_fit_says_why(self, edit: Edit, word: str) -> None:
        with pytest.raises(EditRefused, match=word):
            apply_edits(FILE, [edit])

    def test_an_edit_that_would_change_more_shows_what_was_tried(self) -> None:
        with pytest.raises(EditRefused) as caught:
            apply_edits("a: |+\n  x\nb: 1\n\nc: 1\n", [Edit("delete", ("b",))])
        assert "-b: 1" in caught.value.patch

    def test_a_place_that_cannot_be_told_is_left_to_the_user(self) -> None:
        with pytest.raises(EditRefused, match="by hand"):
            apply_edits("? a\n: 1\n", [Edit("set", ("a",), 2)])

    def test_a_number_no_reader_takes_is_refused(self) -> None:
        with pytest.raises(EditRefused, match="too large"):
            apply_edits("a: 1\n", [Edit("set", ("a",), 2**64)])

    def test_a_text_at_the_end_without_newline_asks_for_one(self) -> None:
        with pytest.raises(EditRefused, match="newline"):
            apply_edits("a: |\n  x\n  y", [Edit("set", ("b",), 1)])

    def test_a_file_that_cannot_be_read_is_not_edited(self) -> None:
        with pytest.raises(guard.NotReadable):
            apply_edits("a: 1\na: 2\n", [Edit("set", ("b",), 1)])


@settings(derandomize=True, deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(record_texts(), st.data())
def test_an_edit_of_any_record_is_exact_or_refused(text: str, data: st.DataObject) -> None:
    try:
        model = guard.read_model(text)
    except guard.NotReadable:
        assume(False)
    edit = data.draw(edits(model))
    try:
        after = apply_edits(text, [edit])
    except EditRefused:
        return
    assert tell_damage(text, after, edit) == ""


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(["a", "b", "mål"]) | st.sampled_from(NASTY), values, max_size=4))
def test_a_file_made_of_edits_alone_is_what_was_asked_for(wanted: dict[str, Model]) -> None:
    text = apply_edits("# new\n", [Edit("set", (key,), value) for key, value in wanted.items()])
    assert repr(guard.read_model(text) or {}) == repr(wanted) == repr(read_by_ruamel(text) or {})


class TestRename:
    def test_a_key_gets_another_name_and_all_else_stays(self) -> None:
        assert diff(FILE, Edit("rename", ("name",), "full name")) == [
            "-name: Kari # who\n",
            "+full name: Kari # who\n",
        ]
        assert diff(FILE, Edit("rename", ("goals", 0, "id"), "no")) == ["-  - id: a\n", '+  - "no": a\n']
        assert edited("a: {x: 1, y: 2}\n", Edit("rename", ("a", "y"), "z")) == "a: {x: 1, z: 2}\n"

    def test_what_is_not_there_needs_no_name(self) -> None:
        assert apply_edits(FILE, [Edit("rename", ("missing", "x"), "y")]) == FILE

    def test_a_name_that_is_taken_is_refused(self) -> None:
        with pytest.raises(EditRefused, match="already"):
            apply_edits(FILE, [Edit("rename", ("name",), "last")])


@pytest.mark.parametrize(
    ("text", "edit", "after"),
    [
        ("a:\n  b:\n", Edit("set", ("a", "b"), "x\ny"), "a:\n  b: |-\n    x\n    y\n"),
        ("a:\n  - 1\n", Edit("set", ("a",), "x\ny"), "a: |-\n  x\n  y\n"),
        ("a:\n  - 1\n  -\n", Edit("append", ("a",), 2), "a:\n  - 1\n  -\n  - 2\n"),
        ("a:\n  -\n", Edit("set", ("a", 0), {"b": 1, "c": 2}), "a:\n  - b: 1\n    c: 2\n"),
        ("a:\n  -   1\n", Edit("append", ("a",), {"b": 2, "c": 3}), "a:\n  -   1\n  -   b: 2\n      c: 3\n"),
        ("a: {x: 1, y: 2, z: 3}\n", Edit("delete", ("a", "y")), "a: {x: 1, z: 3}\n"),
        ("a: {x: 1, y: 2}\n", Edit("delete", ("a", "x")), "a: {y: 2}\n"),
        ("# c\n", Edit("set", ("a",), 1), "# c\na: 1\n"),
    ],
)
def test_an_edit_is_written_the_way_the_file_is(text: str, edit: Edit, after: str) -> None:
    assert apply_edits(text, [edit]) == after
