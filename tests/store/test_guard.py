"""What the guard reads and what it refuses, with the places it names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_texts import record_texts

from goaltalk.store.guard import Fault, NotReadable, read_model, read_text


def refused(text: str) -> Fault:
    with pytest.raises(NotReadable) as caught:
        read_model(text)
    return caught.value.faults[0]


def place(text: str) -> tuple[int, int, str]:
    fault = refused(text)
    return fault.line, fault.column, fault.rule


class TestReadText:
    def test_text_comes_back_with_its_newlines(self) -> None:
        assert read_text("mål: å\r\n".encode()) == "mål: å\r\n"

    @pytest.mark.parametrize(
        ("data", "line", "column", "word"),
        [
            (b"a" * (2**20 + 1), 1, 1, "1 MiB"),
            (b"\xef\xbb\xbfa: 1\n", 1, 1, "BOM"),
            ("a: 1\n".encode("utf-16"), 1, 1, "UTF-16"),
            ("a: 1\n".encode("utf-16-le"), 1, 2, "NUL"),
            ("a: 1\nb: å\n".encode("latin-1"), 2, 4, "UTF-8"),
            (b"a: 1\r\nb: \0\n", 2, 4, "NUL"),
            (b"a: \x1b[31m\n", 1, 4, "U+001B"),
            (b"a: x\x7f\n", 1, 5, "U+007F"),
            ("a: x\x85y\n".encode(), 1, 5, "U+0085"),
            ("a: æ\x9by\n".encode(), 1, 5, "U+009B"),
            ("a: 'x\u2028y'\n".encode(), 1, 6, "U+2028"),
            ("a: x\ufeff\n".encode(), 1, 5, "U+FEFF"),
            (b"a: \xed\xa0\x80\n", 1, 4, "UTF-8"),
        ],
    )
    def test_odd_bytes_are_refused_with_their_place(
        self, data: bytes, line: int, column: int, word: str
    ) -> None:
        with pytest.raises(NotReadable) as caught:
            read_text(data)
        (fault,) = caught.value.faults
        assert (fault.line, fault.column, fault.rule) == (line, column, "parse")
        assert word in fault.what

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Zl", "Zp"])))
    def test_ordinary_text_of_any_language_is_read(self, text: str) -> None:
        if "\ufeff" not in text:
            assert read_text(text.encode()) == text


class TestReadModel:
    def test_yaml_becomes_the_json_model(self) -> None:
        """
        name: Åse Nordmann
        due: 2026-09-01
        at: 2026-08-20T10:00
        wish: no
        score: 4
        ratio: 0.5
        done: true
        none:
        tags: [a, 'b', {c: 1}]
        text: |
          R&D, 50 % ferdig!
        """
        model = read_model(str(self.test_yaml_becomes_the_json_model.__doc__).replace("\n        ", "\n"))
        assert model == {
            "name": "Åse Nordmann",
            "due": "2026-09-01",
            "at": "2026-08-20T10:00",
            "wish": "no",
            "score": 4,
            "ratio": 0.5,
            "done": True,
            "none": None,
            "tags": ["a", "b", {"c": 1}],
            "text": "R&D, 50 % ferdig!\n",
        }

    @pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "\r\n# a\r\n"])
    def test_a_file_without_content_is_none(self, text: str) -> None:
        assert read_model(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "a: R & D\n",
            "a: 2 * 3\n",
            "a: Bra !\n",
            "a: 50 %\n",
            "a: '&x *y !z'\n",
            "a: |\n  * punkt\n  *viktig*\n  !x\n  &y\n",
            "# &a *b !c\na: 1\n",
            "a: b # *c\n",
            "a: x&y\nb: a*b\n",
            "a: [x, 'R &D']\n",
        ],
    )
    def test_signs_inside_text_and_comments_are_only_text(self, text: str) -> None:
        assert isinstance(read_model(text), dict)

    @pytest.mark.parametrize(
        ("text", "line", "column", "word"),
        [
            ("a: &x 1\nb: 2\n", 1, 4, "anchor"),
            ("a: 1\nb: *x\n", 2, 4, "alias"),
            ("a: !!str 1\n", 1, 4, "tag"),
            ("a: ! x\n", 1, 4, "tag"),
            ("a: [1,!x 2]\n", 1, 7, "tag"),
            ('a: {"k":*x}\n', 1, 9, "alias"),
            ("%YAML 1.1\n---\na: 1\n", 1, 1, "directive"),
            ("%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "directive"),
            ("a: 1\n---\nb: 2\n", 2, 1, "one document"),
            ("a:\n  <<: {b: 1}\n", 2, 3, "merge key"),
            ("a:\n  - 1: x\n", 2, 5, "text"),
            ("true: x\n", 1, 1, "text"),
            ("a: 1\n~: x\n", 2, 1, "text"),
            ("a: 1\n? [b]\n: c\n", 2, 3, "text"),
        ],
    )
    def test_yaml_beyond_json_is_refused(self, text: str, line: int, column: int, word: str) -> None:
        fault = refused(text)
        assert (fault.line, fault.column, fault.rule) == (line, column, "yaml-subset")
        assert word in fault.what

    def test_a_quoted_merge_sign_is_a_key_like_any(self) -> None:
        assert read_model('"<<": 1\n') == {"<<": 1}

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("a: 1\nb: 2\na: 3\n", 3, 1),
            ('"a": 1\na: 2\n', 2, 1),
            ("a: 1\n'a': 2\n", 2, 1),
            ("g:\n  - id: x\n    id: y\n", 3, 5),
            ("{a: 1, a: 2}\n", 1, 8),
            ("a: {x: 1}\nb: {x: 1, y: 2, x: 3}\n", 2, 17),
        ],
    )
    def test_duplicate_keys_are_refused_at_the_second(self, text: str, line: int, column: int) -> None:
        assert place(text) == (line, column, "yaml-subset")

    def test_a_duplicate_key_that_may_be_a_note_is_not_quoted(self) -> None:
        with pytest.raises(NotReadable) as refused:
            read_model("She said: yes\nShe said: no\n")
        assert "said" not in str(refused.value)
        assert "the key '(a text)' stands here again, first in line 1" in str(refused.value)

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("a:\n\t- b\n", 2, 1),
            ("\ta: 1\n", 1, 1),
            ("a:\n  b: 1\n\tc: 2\n", 3, 1),
            ("a:\n \tb: 1\n", 2, 2),
            ("a: b\n \tc\n", 2, 2),
            ("a: [\n\tb]\n", 2, 1),
            ("a:\n  -\tb\n", 2, 4),
            ("a: b\t *c\n", 1, 5),
        ],
    )
    def test_tabs_that_are_no_text_are_refused_with_their_place(
        self, text: str, line: int, column: int
    ) -> None:
        fault = refused(text)
        assert (fault.line, fault.column, fault.rule) == (line, column, "parse")
        assert "tab" in fault.what

    def test_tabs_inside_text_are_kept(self) -> None:
        assert read_model('a: |\n  x\n  \ty\nb: "x\n\ty"\nc:\td\n') == {"a": "x\n\ty\n", "b": "x y", "c": "d"}

    def test_conflict_markers_are_refused_naming_every_line(self) -> None:
        text = "a: 1\n<<<<<<< HEAD\nb: 1\n||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> other\n"
        with pytest.raises(NotReadable) as caught:
            read_model(text)
        assert [fault.line for fault in caught.value.faults] == [2, 4, 6, 8]
        assert {fault.rule for fault in caught.value.faults} == {"conflict-markers"}

    def test_conflict_markers_are_seen_in_crlf_files(self) -> None:
        assert place("<<<<<<< HEAD\r\na: 1\r\n=======\r\na: 2\r\n>>>>>>> b\r\n") == (1, 1, "conflict-markers")

    def test_an_underline_in_a_text_is_no_conflict(self) -> None:
        assert read_model("a: |\n  Tittel\n  =======\n") == {"a": "Tittel\n=======\n"}
        assert read_model("a: |\n  <<<<<<< HEAD\n  =======\n") == {"a": "<<<<<<< HEAD\n=======\n"}

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ('a: 1\nb: "x\n', 2, 4),
            ("a: [1, 2\nb: 3\n", 2, 2),
            ("a: b: c\n", 1, 5),
            ("a:\n  b: 1\n c: 2\n", 3, 2),
            ("a: @x\n", 1, 4),
            ('a: "\\ud83d\\ude00"\n', 1, 7),
            ("a: - b\n", 1, 4),
            ("a: 1\nb: 99999999999999999999999\n", 2, 4),
            (": : :\n", 1, 1),
            ("a: 'x' *y\n: *\n", 1, 8),
        ],
    )
    def test_broken_yaml_is_refused_with_its_place(self, text: str, line: int, column: int) -> None:
        assert place(text)[:2] == (line, column)

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 100_000,
            "[" * 999,
            "{a: " * 900,
            "- " * 100_000,
            "? " * 100_000,
            "- " * 100_000 + "*a",
            "\n".join(" " * depth + "a:" for depth in range(700)),
            "[]\n" * 1001,
            "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [{'*a, ' * 50}]\n" for i in range(50)),
            "a: &a [*a]\n",
            "<<<<<<< x\n" * 50_000,
        ],
    )
    def test_bombs_are_refused(self, text: str) -> None:
        refused(text)

    @pytest.mark.parametrize(
        "text",
        [
            "a: 'hemmelig\n",
            "hemmelig: 1\nb: [hemmelig\n",
            "a: 99999999999999999999999999\n",
            "a: *hemmelig\n",
            "a: !hemmelig x\n",
            "a: hemmelig: x\n",
            "a: @hemmelig\n",
            "a: hemmelig\n\t- b\n",
        ],
    )
    def test_a_refusal_never_quotes_a_value(self, text: str) -> None:
        assert "hemmelig" not in refused(text).what
        assert "9999" not in refused(text).what

    def test_nan_and_infinity_are_left_to_the_schema(self) -> None:
        assert repr(read_model("a: .nan\nb: -.inf\n")) == "{'a': nan, 'b': -inf}"

    @settings(derandomize=True, deadline=None, max_examples=200)
    @given(record_texts() | st.text("ab:-[]{}&*!%'\"|>#?,<= \n\t", max_size=30) | st.text(max_size=10))
    def test_any_text_is_read_or_refused_with_a_place_in_it(self, text: str) -> None:
        try:
            read_model(text)
        except NotReadable as refusal:
            for fault in refusal.faults:
                assert fault.rule in {"parse", "conflict-markers", "yaml-subset"}
                assert 1 <= fault.line <= text.count("\n") + text.count("\r") + 2
                assert fault.column >= 1


@pytest.mark.parametrize(
    ("lists", "mappings", "many"), [(500, 500, False), (501, 500, True), (500, 501, True)]
)
def test_brackets_of_both_kinds_are_counted_together(lists: int, mappings: int, many: bool) -> None:
    text = f"a: [{'[],' * (lists - 2)}]\nb: [{'{},' * mappings}]\n"
    if many:
        with pytest.raises(NotReadable, match="more than 1000 opening brackets"):
            read_model(text)
    else:
        assert read_model(text)
