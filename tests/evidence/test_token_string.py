"""A text becomes letters, one for each word or sign, whose places are true."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.reading import anything, reader, shape, vocabulary
from tocsin.evidence.ask_rules import ASK_RULES, GROUPS
from tocsin.evidence.token_rules import compile_rule, find_match_span
from tocsin.evidence.token_string import AMOUNT, BLANK, LINK, MAIL, PHONE, SMALL, TokenString, tokenise_text

HOSTILE = {
    "letters": "a",
    "digits": "1",
    "dots": ".",
    "brackets": "(",
    "blanks": "_",
    "spaces": " ",
    "lines": "\n",
    "quotes": '"',
    "schemes": "http://",
    "links": "http://a.example ",
    "bare links": "a.example ",
    "labels": "a.",
    "broken labels": "a-\n",
    "at": "@",
    "mails": "a@b.example ",
    "numbers": "01 99 00 12 34 ",
    "number words": "quatre vingt dix ",
    "spaced letters": "r i b ",
    "spaced digits": "0 ",
    "amounts": "1 000 € ",
    "stars": "n*mero ",
    "unseen": "a\u200b",
    "arabic": "اضغط ",
    "asks": "donnez votre rib ",
    "euros": "€",
    "half signs": "\ud800",
    "right to left": "\u202e",
    "nul": "\x00",
    "hidden dots": "a[.]",
    "points": "a point ",
    "marks": "!?;:,",
    "foreign": "\xff",
    "plus": "+",
    "dashes": "0-",
    "pluses": "+33",
    "colons": "a:",
    "money": "$1",
}
PIECES = [
    "Votre RIB",
    "am\u200beli",
    "r.i.b",
    "01 99 00 12 34",
    "zéro un quatre-vingt-dix-neuf",
    "http://a.example/x",
    "moi@a.example",
    "12,50 €",
    "____",
    "«",
    "\n\n",
    "?",
    "c\u00adarte vitale",
    "3646",
    "اضغط",
    ":",
    "! ",
]


def check_places(told: TokenString) -> None:
    sizes = {len(told.letters), len(told.atom_starts), len(told.atom_ends), len(told.words)}
    assert len(sizes) == 1
    spans = list(zip(told.atom_starts, told.atom_ends, strict=True))
    assert all(0 <= start < end <= len(told.folded) for start, end in spans)
    # several signs of one gap share its place
    assert all(before[1] <= after[0] or before == after for before, after in pairwise(spans))
    for i in range(len(told.letters)):
        start, end = told.atom_span(i, i)
        assert 0 <= start < end <= len(told.text)


@given(anything)
def test_it_gives_every_atom_a_place_inside_any_text(text: str) -> None:
    check_places(shape(text))


@given(st.lists(st.one_of(st.sampled_from(PIECES), anything.map(lambda s: s[:6])), max_size=12))
def test_it_gives_every_atom_a_place_inside_a_text_made_of_what_it_looks_for(pieces: list[str]) -> None:
    check_places(shape(" ".join(pieces)))


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["\u200b", "\u00ad", "\u2060"]))
def test_it_reads_the_same_where_unseen_characters_were_sown(pieces: list[str], unseen: str) -> None:
    text = " ".join(p for p in pieces if p.isascii())
    sown = "".join(c + unseen for c in text)
    plain, told = shape(text), shape(sown)
    assert told.letters == plain.letters
    quotes = [sown[slice(*told.atom_span(i, i))].replace(unseen, "") for i in range(len(told.letters))]
    assert quotes == [text[slice(*plain.atom_span(i, i))] for i in range(len(plain.letters))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Votre RIB svp", ["Votre", "RIB", "svp"]),
        ("l’assuré·e", ["l", "assuré", "e"]),
        ("am\u200beli : carte", ["am\u200beli", ":", "carte"]),
        ("Ａmeli 𝐜𝐚𝐫𝐭𝐞", ["Ａmeli", "𝐜𝐚𝐫𝐭𝐞"]),
    ],
)
def test_it_quotes_exactly_the_words_as_written(text: str, words: list[str]) -> None:
    told = tokenise_text(text, vocabulary({}))
    quotes = [told.text[slice(*told.atom_span(i, i))].strip() for i in range(len(told.letters))]
    assert [q for q in quotes if q.strip("·")] == words


def test_it_quotes_a_phrase_from_its_first_word_to_its_last() -> None:
    text = "Merci d'envoyer vos coordonnées  bancaires vite"
    told = shape(text)
    at = next(
        i for i, letter in enumerate(told.letters) if letter in reader().vocabulary.class_letters("iban")
    )
    assert text[slice(*told.atom_span(at, at))] == "coordonnées  bancaires"


# ---- one atom each


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("http://ameli-vitale.example/a?b=c", LINK),
        ("ameli-vitale.example", LINK),
        ("hxxp://ameli[.]example", LINK),
        ("moi@ameli.example", MAIL),
        ("moi(at)ameli.example", MAIL),
        ("01 99 00 12 34", PHONE),
        ("+33 (0)1.99.00.12.34", PHONE),
        ("3646", PHONE),
        ("38663", PHONE),
        ("zéro un quatre-vingt-dix-neuf zéro zéro douze trente-quatre", PHONE),
        ("zéro un quatre-vingt-dix-neuf, vous avez noté, zéro zéro douze trente-quatre", PHONE),
        ("327,60 €", AMOUNT),
        ("1 240 euros", AMOUNT),
        ("€ 89", AMOUNT),
        ("0,99 €", SMALL),
        ("1€95", SMALL),
        ("CHF 1.75", SMALL),
        ("$ 1,250.00", AMOUNT),
        ("US$ 50", AMOUNT),
        ("1'250 francs", AMOUNT),
        ("420 gbp", AMOUNT),
        ("______", BLANK),
        ("........", BLANK),
        ("[ ]", BLANK),
    ],
)
def test_it_makes_one_atom_of_what_is_one_thing(text: str, letter: str) -> None:
    assert shape(text).letters == letter
    told = shape(f"voir {text} ici")
    assert told.letters.count(letter) == 1
    at = told.letters.index(letter)
    assert told.text[slice(*told.atom_span(at, at))] == text


@pytest.mark.parametrize("text", ["r i b", "R.I.B", "r-i-b", "r_i_b", "r*i*b", "r | i | b".replace(" ", "")])
def test_it_reads_letters_set_apart_as_the_word_they_make(text: str) -> None:
    told = shape(f"votre {text} svp")
    assert told.words[1] in ("rib", "r i b")
    assert told.letters[1] in reader().vocabulary.class_letters("iban")
    assert told.text[slice(*told.atom_span(1, 1))] == text


def test_it_says_that_letters_set_apart_are_a_disguise() -> None:
    told = shape("cher assuré a.m.e.l.i et c a r t e")
    assert [told.folded[s:e] for s, e in told.disguised] == ["a.m.e.l.i", "c a r t e"]


@pytest.mark.parametrize("text", ["plan a b c d", "M. R. J. Q. Xyz", "q w z k", "vitamines a b c"])
def test_it_leaves_letters_that_make_no_word(text: str) -> None:
    assert not shape(text).disguised


@pytest.mark.parametrize("end", [". ", "! ", "? ", "; "])
def test_it_never_reads_a_phrase_over_the_end_of_a_sentence(end: str) -> None:
    told = shape(f"donnez la carte{end}Bancaire ou non")
    assert not set(told.letters) & set(reader().vocabulary.class_letters("card"))


@pytest.mark.parametrize(
    ("text", "letters"),
    [("a. b", "_._"), ("a? b", "_?_"), ("a\nb", "_/_"), ("a\n\nb", "_._"), ("a, b", "_,_"), ("a : b", "_:_"),
     ("a - b", "_,_"), ("a (b) c", "_,_,_"), ('a "b"', '_"_"'), ("12 b", "d_")],
)  # fmt: skip
def test_it_keeps_the_strongest_sign_between_two_words(text: str, letters: str) -> None:
    assert tokenise_text(text, vocabulary({})).letters == letters


# ---- hostile texts


@pytest.mark.parametrize("name", HOSTILE)
def test_it_never_has_more_atoms_than_characters(name: str) -> None:
    """Counted, not timed; beyond some hundreds, links and numbers are read as plain words."""
    for times in (100, 1000):
        text = HOSTILE[name] * times
        assert len(shape(text).letters) <= len(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_keeps_its_places_in_a_hostile_text(name: str) -> None:
    check_places(shape(HOSTILE[name] * 50))
    check_places(shape("Ameli : " + HOSTILE[name] * 50 + " votre RIB"))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(HOSTILE)), min_size=1, max_size=4), st.integers(1, 60))
def test_it_keeps_its_places_in_hostile_mixtures(names: list[str], times: int) -> None:
    check_places(shape("".join(HOSTILE[n] for n in names) * times))


# ---- rules


RULES = [compile_rule(text, reader().vocabulary, GROUPS) for _, text in ASK_RULES]
WORDS = vocabulary(
    {"give": ["donnez"], "mine": ["votre"], "iban": ["rib", "iban"], "card": ["carte"], "stop": ["jamais"]}
)


@pytest.mark.parametrize(
    ("rule", "text", "quote"),
    [
        ("give iban", "donnez rib", "donnez rib"),
        ("give iban", "donnez votre rib", None),
        ("give iban|card", "donnez carte", "donnez carte"),
        ("give mine? iban", "donnez votre rib", "donnez votre rib"),
        ("give mine? iban", "donnez rib", "donnez rib"),
        ("give ~2 iban", "donnez x y rib", "donnez x y rib"),
        ("give ~2 iban", "donnez x y z rib", None),
        ("give ~4 iban", "donnez. rib", None),
        ("give ~4 iban", "donnez ? rib", None),
        ("give ~4 iban", "donnez, rib", "donnez, rib"),
        ("give ~4, iban", "donnez, rib", None),
        ("give %4 iban", "donnez. rib", "donnez. rib"),
        ("^ give", "donnez rib", "donnez"),
        ("^ give", "et donnez", None),
        ("^ give", "merci. donnez", "donnez"),
        ("iban $", "donnez rib", "rib"),
        ("iban $", "rib. merci", "rib"),
        ("iban $", "rib donnez", None),
        ("who card", "votre carte", "votre carte"),
        ("nothing_like_it iban", "rib", None),
        ("iban qst", "rib ?", "rib ?"),
        ("iban colon blank", "rib : ____", "rib : ____"),
    ],
)
def test_it_reads_a_rule(rule: str, text: str, quote: str | None) -> None:
    told = tokenise_text(text, WORDS)
    match = compile_rule(rule, WORDS, {"who": "mine|give"}).search(told)
    found = text[slice(*told.atom_span(match.start(), match.end() - 1))] if match else None
    assert found == quote


def test_it_captures_the_atom_that_matters() -> None:
    told = shape("donnez votre rib")
    match = compile_rule("give_now ~2 <iban>", reader().vocabulary).search(told)
    assert match
    assert told.text[slice(*told.atom_span(match.start(1), match.start(1)))] == "rib"


@given(
    st.lists(
        st.sampled_from([*PIECES, *HOSTILE.values(), "cliquez", "votre carte Vitale", "expire"]), max_size=10
    )
)
def test_it_never_puts_aside_a_rule_that_would_match(pieces: list[str]) -> None:
    told = shape(" ".join(pieces))
    for rule in RULES:
        assert rule.may_match(told.candidates) or not rule.pattern.search(told.letters), rule


def test_it_keeps_a_class_out_of_a_gap() -> None:
    words = vocabulary({"give": ["donnez"], "call": ["appelez"], "item": ["rib"]})
    rule = compile_rule("give ~4!call item", words)
    assert rule.search(tokenise_text("donnez vite votre rib", words))
    assert not rule.search(tokenise_text("donnez puis appelez rib", words))


@given(st.permutations(["votre", "carte", "donnez"]), st.integers(0, 6))
def test_it_gathers_words_in_any_order(words: list[str], gap: int) -> None:
    told = tokenise_text((" x" * gap + " ").join(words), WORDS)
    match = compile_rule("{6} give mine card", WORDS).search(told)
    assert (match is not None) == (len(told.letters) <= 7)
    if match:
        assert find_match_span(match) == (0, len(told.letters) - 1)


def test_it_gathers_over_sentences_and_quotes_from_the_first_to_the_last() -> None:
    told = tokenise_text("oui. votre x. Donnez ! x carte. fin", WORDS)
    match = compile_rule("{9} give mine card", WORDS).search(told)
    assert match
    assert told.text[slice(*told.atom_span(*find_match_span(match)))] == "votre x. Donnez ! x carte"
    assert not compile_rule("{9} give stop", WORDS).search(told)


def test_a_number_has_no_long_aside_between_its_halves() -> None:
    assert (
        shape(
            "zéro un quatre-vingt-dix-neuf et puis je vous dis aussi que zéro zéro douze trente-quatre"
        ).phones
        == []
    )
    assert shape("à midi zéro un et deux, puis nous partons zéro fois").phones == []
