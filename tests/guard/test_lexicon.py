"""The words of what leaves: the guard's own, and the names of one institution."""

import pytest
from msgspec.structs import replace

from tests.guard.telling import CHARTER, SPRING, kinds, said
from tocsin.charter import compiled_tables
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import InstitutionLexicon
from tocsin.charter.view import view_as_of
from tocsin.guard import MessageDraft, guard_draft
from tocsin.guard.draft_reading import load_language
from tocsin.guard.draft_template import DraftTemplate

OWN = load_language(CHARTER)
CLASSES = compiled_tables.get_table("guard/lexicon")["classes"]


def classes(text: str) -> list[set[str]]:
    """Classes of each atom of a text."""
    names = {letter: set(found) for found, letter in OWN.vocabulary.letters.items()}
    return [names.get(letter, set()) for letter in OWN.read_template(DraftTemplate(text)).letters]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("numéro de sécurité sociale", "nir"),
        ("numero de securitee sociale", "nir"),
        ("num3ro de s3curité sociale", "nir"),
        ("R I B", "bank"),
        ("coordonnées bancaires", "bank"),
        ("mot de passe", "pass"),
        ("symptomes", "sym"),
        ("simptomes", "sym"),
        ("fievr", "sym"),
        ("vaccinée", "vac"),
        ("Assurance Maladie", "who"),
        ("compte ameli", "account"),
        ("{prenom}", "v_name"),
        ("{case_name}", "v_case"),
    ],
)
def test_words_are_found_misspelt_disguised_or_as_variables(text, name):
    (first, *rest) = classes(text)
    assert name in first
    assert not rest


@pytest.mark.parametrize("text", ["maladresse", "santé publique de", "compter", "passer", "forme"])
def test_ordinary_words_are_not_taken_for_misspellings(text):
    assert not classes(text)[0] & {"nir", "bank", "pass", "sym", "vac"}


def test_the_longest_phrase_wins():
    assert "third" in classes("personne testée positive")[0]
    assert "pos" not in classes("personne testée positive")[0]


def test_a_small_word_in_front_is_kept():
    assert "tie" in classes("votre collègue")[0]
    assert "tie" not in classes("collègue")[0]


def test_every_class_has_letters():
    assert [name for name in CLASSES if not OWN.letters_of(name)] == []


def test_no_class_spells_out_into_too_many_phrases():
    """The tables must stay small, and fast to load."""
    from tocsin.evidence.phrase_table import expand_pattern

    sizes = {
        name: sum(1 for p in phrases for _ in expand_pattern(str(p))) for name, phrases in CLASSES.items()
    }
    assert max(sizes.values()) < 5_000
    assert sum(sizes.values()) < 30_000


# ---- other institutions


def test_another_institution_is_guarded_by_its_own_names():
    other = view_as_of(load_charter("dgfip"), SPRING)
    text = "Direction générale des finances publiques : votre avis est en ligne. Réf. {code}"
    assert kinds(guard_draft(MessageDraft(sender="38021", flow="other", text=text), other)) == []
    stranger = text.replace("Direction générale des finances publiques", "Assurance Maladie")
    assert "institution_missing" in kinds(
        guard_draft(MessageDraft(sender="38021", flow="other", text=stranger), other)
    )


WATER = replace(CHARTER, id="water", lexicon=InstitutionLexicon(names=("compagnie des eaux",)))


def test_a_charter_that_is_not_packaged_is_spelt_out_when_first_asked():
    draft = MessageDraft(sender="38663", flow="contact", text="Compagnie des Eaux : votre RIB ? Réf. {code}")
    found = guard_draft(draft, view_as_of(WATER, SPRING))
    assert "asks_bank_details" in kinds(found)
    assert "institution_missing" not in kinds(found)


def test_the_names_of_one_institution_are_not_those_of_another():
    assert said("bonjour.").result == "pass"
    draft = MessageDraft(sender="38663", flow="contact", text="Assurance Maladie : bonjour. Réf. {code}")
    assert "institution_missing" in kinds(guard_draft(draft, view_as_of(WATER, SPRING)))
