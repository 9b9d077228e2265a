"""What a question of yes or no is about, and which facts of everyday life a reply tells that settle it.

*J'ai pas mis un orteil dehors* says yes to *êtes-vous resté chez vous ?*, in none of its words. So questions are parted by
what they are about, and words of replies by what they tell, heard as they sound; what the one comes to under the other, told or denied, is
learned from labelled replies (``answer_features``).
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import KIN_AND_GROUPS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_TOPIC_BEGINNINGS: Final = {
    "illness": "sympt fievr tempe touss toux gout odora respi souff frisso courba doule gorge fatig signe malad"
    " diarr vomi cough fever sick ill pain taste smell breath tired",
    "recovery": "mieux ameli dispar gueri better recov",
    "worsening": "aggrav empir worse",
    "company": "vivez habit foyer logement live lives toit",
    "solitude": "seul seule seuls alone",
    "somebody": "quelqu quelqun anyone somebody someone personnes",
    "vaccine": "vacci dose doses inject rappel jab",
    "test": "test teste testee tests depist pcr antig tested autot",
    "result": "resul posit negat",
    "isolation": "isole isolee isolement confin reste restee restez rester resta separ chambre piece stay isolat",
    "outing": "sorti sortie sortir sortez quitt alle allee deplac voyag transp left sejour rassem repas fete hors dehor exter",
    "work": "trava emplo patron bouli metie teletr repris work job reprend",
    "leave": "arret",
    "need": "besoin aide need help",
    "wish": "souha voulez aimeri desir veux would want like visit",
    "consent": "accep accord peut permet poser dispo autor allow agree consent",
    "receipt": "recu recue recus recev courr lettre colis poste recei",
    "notice": "preven infor averti couran dit told appele joint",
    "errand": "cours medic repas shopp provi",
    "mask": "masqu mask",
    "meeting": "conta cotoy rencon croise vu vue metre distan minut quinze meet met contact",
    "ability": "pouve capab arriv can able reuss",
    "end": "fini finie termin acheve over finis",
    "doctor": "medec docte infir doctor nurse",
    "identity": "bien numer madame monsie etes",
    "sleep": "dormi dorme nuit sleep repos",
    "food": "mange mangez faim appet eat hungr boire",
    "application": "appli tousan telec app",
}
_FACT_WORDS: Final = {
    "later": "demain bientot prochain prochaine prochainement rdv rendez irai ira iront vais va attends attend attendre"
    " apres tomorrow soon waiting going next prevu prevue tard",
    "lacking": "manque manquait manquent reste restent encore missing left",
    "done": "deja fait faite faites eu eue recu recue pris prise hier mis already done had got yesterday passe avant envoye"
    " appele rappele dit prevenu lundi mardi mercredi jeudi vendredi samedi dimanche",
    "alone": "seul seule solo veuf veuve celibataire chat chats chien chiens poisson canari perruche minou alone cat dog murs",
    "gone": "mort morte morts decede decedee parti partie partis quitte quittee cimetiere divorce envole envoles gone left"
    " passed died moved demenage",
    "seen_to": "occupe occupent charge chargent livre livrent livraison apporte apportent depose deposent ramene ramenent gere"
    " fournit drive delivers brings handles",
    "outside": "dehors orteil pied nez sortir sorti sortie sors porte balcon fenetre poubelle boulangerie supermarche magasin"
    " promener promene outside street footing courses tabac marche",
    "inside": "chez maison canape lit chambre barricade enferme enfermee cloitre cloitree bouge home bed inside indoors piece",
    "still": "toujours encore pareil meme still same idem continue persiste traine",
    "ill": "mal tousse tousser toussote crache brulant brulante gorge nez coule fievre frissons courbatures fatigue fatiguee"
    " creve crevee hs ko lessive naze migraine rhume grippe toux mouche eternue vomi sueur cough fever sore headache",
    "well": "bien forme mieux nickel parfait parfaitement impec impeccable roule peche gueri guerie top charme normal normale"
    " fine great better ok perfect frais fraiche",
    "nothing": "rien aucun aucune zero dalle nada nothing none ni quedalle walou jamais never",
    "doctor": "medecin docteur toubib generaliste infirmiere infirmier doctor nurse hopital",
    "work": "boulot travail bosse bosser chantier usine bureau patron patronne chef cheffe employeur route poste job work boss"
    " retraite retraitee chomage conge magasin shift",
    "remote": "teletravail teletravaille distanciel distance visio visios ordi telework remote remotely",
    "mask": "masque masques ffp2 menton visage mask bas",
    "post": "papier courrier lettre facture factures facteur boite avis colis enveloppe pub letter mail",
    "dose": "dose doses piqure piqures injection rappel pfizer moderna astra astrazeneca janssen vaccin vaccine vaccinee"
    " premiere deuxieme seconde 1ere 2eme jab",
    "wish": "veux voudrais aimerais faudrait volontiers merci utile refus besoin please love want need serait gentil sympa"
    " arrange arrangerait aiderait soulagerait plaisir preneur preneuse partant partante",
    "welcome": "derange derangez genez gene hesitez faites dispo disponible when whenever anytime",
    "visit": "ouvre ouvert ouverte recois recu invite invites visite visites visiteur visiteurs",
    "enough": "assez suffit suffisant plein autonome debrouille debrouiller inutile peine marge stock enough plenty manage",
    "unable": "peux peut pourrais impossible incapable dur difficile moyen cant cannot unable",
    "room": "chambre piece lit canape salon studio matelas room sofa couch meme etage",
    "near": "contre collee colle cote embrasse bise table voiture bureau ensemble serre lit hug close next",
    "likewise": "aussi pareil egalement tous toutes deux both all",
}
_DENYING: Final = parse_word_set(
    "pas pa plus plu pu jamais jms ni sans aucun aucune rien no not never without don didn haven nobody personne"
)
_DENIED_AHEAD, _DENIED_BEHIND = 4, 2
"""Words before, and behind, a fact among which what denies it may stand."""
_MOST_TOPICS, _MOST_FACTS = 4, 8


def _index_words(groups: dict[str, str]) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for name, said in groups.items():
        for word in said.split():
            index[word] = (*index.get(word, ()), name)
    return index


_FACTS: Final = _index_words(_FACT_WORDS)
_SHORTEST_SOUND: Final = 3
"""Sounds of a word by which it may be heard for another: shorter ones are those of too many words."""


def _index_sounds(words: Iterable[str]) -> dict[str, str]:
    """Sound -> the word that has it, where no other one does."""
    owners: dict[str, list[str]] = {}
    for word in words:
        owners.setdefault(to_phonetic_form(word), []).append(word)
    alike = {sound: {_FACTS[word] for word in said} for sound, said in owners.items()}
    return {sound: said[0] for sound, said in owners.items() if len(alike[sound]) == 1}


_HEARD: Final = _index_sounds(_FACTS)
_TOPICS: Final = _index_words(_TOPIC_BEGINNINGS)
_LONGEST_BEGINNING: Final = max(map(len, _TOPICS))


@lru_cache(maxsize=8)
def find_question_topics(question: tuple[ReplyWord, ...]) -> tuple[str, ...]:
    """What a question is about, in the order in which it says so; *?* where that is not known."""
    found: dict[str, None] = {}
    for word in question:
        for size in range(len(word.folded), 1, -1):
            if size <= _LONGEST_BEGINNING and word.folded[:size] in _TOPICS:
                found |= dict.fromkeys(_TOPICS[word.folded[:size]])
                break
    return tuple(found)[:_MOST_TOPICS] or ("?",)


def list_told_facts(words: tuple[ReplyWord, ...]) -> tuple[str, ...]:
    """What a reply tells, each once, with its sign: ``outside-`` where it is denied."""
    found: dict[str, None] = {}
    for at, word in enumerate(words):
        facts = _FACTS.get(_hear_word(word.folded), ())
        if word.folded in KIN_AND_GROUPS:
            facts = (*facts, "kin")
        if facts:
            sign = "-" if _is_denied(words, at) else "+"
            found |= dict.fromkeys(f"{fact}{sign}" for fact in facts)
    return tuple(found)[:_MOST_FACTS]


def _hear_word(word: str) -> str:
    """The word of a fact that sounds like it (``dehor``, ``sortit``), where it is no other word of every day."""
    if word in _FACTS or word in KNOWN:
        return word
    sound = to_phonetic_form(word)
    return _HEARD.get(sound, word) if len(sound) >= _SHORTEST_SOUND else word


def _is_denied(words: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether *pas*, *plus*, *jamais*... stands close by, with no sign between."""
    first = last = at
    while first > max(0, at - _DENIED_AHEAD) and not words[first].breaks:
        first -= 1
    while last + 1 < min(len(words), at + 1 + _DENIED_BEHIND) and not words[last + 1].breaks:
        last += 1
    return any(words[i].folded in _DENYING for i in range(first, last + 1) if i != at)


def list_fact_features(
    words: tuple[ReplyWord, ...], sounds: list[str], question: tuple[ReplyWord, ...]
) -> set[str]:
    """The facts, one by one and in pairs, and the words, each under what the question is about."""
    facts = list_told_facts(words)
    pairs = [f"{one} {two}" for one, two in combinations(sorted(facts), 2)]
    features = {f"fact {fact}" for fact in (*facts, *pairs)}
    for topic in find_question_topics(question):
        features.add(f".{topic}")
        features.update(f".{topic}:{fact}" for fact in (*facts, *pairs))
        features.update(f".{topic}>{sound}" for sound in sounds)
        features.update(f".{topic}>{one} {two}" for one, two in pairwise(sounds))
    return features
