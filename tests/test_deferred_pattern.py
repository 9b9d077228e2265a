"""A pattern is compiled when it is first used, and then kept."""

import re

import pytest

from tocsin.deferred_pattern import defer_pattern


def test_it_finds_what_the_compiled_pattern_finds():
    deferred, compiled = defer_pattern(r"(\d+) euros?", re.IGNORECASE), re.compile(r"(\d+) euros?", re.I)
    text = "Payez 3 EUROS ou 1 euro"
    assert deferred.findall(text) == compiled.findall(text) == ["3", "1"]
    assert deferred.sub("rien", text) == compiled.sub("rien", text)
    assert (deferred.pattern, deferred.groups) == (compiled.pattern, 1)
    assert defer_pattern(rb"\xff+").search(b"a\xff")


def test_nothing_is_compiled_before_its_use_and_nothing_twice(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    really = re.compile
    monkeypatch.setattr(re, "compile", lambda source, flags: made.append(source) or really(source, flags))
    deferred = defer_pattern("[a-z]+")
    assert not made
    assert [deferred.search("a"), deferred.search("b")] != [None, None]
    assert made == ["[a-z]+"]
