"""Words are known by what they mean here, mended only where worth it, and unmasked where disguised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.phrase_table import build_phrase_table, expand_pattern
from tocsin.evidence.vocabulary import SHORTEST_TYPO, Vocabulary, confusable_skeleton, is_one_edit_apart

from .reading import reader, shape, vocabulary

words = st.text("abcdeilmntv01", min_size=1, max_size=10)


def small(**classes: list[str]) -> Vocabulary:
    return vocabulary(classes, misspelt=["vitale", "cliquez", "rib"], disguised=["ameli", "vitale"])


def letters_of(known: Vocabulary, phrase: str) -> str:
    """The letter at the end of a phrase's path, or nothing."""
    first, *rest = phrase.split()
    node = known.tree.open_branch(first)
    for word in rest:
        node = node and node.open_next(word)
    return node.letter if node else ""


# ---- patterns


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("rib", ["rib"]),
        ("donn(ez|er) (votre |)rib", ["donnez votre rib", "donnez rib", "donner votre rib", "donner rib"]),
        ("a(b(c|d)e|f)g", ["abceg", "abdeg", "afg"]),
        ("x (a (b|c) d|e) y", ["x a b d y", "x a c d y", "x e y"]),
        ("((a|b)|c)", ["a", "b", "c"]),
        ("(le (tres |)petit|un|) mot", ["le tres petit mot", "le petit mot", "un mot", "mot"]),
        ("Numéro d'Assuré(e|)", ["numero d assuree", "numero d assure"]),
        ("bancaire-s", ["bancaire s"]),
    ],
)
def test_it_spells_out_every_alternative_once(pattern: str, phrases: list[str]) -> None:
    assert list(expand_pattern(pattern)) == phrases


@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "cd", ""]), min_size=1, max_size=3), min_size=1, max_size=4)
)
def test_it_spells_out_as_many_phrases_as_there_are_choices(groups: list[list[str]]) -> None:
    pattern = " ".join("(" + "|".join(choices) + ")" for choices in groups)
    product = 1
    for choices in groups:
        product *= len(choices)
    assert len(list(expand_pattern(pattern))) == product


def test_it_starts_a_phrase_at_its_head_word_so_that_none_swallows_another() -> None:
    known = small(iban=["votre rib", "le releve d identite"])
    phrases = ("rib", "releve d identite", "votre rib", "le releve d identite")
    assert [bool(letters_of(known, p)) for p in phrases] == [True, True, False, False]


def test_it_keeps_the_small_word_in_front_where_the_whole_phrase_is_the_name() -> None:
    known = vocabulary({"implied": ["votre caisse"]}, whole=frozenset({"implied"}))
    assert letters_of(known, "votre caisse")
    assert not letters_of(known, "caisse")


def test_it_gives_a_phrase_with_small_words_the_meaning_of_the_shorter_one_too() -> None:
    known = small(card=["carte"], thing=["carte de la"])
    assert letters_of(known, "carte de la") in known.class_letters("card")
    assert letters_of(known, "carte de la") in known.class_letters("thing")
    assert letters_of(known, "carte") not in known.class_letters("thing")


def test_it_never_gives_an_innocent_phrase_the_meaning_of_the_word_inside() -> None:
    known = small(code=["code"], not_item=["code de la"])
    assert letters_of(known, "code de la") not in known.class_letters("code")


def test_it_reads_a_short_form_of_several_words_inside_a_phrase() -> None:
    known = vocabulary({"urgent": ["des aujourd hui"]}, {"aujourd hui": ["auj"]})
    assert all(
        letters_of(known, phrase) in known.class_letters("urgent") for phrase in ("aujourd hui", "auj")
    )


def test_it_lets_no_phrase_of_the_upper_layer_hide_what_its_words_mean() -> None:
    classes = {"iban": ["rib"], "fresh": ["nouveau"], "moved": ["nouveau rib"], "thing": ["rib bleu"]}
    known = Vocabulary(build_phrase_table(classes, layered=frozenset({"moved"})))
    letter = letters_of(known, "nouveau rib")
    assert all(letter in known.class_letters(name) for name in ("moved", "iban", "fresh"))
    assert letters_of(known, "rib bleu") not in known.class_letters("iban")


def test_it_has_one_letter_for_each_set_of_classes() -> None:
    known = small(one=["a", "b"], two=["b", "c"])
    assert len({letters_of(known, word) for word in "abc"}) == 3
    assert set(known.class_letters("one")) & set(known.class_letters("two")) == {letters_of(known, "b")}


def test_it_reads_a_short_form_as_the_word_it_stands_for() -> None:
    known = vocabulary({"yours": ["votre"]}, {"votre": ["vtre", "votr"]})
    assert [known.resolve_word(w) for w in ("vtre", "votr", "votre", "autre")] == [
        "votre",
        "votre",
        "votre",
        "autre",
    ]


# ---- misspellings


@pytest.mark.parametrize("typo", ["vitlae", "vitae", "vitalee", "vvitale", "vitare"])
def test_it_mends_a_word_worth_mending(typo: str) -> None:
    assert small(card=["vitale"]).resolve_word(typo) == "vitale"


