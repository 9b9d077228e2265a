"""That a right, a cover or money of the reader's ends, that their telephone is followed or a court told is a threat in whatever
words; what is denied or supposed is none."""

import pytest

from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.learned_objections import DraftSentences
from tocsin.guard.plain_threats import find_plain_threats

from .telling import kinds, said


def threats(text: str) -> int:
    """How many sentences of a text threaten."""
    return len(list(find_plain_threats(DraftSentences(DraftTemplate(text)))))


@pytest.mark.parametrize(
    "text",
    [
        "Votre couverture santé ne pourra être maintenue si l'entretien n'a pas lieu ce jour.",
        "Sans vouloir vous presser, vos indemnités seront interrompues lundi.",
        "Nous serions navrés de devoir suspendre le versement de vos indemnités.",
        "If you ignore this text your health cover will be paused.",
        "Passé ce délai, leurs droits s'éteindront.",
        "Un oubli, et les remboursements cessent.",
        "Votre portable sera géolocalisé jusqu'à samedi.",
        "Your phone is being tracked until Sunday.",
        "Sortez, et le procureur en sera averti.",
        "The court may be told of your walk.",
    ],
)
def test_what_ends_or_watches_or_denounces_threatens(text):
    assert threats(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Vos droits ne sont pas suspendus si vous ne répondez pas.",
        "Vous avez le droit d'arrêter le suivi quand vous voulez.",
        "Vos droits à l'arrêt sont ouverts.",
        "Exercez vos droits et retirez votre accord quand il vous plaît.",
        "Votre couverture continue, sans interruption.",
        "Votre téléphone n'est pas suivi.",
        "Gardez votre téléphone près de vous pour l'appel de suivi.",
        "If your phone is being repaired we will write.",
        "Le procureur n'en sera pas informé.",
        "La justice a été saisie par notre caisse contre ces escrocs.",
        "Rien n'interrompt vos remboursements.",
        "Si vos indemnités sont bloquées, appelez le 3646.",
        "Vos remboursements sont bloqués ? Appelez le 3646.",
        "Un SMS vous dit que vos droits sont suspendus : c'est faux.",
        "Un faux SMS parle de droits coupés.",
        "Cover your mouth when you cough and stop the virus.",
        "Your cover does not stop when you leave.",
        "Vos indemnités sont versées sans retard.",
    ],
)
def test_what_is_denied_supposed_or_of_another_thing_threatens_nobody(text):
    assert threats(text) == 0


def test_it_does_not_leave():
    found = said("Lundi vos remboursements cessent.", flow="case")
    assert (found.result, kinds(found)) == ("block", ["threat"])
