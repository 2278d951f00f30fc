"""Allowed signers, narrowed to one person before git sees them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goaltalk.store.signatures import anybody, restrict

KEY = "ssh-ed25519 AAAA1"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"kari@x.example {KEY}", f"kari@x.example {KEY}\n"),
        (f"Kari@X.example {KEY} a comment", f"kari@x.example {KEY} a comment\n"),
        (f"per@x.example {KEY}", ""),
        (f"per@x.example,kari@x.example {KEY}", f"kari@x.example {KEY}\n"),
        (f'"kari@x.example" namespaces="git" {KEY}', f'kari@x.example namespaces="git" {KEY}\n'),
        (f"*@x.example cert-authority {KEY}", f"kari@x.example cert-authority {KEY}\n"),
        (f"*@x.example,!kari@x.example {KEY}", ""),
        (f"k?ri@x.example {KEY}", f"kari@x.example {KEY}\n"),
        (f"[k]ari@x.example {KEY}", ""),
        (f"# kari@x.example {KEY}", ""),
        ("kari@x.example", ""),
        ("", ""),
        (f"\tkari@x.example\t{KEY}\r", f"kari@x.example {KEY}\n"),
    ],
)
def test_the_lines_of_one_person(line: str, left: str) -> None:
    assert restrict(f"{line}\n", ["kari@x.example"]) == left


def test_each_address_has_its_own_line() -> None:
    text = f"a@x.example,b@x.example {KEY}\n"
    assert restrict(text, ["b@x.example", "A@x.example"]) == f"a@x.example {KEY}\nb@x.example {KEY}\n"
    assert anybody(text) == f"somebody {KEY}\n"


@pytest.mark.parametrize("email", ["*", "?@x.example", "a,b@x.example", "a b@x.example", '"@x.example', "!a"])
def test_an_address_that_means_several_means_nobody(email: str) -> None:
    assert restrict(f"* {KEY}\n", [email]) == ""


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["kari@x.example", "k@y.example"]))
def test_law_what_is_left_names_nobody_else(text: str, email: str) -> None:
    assert all(line.startswith(f"{email} ") for line in restrict(text, [email]).splitlines())