@pytest.mark.parametrize("other", ["total", "vitesse", "citale", "rab", "rid", "clique"])
def test_it_leaves_other_words_alone(other: str) -> None:
    """Two edits away, another first letter, or a word too short to be sure."""
    assert small(card=["vitale", "rib"]).resolve_word(other) == other


def test_it_never_mends_a_word_that_is_not_worth_it() -> None:
    assert small(thing=["parapluie"]).resolve_word("paraplui") == "paraplui"


def test_it_never_mends_a_word_known_to_be_right() -> None:
    known = vocabulary({"card": ["vitale"]}, misspelt=["vitale"], exact=["vitalie"], words=["vitales"])
    assert [known.resolve_word(w) for w in ("vitalie", "vitales", "vitalle")] == [
        "vitalie",
        "vitales",
        "vitale",
    ]


@given(words)
def test_it_never_mends_a_short_word(token: str) -> None:
    known = small(card=["vitale"])
    if len(token) < SHORTEST_TYPO and confusable_skeleton(token) not in map(
        confusable_skeleton, ("ameli", "vitale")
    ):
        assert known.resolve_word(token) == token


@given(words, words)
def test_it_finds_likeness_in_both_directions(one: str, other: str) -> None:
    assert is_one_edit_apart(one, other) == is_one_edit_apart(other, one)


@given(words, st.integers(0, 9), st.sampled_from("az"))
def test_it_finds_a_word_like_itself_with_one_edit(word: str, at: int, letter: str) -> None:
    at = min(at, len(word))
    assert is_one_edit_apart(word, word)
    assert is_one_edit_apart(word, word[:at] + letter + word[at:])
    assert is_one_edit_apart(word, word[:at] + letter + word[at + 1 :])
    assert is_one_edit_apart(word, word[:at] + word[at + 1 :])


@pytest.mark.parametrize(
    "name",
    [
        "Amélie",
        "Amelia",
        "Camélia",
        "Camélie",
        "Famelia",
        "Emelie",
        "Émilie",
        "Hamelin",
        "Améline",
        "Pamela",
        "camel",
        "caramel",
        "amélioration",
        "améliorer",
        "vital",
        "vitalité",
        "Vitaly",
        "Vitalie",
        "revitaliser",
        "malade",
        "cartel",
        "comptes",
    ],
)
def test_it_never_takes_a_name_or_a_common_word_for_the_institution(name: str) -> None:
    told = shape(f"Bonjour {name}, à demain")
    wanted = "".join(
        reader().vocabulary.class_letters(c) for c in ("name", "short", "asset_card", "asset_account")
    )
    assert not set(told.letters) & set(wanted)
    assert not told.disguised


# ---- disguises


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("ame1i", "ameli"),
        ("amell", "ameli"),
        ("am3li", "ameli"),
        ("@meli", "ameli"),
        ("4meli", "ameli"),
        ("arneli", "ameli"),
        ("v1tale", "vitale"),
        ("vita1e", "vitale"),
        ("v*tale", "vitale"),
        ("v!tale", "vitale"),
    ],
)
def test_it_reads_digits_and_twins_as_the_letters_they_stand_for(written: str, known: str) -> None:
    words = reader().vocabulary
    assert words.resolve_word(written) == known
    assert words.is_disguise(written, known)


@pytest.mark.parametrize("token", ["3646", "2024", "0", "33700", "15", "1", "******", "*", "a*", "x" * 41])
def test_it_leaves_numbers_and_stars_as_they_are(token: str) -> None:
    assert reader().vocabulary.resolve_word(token) == token


def test_it_calls_a_plain_misspelling_no_disguise() -> None:
    assert not Vocabulary.is_disguise("vitlae", "vitale")
    assert not Vocabulary.is_disguise("vitale", "vitale")


@given(st.text(min_size=1, max_size=60))
def test_it_always_answers_with_some_word(token: str) -> None:
    words = reader().vocabulary
    assert words.resolve_word(words.resolve_word(token)) == words.resolve_word(token)


# ---- Arabic


@pytest.mark.parametrize("form", ["بطاقتك", "وبطاقتك", "بَطَاقَتُك", "بطاقـــتك", "فبطاقتك", "لبطاقتك"])
def test_it_reads_an_arabic_word_behind_its_prefix_and_vowels(form: str) -> None:
    words = reader().vocabulary
    assert words.resolve_arabic(form)
    assert words.resolve_arabic(form) == words.resolve_arabic("بطاقتك")


@pytest.mark.parametrize("word", ["سلام", "مرحبا", "و", "ال", ""])
def test_it_knows_no_other_arabic_word(word: str) -> None:
    assert reader().vocabulary.resolve_arabic(word) == ""


def test_it_reads_arabic_where_letters_were_slipped_in_unseen() -> None:
    plain, sown = shape("اضغط هنا"), shape("\u200bاضغط\u200f هنا")
    assert plain.letters == sown.letters
    assert set(plain.letters) & set(reader().vocabulary.class_letters("click_now"))
