"""Candidates: whose words, sender, hosts and numbers a message holds, before anything is judged."""

from datetime import date

import pytest
from hypothesis import given

from tests.evidence.reading import anything
from tocsin.charter.loading import load_charter
from tocsin.evidence.extraction import read_for_nobody
from tocsin.evidence.imitation import ImitationDetector, ImitationIndex, make_detector
from tocsin.evidence.institution_vocabulary import load_packaged_vocabulary
from tocsin.evidence.recognition import MOST_CANDIDATES
from tocsin.message.plain_text import message_from_text


def candidates(text: str, sender: str = "") -> list[str]:
    words = load_packaged_vocabulary()
    message = message_from_text(text, "sms", sender=sender, received=date(2025, 3, 3))
    fields = [told for _, told in read_for_nobody(message, words)]
    return [one.institution for one in words.institutions.find_candidates(message, fields)]


@pytest.mark.parametrize(
    ("text", "sender", "first"),
    [
        ("Votre dossier Urssaf", "", "urssaf"),
        ("Votre dossier", "CAF", "caf"),
        # Networks show eleven letters of a name.
        ("Votre dossier", "FranceTrav", "france_travail"),
        ("Votre dossier", "Info <info@urssaf.fr>", "urssaf"),
        ("Votre dossier : https://www.impots.gouv.fr/x", "", "dgfip"),
        ("Votre dossier : https://impots-gouv-dossier.example", "", "dgfip"),
        ("Votre dossier, 3646", "", "assurance_maladie"),
    ],
)
def test_each_sign_names_its_institution(text, sender, first):
    assert candidates(text, sender)[0] == first


@pytest.mark.parametrize(("text", "sender"), [("Bonjour", ""), ("On se voit ?", "Jean <jean@orange.fr>")])
def test_most_messages_have_none(text, sender):
    assert candidates(text, sender) == []


def test_the_sender_stands_before_the_text():
    assert candidates("Vos impôts et votre colis Chronopost", "URSSAF")[0] == "urssaf"


@given(anything)
def test_whatever_is_written_the_candidates_are_few(text):
    assert len(candidates(text)) <= MOST_CANDIDATES


def test_the_index_finds_every_label_that_a_detector_finds():
    labels = {"water": ["robinet", "regie-eau"], "post": ["colibri"]}
    index = ImitationIndex(labels)
    for host in ("robinet-facture.example", "r0binet.example", "robinnet.example", "ma.regie.eau.example"):
        for name, own in labels.items():
            if ImitationDetector(own, [], ["facture"]).find_imitated_label(host):
                assert name in index.find_candidates(host)


@pytest.mark.parametrize(
    ("host", "imitates"),
    [("orange-facture.example", "orange"), ("orangerie.example", ""), ("le-marche-orange.example", "")],
)
def test_a_label_that_is_a_word_of_others_imitates_beside_the_trade_alone(host, imitates):
    assert ImitationDetector([], [], ["facture"], ["orange"]).find_imitated_label(host) == imitates


@pytest.mark.parametrize(
    ("institution", "host", "imitated"),
    [
        ("caf", "caf-dossier.example", True),
        ("edf", "edf-paiement.example", True),
        ("ulys", "ulys-peage.example", True),
        ("caf", "cafe-dossier.example", False),
        ("edf", "edf-gym.example", False),
        ("ulys", "ulysse-peage.example", False),
        # A name of the first level that is a brand is run by its owner.
        ("dhl", "mydhl.express.dhl", False),
        ("dhl", "dhl-colis.example", True),
    ],
)
def test_a_short_name_imitates_beside_what_is_dealt_with_there(institution, host, imitated):
    detector = make_detector(load_charter(institution).lexicon)
    assert bool(detector.find_imitated_label(host)) is imitated
