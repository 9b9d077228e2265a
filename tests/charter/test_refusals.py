# Tables read best with one case a line.
"""What is not clear is refused, and the refusal says where, what, and what was expected."""

from collections.abc import Callable

import pytest

from tocsin.charter.errors import CharterError
from tocsin.charter.folder_reader import read_charter_folder

from .water import Folder

Bend = Callable[[Folder], object]


def refusal(folder: Folder, bend: Bend) -> CharterError:
    bend(folder)
    with pytest.raises(CharterError) as caught:
        folder.load()
    return caught.value


# what is bent, the file, words on the line it must name, the field, what the refusal says
REFUSED: list[tuple[str, Bend, str, str, str, str]] = [
    ("a key that the format does not know",
     lambda f: f.change("asks.yaml", "    items: [card]", "    items: [card]\n    colour: red"),
     "asks.yaml", "colour", "asks[0].colour", "one of"),
    ("a layer that it stands for and does not inherit",
     lambda f: f.change("charter.yaml", "version:", "stands_for: fr_banks\nversion:"),
     "charter.yaml", "stands_for", "stands_for", "a layer that it inherits"),
    ("a section that the format does not know",
     lambda f: f.put("more.yaml", "promises: []\n"),
     "more.yaml", "promises", "promises", "asks"),
    ("a key written twice",
     lambda f: f.change("asks.yaml", "    allowed: never", "    allowed: never\n    allowed: yes"),
     "asks.yaml", "allowed: yes", "asks[0].allowed", "is given twice"),
    ("no direction",
     lambda f: f.change("asks.yaml", "    direction: they_contact_you\n", ""),
     "asks.yaml", "id: ask.card", "asks[0]", "`direction`"),
    ("no channels",
     lambda f: f.change("asks.yaml", "    channels: [sms, call]\n", ""),
     "asks.yaml", "id: ask.card", "asks[0]", "`channels`"),
    ("an empty list of channels",
     lambda f: f.change("asks.yaml", "[sms, call]", "[]"),
     "asks.yaml", "channels", "asks[0].channels", "at least one"),
    ("no validity",
     lambda f: f.change("asks.yaml", "    in_force: {from: 2020-03-01}\n", ""),
     "asks.yaml", "id: ask.card", "asks[0]", "`in_force`"),
    ("a validity without a start",
     lambda f: f.change("asks.yaml", "{from: 2020-03-01}", "{until: 2020-03-01}"),
     "asks.yaml", "in_force", "asks[0].in_force.from", "unknown"),
    ("no source",
     lambda f: f.change("asks.yaml", "    sources: [site]\n", ""),
     "asks.yaml", "id: ask.card", "asks[0].sources", "a list of sources"),
    ("an empty list of sources",
     lambda f: f.change("asks.yaml", "sources: [site]", "sources: []"),
     "asks.yaml", "sources", "asks[0].sources", "at least one"),
    ("a source that has no name",
     lambda f: f.change("asks.yaml", "sources: [site]", "sources: [sight]"),
     "asks.yaml", "sight", "asks[0].sources[0]", "sources.yaml"),
    ("a source without quality",
     lambda f: f.change("asks.yaml", "sources: [site]", "sources: [{url: https://a.example, publisher: A, date: 2020}]" ),
     "asks.yaml", "publisher: A", "asks[0].sources[0]", "`quality`"),
    ("a missing language",
     lambda f: f.change("asks.yaml", "      en: Never a card number.\n", ""),
     "asks.yaml", "wording:", "asks[0].wording", "`en`"),
    ("an empty language",
     lambda f: f.change("asks.yaml", "en: Never a card number.", "en: ''"),
     "asks.yaml", "en: ''", "asks[0].wording.en", "is empty"),
    ("a day that does not exist",
     lambda f: f.change("asks.yaml", "from: 2020-03-01", "from: 2021-02-29"),
     "asks.yaml", "2021-02-29", "asks[0].in_force.from", "2021-03-04"),
    ("a day in the French order",
     lambda f: f.change("asks.yaml", "from: 2020-03-01", "from: 01/03/2020"),
     "asks.yaml", "01/03/2020", "asks[0].in_force.from", "a day"),
    ("an end before the start",
     lambda f: f.change("asks.yaml", "{from: 2020-03-01}", "{from: 2020-03-01, until: 2019-12-31}"),
     "asks.yaml", "in_force", "asks[0].in_force", "a start before the end"),
    ("a start said in two ways",
     lambda f: f.change("asks.yaml", "{from: 2020-03-01}", "{from: 2020-03-01, by: 2020-04-01}"),
     "asks.yaml", "in_force", "asks[0].in_force", "not both"),
    ("an end said in two ways",
     lambda f: f.change("asks.yaml", "{from: 2020-03-01}", "{from: 2020-03-01, until: 2021, until_by: 2022}" ),
     "asks.yaml", "in_force", "asks[0].in_force", "not both"),
    ("an item that nobody asks",
     lambda f: f.change("asks.yaml", "[card]", "[shoe_size]"),
     "asks.yaml", "shoe_size", "asks[0].items[0]", "iban"),
    ("an answer that is no answer",
     lambda f: f.change("asks.yaml", "allowed: never", "allowed: perhaps"),
     "asks.yaml", "perhaps", "asks[0].allowed", "never"),
    ("a truth that is not one",
     lambda f: f.change("asks.yaml", "allowed: never", "allowed: never\n    solicited: maybe"),
     "asks.yaml", "maybe", "asks[0].solicited", "bool"),
    ("a number with its spaces",
     lambda f: f.change("points.yaml", '"+33199001234"', '"01 99 00 12 34"'),
     "points.yaml", "value", "points[0].value", "+33553356237"),
    ("a number without its country",
     lambda f: f.change("points.yaml", '"+33199001234"', '"0199001234"'),
     "points.yaml", "value", "points[0].value", "3646"),
    ("a host with its scheme",
     lambda f: f.change("points.yaml", "medium: phone", "medium: web_host")
         .change("points.yaml", '"+33199001234"', "https://water.example" ),
     "points.yaml", "value", "points[0].value", "host"),
    ("a host in capitals",
     lambda f: f.change("points.yaml", "medium: phone", "medium: mail_domain").change("points.yaml", '"+33199001234"', "Water.example" ),
     "points.yaml", "value", "points[0].value", "lower case"),
    ("a host that is a pattern",
     lambda f: f.change("points.yaml", "medium: phone", "medium: web_host").change("points.yaml", '"+33199001234"', '"*.water.example"' ),
     "points.yaml", "value", "points[0].value", "host"),
    ("an address without its host",
     lambda f: f.change("points.yaml", "medium: phone", "medium: mail_address").change("points.yaml", '"+33199001234"', "contact" ),
     "points.yaml", "value", "points[0].value", "name@host"),
    ("a sender name longer than operators carry",
     lambda f: f.change("points.yaml", "medium: phone", "medium: sms_sender").change("points.yaml", '"+33199001234"', "Regie des eaux" ),
     "points.yaml", "value", "points[0].value", "11"),
    ("a short code with letters",
     lambda f: f.change("points.yaml", "medium: phone", "medium: short_code").change("points.yaml", '"+33199001234"', "38EAU" ),
     "points.yaml", "value", "points[0].value", "38663"),
    ("two clauses of one name",
     lambda f: f.change("points.yaml", "id: point.ring", "id: ask.card"),
     "points.yaml", "id: ask.card", "points[0].id", "asks.yaml, line 2"),
    ("a programme that does not exist",
     lambda f: f.change("asks.yaml", "allowed: never", "allowed: never\n    programme: leaks"),
     "asks.yaml", "programme: leaks", "asks[0].programme", "programme"),
    ("a clause replaced that does not exist",
     lambda f: f.change("asks.yaml", "allowed: never", "allowed: never\n    supersedes: [ask.old]"),
     "asks.yaml", "supersedes", "asks[0].supersedes", "clause"),
    ("a founding sentence that does not exist",
     lambda f: f.change("asks.yaml", "allowed: never", "allowed: never\n    founding: [S9]"),
     "asks.yaml", "founding", "asks[0].founding", "founding.yaml"),
    ("terms of a programme that does not exist",
     lambda f: f.put("lexicon.yaml", "names: [regie]\nprogrammes:\n  leaks: [fuites]\n"),
     "lexicon.yaml", "leaks", "programmes.leaks", "programme"),
    ("an example of a clause that does not exist",
     lambda f: f.put("examples/a.yaml", "examples:\n  - clause: ask.gone\n    fires: []\n"),
     "examples/a.yaml", "ask.gone", "examples[0].clause", "clause"),
    ("a quote that is not in the message",
     lambda f: f.put("examples/a.yaml",
        "examples:\n  - clause: ask.card\n    fires:\n      - {on: 2021-01-01, channel: sms, text: Donnez, quote: Envoyez}\n"),
     "examples/a.yaml", "quote", "examples[0].fires[0].quote", "exactly"),
    ("an example on a day that is a month",
     lambda f: f.put("examples/a.yaml", "examples:\n  - clause: ask.card\n    fires:\n      - {on: 2021-01, channel: sms, text: Donnez}\n"),
     "examples/a.yaml", "2021-01", "examples[0].fires[0].on", "date"),
    ("an id that is not the folder's",
     lambda f: f.change("charter.yaml", "id: water", "id: wine"),
     "charter.yaml", "id", "id", "water"),
    ("a list where a mapping should be",
     lambda f: f.change("asks.yaml", "{from: 2020-03-01}", "[2020-03-01]"),
     "asks.yaml", "in_force", "asks[0].in_force", "object"),
    ("a mapping where a list should be",
     lambda f: f.put("asks.yaml", "asks: {id: ask.card}\n"),
     "asks.yaml", "asks", "asks", "array"),
    ("a list where a text should be",
     lambda f: f.change("charter.yaml", "version: 2024-06-01", "version: [2024-06-01]"),
     "charter.yaml", "version", "version", "date"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("bend", "file", "words", "field", "problem"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_it_refuses(folder: Folder, bend: Bend, file: str, words: str, field: str, problem: str) -> None:
    error = refusal(folder, bend)
    assert (error.file, error.field) == (f"water/{file}", field)
    assert error.line == folder.line_of(file, words)
    assert problem in error.problem


def test_it_says_all_of_it_in_one_sentence(folder: Folder) -> None:
    error = refusal(folder, lambda f: f.change("asks.yaml", "from: 2020-03-01", "from: soon"))
    assert str(error) == (
        "water/asks.yaml, line 7, asks[0].in_force.from: 'soon' is no date; expected a day (2021-03-04), a month"
        " (2021-03) or a year (2021)"
    )


def test_broken_yaml_is_named_with_its_line(folder: Folder) -> None:
    error = refusal(folder, lambda f: f.put("asks.yaml", "asks:\n  - id: [unclosed\n"))
    assert (error.file, error.field) == ("water/asks.yaml", "YAML")
    assert error.line >= 2


def test_a_file_that_is_not_text_is_named(folder: Folder) -> None:
    path = folder.write()
    (path / "asks.yaml").write_bytes(b"asks: \xff\xfe\n")
    with pytest.raises(CharterError, match=r"asks\.yaml.*UTF-8"):
        read_charter_folder(path)


@pytest.mark.parametrize("name", ["charter.yaml", "lexicon.yaml"])
def test_a_file_that_must_be_there_is_named(folder: Folder, name: str) -> None:
    assert refusal(folder, lambda f: f.without(name)).file == f"water/{name}"
