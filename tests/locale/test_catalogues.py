"""Every sentence is there, in every language that is complete, with the same blanks, as ``add-a-language`` says."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tocsin.locale import catalogues
from tocsin.locale.catalogues import (
    CountedSentence,
    NoSuchSentence,
    load_catalogue,
    load_sentences,
    translate,
)
from tocsin.locale.languages import DEFAULT, LANGUAGES
from tocsin.web.sentences import page_sentences

ORIGINAL = DEFAULT.code
SIMULATION = catalogues.ROOT.parents[1] / "tocsin_simulation"
ROOTS = (catalogues.ROOT, SIMULATION / "site" / "locale", SIMULATION / "locale")
DOMAINS = [
    pytest.param(root, file.stem, id=f"{root.parent.name}-{file.stem}")
    for root in ROOTS
    for file in sorted((root / ORIGINAL / "LC_MESSAGES").glob("*.po"))
]
COMPLETE = [code for code, one in LANGUAGES.items() if one.complete and code != ORIGINAL]
OTHERS = [code for code in LANGUAGES if code != ORIGINAL]
BLANK = re.compile(r"\{(\w*)")


def read_sentences(root, domain, language):
    """(context, name) -> sentence, as they are written down; nothing where a language has no such file.

    A sentence that counts is the tuple of its forms.
    """
    source = root / language / "LC_MESSAGES" / f"{domain}.po"
    if not source.exists():
        return {}
    with source.open("rb") as file:
        found = [one for one in read_po(file, abort_invalid=True) if one.id]
    return {(one.context, one.id[0] if one.pluralizable else one.id): one.string for one in found}


def list_forms(sentence):
    return sentence if isinstance(sentence, tuple) else (sentence,)


def list_blanks(sentence):
    return {blank for form in list_forms(sentence) for blank in BLANK.findall(form)}


@pytest.mark.parametrize(("root", "domain"), DOMAINS)
@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_lacks_no_sentence(root, domain, language):
    original, found = read_sentences(root, domain, ORIGINAL), read_sentences(root, domain, language)
    assert original.keys() == found.keys()
    forms = [
        (key, form) for said in (original, found) for key, text in said.items() for form in list_forms(text)
    ]
    assert [key for key, form in forms if not form.strip()] == []


PUBLIC = [code for code, one in LANGUAGES.items() if one.public_pages]
SAID_THERE = {
    "channels",
    "dates",
    "months",
    "months_short",
    "qualities",
    "number",
    "address",
    "spoken_questions",
    "spoken_answers",
}
"""Contexts beside those of a code, in the catalogue of what is said in several places, that the public pages say."""


@pytest.mark.parametrize("language", PUBLIC)
def test_no_sentence_of_a_public_page_is_missing(language):
    """A context without a dot is that of a public page."""
    pages, found = (read_sentences(catalogues.ROOT, "site", code) for code in (ORIGINAL, language))
    assert [key for key in pages.keys() - found.keys() if "." not in key[0] and key[0] != "addresses"] == []
    elsewhere, found = (read_sentences(catalogues.ROOT, "tocsin", code) for code in (ORIGINAL, language))
    said = [key for key in elsewhere if key[0] in SAID_THERE or key[0].startswith("code.")]
    assert [key for key in said if key not in found] == []


@pytest.mark.parametrize(("root", "domain"), DOMAINS)
@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_blanks_of_the_original(root, domain, language):
    original = read_sentences(root, domain, ORIGINAL)
    wrong = [
        key
        for key, text in read_sentences(root, domain, language).items()
        if key[0] != "addresses"  # those in French stand beside the view
        and (key not in original or list_blanks(text) != list_blanks(original[key]))
    ]
    assert wrong == []


@pytest.mark.parametrize(("root", "domain"), DOMAINS)
def test_no_sentence_is_written_twice(root, domain):
    """Readers of catalogues keep one of two, silently, and the other one is said in its place."""
    for file in sorted(root.glob(f"*/LC_MESSAGES/{domain}.po")):
        named = re.findall(
            r'^(?:msgctxt "(.*)"\n)?msgid "(.+)"$', file.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert [one for one, times in Counter(named).items() if times > 1] == [], file


def test_what_the_pages_of_an_area_say_alike_is_written_once():
    """Among what they share; a name that one of them reads otherwise is each page's own."""
    said = [read_sentences(catalogues.ROOT, "site", code) for code in (ORIGINAL, *COMPLETE)]
    pages, texts = Counter(), {}
    for context, name in said[0]:
        area, dot, _ = context.partition(".")
        if dot:
            pages[area, name] += 1
            texts.setdefault((area, name), set()).add(tuple(one[context, name] for one in said))
    assert [key for key, times in pages.items() if times > 1 and len(texts[key]) == 1] == []


@pytest.mark.parametrize(("root", "domain"), DOMAINS)
def test_what_is_compiled_is_what_is_written(root, domain):
    compiled = load_catalogue(domain, ORIGINAL, root)
    assert {
        (context, name): text.forms if isinstance(text, CountedSentence) else text
        for context, said in compiled.items()
        for name, text in said.items()
    } == read_sentences(root, domain, ORIGINAL)


@pytest.mark.parametrize(("root", "domain"), DOMAINS)
def test_a_sentence_that_counts_says_how_many(root, domain):
    """In every form, since none and one share a form in French."""
    wrong = [
        (language, key)
        for language in LANGUAGES
        for key, text in read_sentences(root, domain, language).items()
        if isinstance(text, tuple) and not all("{n}" in form for form in text)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("fr", 0, "0 message"),
        ("fr", 1, "1 message"),
        ("fr", "1 200", "1 200 messages"),
        ("en", 0, "0 messages"),
        ("en", 1, "1 message"),
        ("en", 2, "2 messages"),
    ],
)
def test_a_sentence_that_counts_has_the_form_of_its_language(language, n, said):
    assert translate("campaigns", "messages", language, n=n) == said
    assert (
        page_sentences("watch.list", language)["unread"]
        .format(n=1)
        .endswith("variante à lire" if language == "fr" else "variant to read")
    )


def test_a_language_that_lacks_a_sentence_has_it_in_english():
    assert load_sentences("site", "check", "xx")["submit"] == "Check"


def test_a_sentence_that_nobody_wrote_is_an_error():
    with pytest.raises(NoSuchSentence, match="nowhere"):
        translate("check", "nowhere", "fr")


def test_a_catalogue_that_changed_is_compiled_again(tmp_path):
    source = tmp_path / "xx" / "LC_MESSAGES" / "site.po"
    source.parent.mkdir(parents=True)
    write_sentence(source, "before")
    catalogues.compile_catalogue(source)
    assert read_again(tmp_path) == {"page": {"name": "before"}}
    write_sentence(source, "after")
    assert read_again(tmp_path) == {"page": {"name": "after"}}
    assert sorted(file.name for file in source.parent.iterdir()) == ["site.mo", "site.po"]


def write_sentence(source: Path, text: str) -> None:
    source.write_text(f'msgctxt "page"\nmsgid "name"\nmsgstr "{text}"\n', encoding="utf-8")


def read_again(root: Path) -> dict[str, dict[str, str]]:
    return load_catalogue.__wrapped__("site", "xx", root)
