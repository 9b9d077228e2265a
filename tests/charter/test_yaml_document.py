"""A YAML document: what is wrong in it is named by file, line and field."""

import contextlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument


class Leaf(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    size: int = 0


class Tree(msgspec.Struct, forbid_unknown_fields=True):
    leaves: list[Leaf]


def refusal(text):
    with pytest.raises(YamlDocumentError) as caught:
        YamlDocument(text, "tree.yaml").convert_to(Tree)
    return caught.value


def test_it_reads_a_document_into_a_record():
    assert YamlDocument("leaves:\n  - name: oak\n    size: 3\n", "tree.yaml").convert_to(Tree) == Tree(
        [Leaf("oak", 3)]
    )


def test_a_wrong_value_is_named_by_file_line_and_field():
    found = refusal("leaves:\n  - name: oak\n    size: tall\n")
    assert (found.file, found.line, found.field) == ("tree.yaml", 3, "leaves[0].size")
    assert "int" in found.problem


def test_a_missing_field_is_named_at_the_line_of_what_lacks_it():
    assert (found := refusal("leaves:\n  - name: oak\n  - size: 3\n")).line == 3
    assert "name" in found.problem


def test_an_unknown_field_is_refused():
    assert "colour" in refusal("leaves:\n  - name: oak\n    colour: green\n").problem


def test_a_key_given_twice_is_refused_where_it_stands_the_second_time():
    found = refusal("leaves: []\nleaves: []\n")
    assert (found.line, found.field, found.problem) == (2, "leaves", "is given twice")


def test_a_day_that_the_calendar_does_not_have_is_refused():
    assert refusal("leaves:\n  - name: 2021-02-30\n").field == "leaves[0].name"


@pytest.mark.parametrize(
    "text", ["", "leaves: [", "a: &x [*x]", "\x00", "- 1\n- 2\n", "{a: b", "[" * 5000, "a: \ud800"]
)
def test_what_is_no_such_document_is_refused(text):
    assert refusal(text).file == "tree.yaml"


def test_aliases_that_multiply_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join(9 * [f'*a{n - 1}'])}]" for n in range(1, 9)]
    assert refusal("\n".join(lines)).problem == "holds too much"


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_refused(text):
    with contextlib.suppress(YamlDocumentError):
        YamlDocument(text, "tree.yaml").convert_to(Tree)


def test_one_place_can_be_refused_by_hand():
    document = YamlDocument("leaves:\n  - name: oak\n", "tree.yaml")
    with pytest.raises(YamlDocumentError, match=r"tree.yaml, line 2, leaves\[0\].name: is no tree"):
        document.raise_first_fault([(("leaves", 0, "name"), "is no tree")])
