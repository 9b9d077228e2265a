"""Every sentence is there, in every language that is complete, with the same blanks, as ``add-a-language`` says."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tocsin.locale import catalogues
from tocsin.locale.catalogues import NoSuchSentence, load_catalogue, load_sentences, translate
from tocsin.locale.languages import DEFAULT, LANGUAGES

ORIGINAL = DEFAULT.code
DOMAINS = sorted(file.stem for file in (catalogues.ROOT / ORIGINAL / "LC_MESSAGES").glob("*.po"))
COMPLETE = [code for code, one in LANGUAGES.items() if one.complete and code != ORIGINAL]
OTHERS = [code for code in LANGUAGES if code != ORIGINAL]
BLANK = re.compile(r"\{(\w*)")


def read_sentences(domain, language):
    """(context, name) -> sentence, as they are written down."""
    with (catalogues.ROOT / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return {(one.context, one.id): one.string for one in read_po(file, abort_invalid=True) if one.id}


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_lacks_no_sentence(domain, language):
    original, found = read_sentences(domain, ORIGINAL), read_sentences(domain, language)
    assert original.keys() == found.keys()
    assert [key for said in (original, found) for key, text in said.items() if not text.strip()] == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_blanks_of_the_original(domain, language):
    original = read_sentences(domain, ORIGINAL)
    wrong = [
        key
        for key, text in read_sentences(domain, language).items()
        if key[0] != "addresses"  # those in French stand beside the view
        and (key not in original or set(BLANK.findall(text)) != set(BLANK.findall(original[key])))
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_compiled_is_what_is_written(domain):
    compiled = load_catalogue(domain, ORIGINAL)
    assert {(context, name): text for context, said in compiled.items() for name, text in said.items()} == (
        read_sentences(domain, ORIGINAL)
    )


def test_a_language_that_lacks_a_sentence_has_it_in_english():
    assert load_sentences("site", "check", "xx")["submit"] == "Check"


def test_a_sentence_that_nobody_wrote_is_an_error():
    with pytest.raises(NoSuchSentence, match="nowhere"):
        translate("check", "nowhere", "fr")


def test_a_catalogue_that_changed_is_compiled_again(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    source = tmp_path / "xx" / "LC_MESSAGES" / "site.po"
    source.parent.mkdir(parents=True)
    write_sentence(source, "before")
    catalogues.compile_catalogue(source)
    assert read_again() == {"page": {"name": "before"}}
    write_sentence(source, "after")
    assert read_again() == {"page": {"name": "after"}}
    assert sorted(file.name for file in source.parent.iterdir()) == ["site.mo", "site.po"]


def write_sentence(source: Path, text: str) -> None:
    source.write_text(f'msgctxt "page"\nmsgid "name"\nmsgstr "{text}"\n', encoding="utf-8")


def read_again() -> dict[str, dict[str, str]]:
    return load_catalogue.__wrapped__("site", "xx")
