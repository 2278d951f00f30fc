"""One Markdown source becomes Markdown for others, plain text, and sections."""

from hypothesis import given, settings
from hypothesis import strategies as st

from goaltalk.render.document import Section, as_markdown, as_sections, as_text
from goaltalk.render.escape import escape_markdown, one_line

profile = settings(derandomize=True, deadline=None, max_examples=100)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=9)
sentences = st.lists(words, min_size=1, max_size=30).map(" ".join)

SOURCE = """\
# Check-in

Before the first section.

## Goals {#goals}

- **Ship it**: on track
    - so far: `a` and
      b
- Another

1. First
2. Second

## Notes {#last-time}

A paragraph with *stress*
over two lines.

## Not named

Left out of the sections.
"""


def test_markdown_for_others_is_without_our_marks() -> None:
    shown = as_markdown(SOURCE)
    assert "{#" not in shown
    assert "\n## Goals\n" in shown
    assert shown.replace(" {#goals}", "") == shown


def test_text_underlines_headings_indents_lists_and_keeps_them_tight() -> None:
    assert as_text(SOURCE).split("\n")[:17] == [
        "Check-in",
        "========",
        "",
        "Before the first section.",
        "",
        "Goals",
        "-----",
        "",
        "- Ship it: on track",
        "   - so far: a and b",
        "- Another",
        "1. First",
        "2. Second",
        "",
        "Notes",
        "-----",
        "",
    ]


def test_sections_have_the_ids_of_the_template_and_their_items_as_text() -> None:
    assert as_sections(SOURCE) == (
        Section("goals", "Goals", ("Ship it: on track", "so far: a and b", "Another", "First", "Second")),
        Section("last-time", "Notes", ("A paragraph with stress over two lines.",)),
    )


def test_a_later_paragraph_of_an_item_is_indented_without_a_mark() -> None:
    assert as_text("- one\n\n  two\n") == "- one\n  two\n"


def test_a_table_has_columns_in_text_and_a_line_a_row_in_sections() -> None:
    source = "## T {#t}\n\n| a | b |\n|---|---|\n| 1 | 2 *3* |\n"
    assert as_text(as_markdown(source)).split("\n")[3:] == ["a  b", "-  ---", "1  2 3", ""]
    assert as_sections(source) == (Section("t", "T", ("a | b", "1 | 2 3")),)


def test_hard_breaks_begin_new_lines() -> None:
    assert as_text("one\\\ntwo\n") == "one\ntwo\n"


def test_long_items_hang_below_their_own_beginning() -> None:
    lines = as_text("- " + "word " * 30, 40).splitlines()
    assert lines[0].startswith("- word")
    assert all(line.startswith("  word") for line in lines[1:])
    assert len(lines) > 3


@profile
@given(sentences, st.integers(20, 100))
def test_text_is_wrapped_at_its_width_and_loses_nothing(text: str, width: int) -> None:
    shown = as_text(f"- {escape_markdown(text)}", width)
    assert all(len(line) <= width for line in shown.split("\n"))
    assert shown.removeprefix("- ").split() == one_line(text).split()


@profile
@given(st.lists(sentences, min_size=1, max_size=4))
def test_each_text_is_an_item_of_its_section_and_makes_no_other(texts: list[str]) -> None:
    source = "## A {#a}\n\n" + "\n".join(f"- {escape_markdown(text)}" for text in texts)
    assert as_sections(source) == (Section("a", "A", tuple(map(one_line, texts))),)


@profile
@given(sentences)
def test_no_text_can_make_or_name_a_section(text: str) -> None:
    for hostile in (f"## {text} {{#mine}}", f"{text}\n## B {{#mine}}", f"{text} {{#mine}}"):
        source = f"## A {{#a}}\n\n- {escape_markdown(hostile)}\n"
        assert [one.id for one in as_sections(source)] == ["a"]
        assert as_markdown(source).endswith("mine\\}\n")


def test_an_empty_document_is_an_empty_line() -> None:
    assert as_text("") == "\n"
    assert as_sections("") == ()
