"""What a phone, a copy and a hand do to a text does not count; what a fraudster does to it does."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.evidence.fold import READS_AS
from tocsin.register import canonicalise_text, hash_text

TEXT = (
    "Assurance Maladie : Zoé, vous êtes cas contact depuis le 3 mars. « Restez chez vous » jusqu'au 12/03 "
    "à 14h30 ! Écrivez à suivi@ameli.fr, allez sur https://www.ameli.fr/cas-contact?d=Ab1 "
    "ou d'ameli.fr, ou appelez le 3646 (0,06 €/min). Rendez-vous au laboratoire… Réf. K7QF-2M9D"
)
LINK = "https://www.ameli.fr/cas-contact?d=Ab1"
COUNTS = ("3", "12/03", "14h30", "suivi@ameli.fr", LINK, "d'ameli.fr", "3646", "(0,06", "K7QF-2M9D")
"""What must not change, as it stands in the text."""


# ---- what does not count

BENIGN = {
    "upper case": lambda t: " ".join(w if w.startswith(COUNTS) else w.upper() for w in t.split(" ")),
    "lower case": lambda t: " ".join(w if w.startswith(COUNTS) else w.lower() for w in t.split(" ")),
    "no accents": lambda t: re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", t)),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "NFC": lambda t: unicodedata.normalize("NFC", t),
    "typographic apostrophes": lambda t: t.replace("'", "’"),
    "primes": lambda t: t.replace("'", "′"),
    "straight quotes": lambda t: t.replace("« ", '"').replace(" »", '"'),
    "curly quotes": lambda t: t.replace("« ", "“").replace(" »", "”"),
    "spaceless guillemets": lambda t: t.replace("« ", "«").replace(" »", "»"),
    "no-break spaces": lambda t: t.replace(" :", "\u00a0:").replace(" !", "\u202f!").replace("« ", "«\u00a0"),
    "no French spaces": lambda t: t.replace(" :", ":").replace(" !", "!"),
    "line breaks": lambda t: t.replace(". ", ".\r\n").replace(", ", ",\n"),
    "one word a line": lambda t: t.replace(" ", "\n"),
    "double spaces": lambda t: t.replace(" ", "  "),
    "spaces around": lambda t: f"\n\n  {t}\t\n",
    "three dots": lambda t: t.replace("…", "..."),
    "no-break hyphen": lambda t: t.replace("Rendez-vous", "Rendez\u2011vous"),
    "soft hyphen": lambda t: t.replace("laboratoire", "labora\u00adtoire"),
    "marks around a number": lambda t: t.replace("3646", "\u202a3646\u202c"),
    "byte order mark": lambda t: f"\ufeff{t}",
    "code in lower case": lambda t: t.replace("K7QF-2M9D", "k7qf-2m9d"),
    "code without dash": lambda t: t.replace("K7QF-2M9D", "K7QF2M9D"),
    "code with a space": lambda t: t.replace("K7QF-2M9D", "K7QF 2M9D"),
    "code with spaces": lambda t: t.replace("K7QF-2M9D", "K7QF   2M9D"),
    "code with a long dash": lambda t: t.replace("K7QF-2M9D", "K7QF–2M9D"),
}  # fmt: skip


@pytest.mark.parametrize("name", BENIGN)
def test_it_does_not_count(name):
    changed = BENIGN[name](TEXT)
    assert canonicalise_text(changed) == canonicalise_text(TEXT)


@given(st.sets(st.sampled_from(list(BENIGN)), max_size=8))
def test_several_changes_together_do_not_count(names):
    changed = TEXT
    for name in (name for name in BENIGN if name in names):
        changed = BENIGN[name](changed)
    assert hash_text(changed) == hash_text(TEXT)


def test_the_one_form_reads_so():
    assert canonicalise_text("L’ÉTÉ\u00a0: « Œuvre »\n\nd’AMELI le 3 mars ! RÉF. k7qf 2m9d") == (
        "l'ete: \"oeuvre\" d'ameli le 3 mars! ref. K7QF-2M9D"
    )


@given(st.text())
def test_the_one_form_is_its_own(text):
    once = canonicalise_text(text)
    assert canonicalise_text(once) == once


words = st.text(st.characters(codec="latin-1", categories=["Ll", "Lu", "Nd", "Po", "Pd", "Zs"]), max_size=40)


@given(words)
def test_the_one_form_is_its_own_in_french_too(text):
    once = canonicalise_text(text)
    assert canonicalise_text(once) == once


@given(words)
def test_how_characters_are_encoded_never_counts(text):
    forms = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert {canonicalise_text(form) for form in forms} == {canonicalise_text(text)}


@given(
    st.lists(st.from_regex(r"[a-z0-9./]{1,8}", fullmatch=True)),
    st.sampled_from(["\n", "\t ", "  ", "\u00a0", "\u2009"]),
)
def test_which_white_space_never_counts(parts, space):
    assert canonicalise_text(space.join(parts)) == canonicalise_text(" ".join(parts))


# ---- what counts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12/03", "13/03"),
        ("le 3 mars", "le 4 mars"),
        ("le 3 mars", "le 3 mai"),
        ("14h30", "14h3O"),
        ("3646", "3645"),
        ("3646", "３６４６"),
        ("3646", "3 646"),
        ("3646", "364\u200b6"),
        ("0,06", "0,60"),
        ("0,06", "0.06"),
        ("€", "$"),
        ("www.ameli.fr", "www.améli.fr"),
        ("www.ameli.fr", "www.аmeli.fr"),
        ("www.ameli.fr", "www.ameIi.fr"),
        ("www.ameli.fr", "www.ameli.fr.example"),
        ("www.ameli.fr", "www.ameli-fr.example"),
        ("www.ameli.fr", "www\u200b.ameli.fr"),
        ("www.ameli.fr", "www.ame\u00adli.fr"),
        ("https:", "http:"),
        ("?d=Ab1", "?d=ab1"),
        ("cas-contact", "cas‑contact"),
        ("suivi@ameli.fr", "suivì@ameli.fr"),
        ("suivi@ameli.fr", "suivi@ameli.example"),
        ("d'ameli.fr", "d'ameIi.fr"),
        ("Assurance", "Аssurance"),
        ("contact", "cοntact"),
        ("K7QF-2M9D", "K7QF-2M8D"),
        ("K7QF-2M9D", "К7QF-2M9D"),
        ("Restez", "Sortez"),
        ("vous êtes", "vous n'êtes pas"),
        (" Réf.", " Payez sur http://x.example. Réf."),
        ("Réf. K7QF-2M9D", ""),
        ("…", ", demain…"),
    ],
)  # fmt: skip
def test_it_counts(old, new):
    assert old in TEXT
    changed = TEXT.replace(old, new)
    assert canonicalise_text(changed) != canonicalise_text(TEXT)
    assert hash_text(changed) != hash_text(TEXT)


PLACES = [at for part in COUNTS[:-1] for at in range(TEXT.index(part), TEXT.index(part) + len(part))]


@given(st.sampled_from(PLACES), st.characters(exclude_categories=["Cs", "Zs", "Cc"]))
def test_no_character_of_a_link_a_number_or_a_date_can_be_another(at, other):
    """But a canonically equivalent one, such as the Kelvin sign for K, and an apostrophe before a link."""
    assume(unicodedata.normalize("NFC", other) != TEXT[at] and TEXT[at] not in "'(")
    assert canonicalise_text(TEXT[:at] + other + TEXT[at + 1 :]) != canonicalise_text(TEXT)


@given(st.sampled_from(PLACES), st.characters(categories=["L", "N", "M", "Pd"]))
def test_nothing_can_be_put_into_a_link_a_number_or_a_date(at, other):
    assume(TEXT[at] not in "('d" and TEXT[at - 1] not in " (")
    assert canonicalise_text(TEXT[:at] + other + TEXT[at:]) != canonicalise_text(TEXT)


@given(st.sampled_from(PLACES))
def test_nothing_can_be_taken_out_of_them(at):
    assume(TEXT[at] not in "(")
    assert canonicalise_text(TEXT[:at] + TEXT[at + 1 :]) != canonicalise_text(TEXT)


LOOKALIKES = [(a, c) for a, chars in READS_AS.items() if a.isalpha() for c in chars]


@given(
    st.sampled_from(LOOKALIKES),
    st.sampled_from(["www.{}meli.fr", "https://{}.example/x", "contact@{}.example"]),
)
def test_no_host_can_have_a_character_that_looks_like_another(pair, link):
    letter, other = pair
    assume(unicodedata.normalize("NFC", other) != letter)
    assert canonicalise_text(f"Allez sur {link.format(other)} vite") != canonicalise_text(
        f"Allez sur {link.format(letter)} vite"
    )


@given(st.sampled_from(LOOKALIKES))
def test_no_letter_of_another_script_can_stand_in_a_word(pair):
    letter, other = pair
    assume(
        unicodedata.normalize("NFD", other)[0]
        not in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZœŒæÆ"
    )
    assert canonicalise_text(f"B{other}njour") != canonicalise_text(f"B{letter}njour")


@given(
    st.from_regex(r"[0-9]{1,6}([.,:/][0-9]{1,4})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,6}([.,:/][0-9]{1,4})?", fullmatch=True),
)
def test_two_numbers_are_never_the_same_text(one, other):
    assert (canonicalise_text(f"Payez {one} € avant") == canonicalise_text(f"Payez {other} € avant")) == (
        one == other
    )


@given(st.text(max_size=30), st.text(min_size=1, max_size=30))
def test_a_text_with_a_sentence_more_is_another(text, more):
    assume(canonicalise_text(more))
    assert canonicalise_text(f"{text} fin. {more}") != canonicalise_text(f"{text} fin.")


def test_half_characters_do_not_stop_it():
    assert len(hash_text("\ud83d Réf.")) == 64


UNITS = ("!", " ", "'", "a!", "« ", " »", "https://x.fr/", "\u200b", "é’", " : ", "-", "réf. K7QF-2M9D ")


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_hostile_text_costs_what_its_length_costs(unit):
    """Quadratic reading would take hours."""
    assert len(hash_text(f"a{unit * (400_000 // len(unit))}a")) == 64
