"""What a reply says beside its answer and is not understood: its rest.

An answer with a rest is tentative: somebody may be in danger in words that nobody thought of. Explained is
what answers, what signals, the words of whoever is named, and a vocabulary that is harmless in any reply. The
rest is never guessed at; a human reads it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.first_names import is_first_name
from tocsin.conversation.reading.model import MentionedPerson, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import CONTEXT, EITHER, KNOWN, LINKING, TITLES
from tocsin.conversation.reading.signal_phrases import RAISE
from tocsin.conversation.reading.speech_markers import (
    ALONE_NO,
    ALONE_YES,
    CORRECTIONS,
    HEDGES,
    IGNORANCE,
    NO_WORDS,
    YES_WORDS,
)
from tocsin.conversation.reading.yes_no import PHRASES
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words, squeeze_letters

_TELLING: Final = parse_word_set("mal pleure perdu seul seule seules malade aide peur passe arrive arriver")
"""Words that other readers pass over, and that may tell of trouble; harmless in the phrases below."""
_EVERYDAY: Final = parse_word_set(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim weekend premier 1er
    janv fev avr juil sept oct nov dec noel paques jour jours date dates semaine passee dernier derniere
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today yesterday
    jan feb mar apr jun jul aug first second third th st nd rd noon afternoon evening weeks months
    negatif negative positif positive resultat resultats pcr antigenique autotest labo laboratoire pharmacie
    pharmacien rendezvous ordonnance vaccin vaccine vaccinee vaccinees masque masques gestes barrieres
    fievre toux tousse rhume nez coule gorge courbatures symptome symptomes gout odorat fatigue fatiguee
    isolement isole isolee isoler quarantaine confine confinee teletravail attestation arret
    infos renseignement renseignements renseigner savoir questions reponses service services agent conseiller
    conseillere numeros fixe portables whatsapp mail email adresse poste boite courrier lettre papier photo
    courses frigo placards garde loger logement hotel hebergement livraison repas
    super top nickel parfait cool genial entendu volontiers note compris recue recus lu lue
    connais connait connaissons croise croises rencontres frequente cotoye cotoyes embrasse salue mangeait
    mariage bapteme enterrement messe reunion bus tram avion taxi covoiturage gare aeroport hopital clinique
    cabinet creche cantine classe stage formation chantier usine entrepot club piscine gym cinema theatre
    concert match jardin terrasse salon cuisine garage parking ascenseur escaliers
    ensemble dehors dedans interieur exterieur pres loin cote devant derriere
    libre dispo disponible joignable occupe occupee conduite route retour vacances conges
    vrai vraie vraiment reel officiel officielle verifier verification confiance sure preuve assurance maladie
    ameli nir iban carte code codes mot
    cpam secu caisse securite sociale etat gouvernement institution site lien cliquer
    ans annees ainee aine cadet cadette mineur mineure majeur majeure adulte adultes
    il me te se nous vous leur lui eux elles cet cette
    onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent cents
    dizaine douzaine vingtaine centaine two three twenty dozen er ere eme ieme nd uns debut fin ya
    yavait nai jetais perso importe choix option prefere auto garcon garcons beaux total semaines
    commence maintenant recemment mieux besoin helas malheureusement reponds ecrire frais retard
    live lives except either couple merc auj deuxieme troisieme
    understood noted received clear sent fine well good great sure okay right correct exactly
    negative positive test tests result results symptoms fever cough doctor pharmacy lab shopping
    help name names number numbers nobody alone home house flat work office school bus train car
    really very much many some any more less too
    """
)
_ANSWERING: Final = YES_WORDS | NO_WORDS | ALONE_YES | ALONE_NO
_HARMLESS: Final = (KNOWN | CONTEXT | EITHER | LINKING | TITLES | _EVERYDAY | _ANSWERING) - _TELLING
_PASSING: Final = Phrasebook(
    [
        (
            "passing",
            """
            pas mal
            mal compris|dormi|lu|ecrit|entendu|tape|explique
            mal a|de la? gorge|tete|dos|ventre
            ca|sa va
            tout|toute? va bien
            etais|suis|vis|habite|reste|restee|seul|seule|toute? tout|toute? seul|seule
            seul|seule a|chez|dans|avec
            seulement|juste malade
            suis|est|etais|tombe|tombee malade|malades
            arret maladie
            pas peur
            besoin|pas d|de aide
            passe|passer bien|le|la|les|un|une|par|chez|a|au|me|moi
            garde|garder les|mes|mon|ma|mes|son|sa
            perdu le|la|l mon? numero|telephone|tel|gout|odorat|papier|portable
            je|j|il|elle|on arrive demain|ce|a|vers|bientot|pas
            au travail|boulot
            dort|dorment$
            """,
        )
    ]
)
_KNOWN_PHRASES: Final = (PHRASES, CORRECTIONS, HEDGES, IGNORANCE, Phrasebook(RAISE.items()), _PASSING)


def find_unexplained_words(
    found: tuple[ReplyWord, ...], answer: ReplyAnswer, options: Iterable[str] = ()
) -> tuple[ReplyWord, ...]:
    """The words of a reply that neither its answer, its signals nor everyday speech explains, in order.

    ``options`` are words that are known: labels of a choice, names of those who were named before.
    """
    loose = [i for i, word in enumerate(found) if not _is_harmless(word)]
    if not loose:
        return ()
    named = {word for text in (*_list_sure_names(answer, found), *options) for word in _fold_words(text)}
    loose = [i for i in loose if found[i].folded not in named]
    if not loose:
        return ()
    covered = {i for book in _KNOWN_PHRASES for hit in book.find(found) for i in range(hit.start, hit.end)}
    return tuple(found[i] for i in loose if i not in covered)


def _is_harmless(word: ReplyWord) -> bool:
    said = word.folded
    if len(said) < 2 or not said[0].isalpha():
        return True
    return said in _HARMLESS or squeeze_letters(said) in _HARMLESS


def _list_sure_names(answer: ReplyAnswer, found: tuple[ReplyWord, ...]) -> Iterator[str]:
    """The names of an answer that are surely names."""
    for one in answer.value if isinstance(answer.value, tuple) else ():
        if isinstance(one, MentionedPerson) and one.name and (one.number or is_surely_name(one.name, found)):
            yield one.name


def is_surely_name(name: str, found: tuple[ReplyWord, ...]) -> bool:
    """Whether somebody is surely meant: a name of the list, or a capital among small letters."""
    said = split_words(name)
    if any(is_first_name(word.folded) for word in said):
        return True
    if not any(word.text[0].islower() for word in found):
        return False
    capitals = {word.text for word in found[_count_sentence_capital(found) :] if word.text[0].isupper()}
    return any(word.text in capitals for word in said)


def _count_sentence_capital(found: tuple[ReplyWord, ...]) -> int:
    """1 where the first word has its capital as any sentence has; 0 where it stands alone, as a name does."""
    alone = len(found) < 2 or found[1].breaks or not found[1].folded[0].isalpha()
    return 0 if alone or found[1].folded in ("et", "and") or found[1].text[0].isupper() else 1


def _fold_words(text: str) -> Iterator[str]:
    return (word.folded for word in split_words(text))
