"""Sentences of a plan, in French and English."""

from datetime import date

from tocsin.charter.schema import Wording
from tocsin.locale.catalogues import translate
from tocsin.protocol.schema import IsolationTerm, PrescribedTest, RuleConditions

_DAYS_FR = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_DAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ISOLATE = Wording("Isolez-vous dès aujourd'hui.", "Isolate from today.")
NO_ISOLATION = Wording("Vous n'avez pas à vous isoler.", "You do not have to isolate.")
ISOLATE_UNTIL_RESULT = Wording(
    "Isolez-vous jusqu'au résultat de votre premier test : s'il est négatif, l'isolement s'arrête.",
    "Isolate until the result of your first test: if it is negative, isolation ends.",
)
ISOLATION_NOT_SPECIFIED = Wording(
    "La consigne ne précise pas si vous devez vous isoler : une personne vous répondra.",
    "The instruction does not say whether you must isolate: somebody will answer you.",
)
ISOLATION_OVER = Wording("La durée d'isolement est passée.", "The time of isolation is over.")
SYMPTOMS_NOT_SPECIFIED = Wording(
    "Si des symptômes apparaissent : la consigne de ce jour ne le précise pas, demandez à un médecin.",
    "If symptoms appear: that day's instruction does not say, ask a doctor.",
)
LENGTH_NOT_SPECIFIED = Wording(
    "La durée d'isolement n'est pas précisée pour votre situation : une personne vous répondra.",
    "The time of isolation is not specified for your situation: somebody will answer you.",
)
NOT_SPECIFIED = Wording(
    "La consigne de ce jour ne précise pas votre situation : une personne vous répondra.",
    "That day's instruction does not specify your situation: somebody will answer you.",
)
UNDECIDED = {
    "not_in_force": Wording(
        "Aucune consigne n'est connue pour ce jour : une personne vous répondra.",
        "No instruction is known for that day: somebody will answer you.",
    ),
    "no_rule": Wording(
        "La consigne de ce jour ne dit rien de votre situation : une personne vous répondra.",
        "That day's instruction says nothing of your situation: somebody will answer you.",
    ),
    "several_rules": Wording(
        "Plusieurs consignes se contredisent pour votre situation : une personne vous répondra.",
        "Several instructions disagree on your situation: somebody will answer you.",
    ),
}
_FACTS = {
    "household": Wording("si vous vivez avec la personne malade", "whether you live with the ill person"),
    "vaccinated": Wording("si vous êtes complètement vacciné", "whether you are fully vaccinated"),
    "immunosuppressed": Wording("si vous êtes immunodéprimé", "whether you are immunosuppressed"),
    "fragile": Wording("si vous êtes une personne fragile", "whether you are at higher risk"),
    "symptoms": Wording("si vous avez eu des symptômes", "whether you had symptoms"),
    "age": Wording("votre âge", "your age"),
    "onset": Wording("le premier jour des symptômes", "the first day of symptoms"),
    "sample": Wording("le jour du test positif", "the day of the positive test"),
    "first_contact": Wording("le jour du premier contact", "the day of the first contact"),
    "last_contact": Wording("le jour du dernier contact", "the day of the last contact"),
    "index_onset": Wording(
        "le premier jour des symptômes (ou du test) de la personne malade chez vous",
        "the first day of symptoms (or of the test) of the ill person in your home",
    ),
    "index_recovery": Wording(
        "le jour de guérison de la dernière personne malade chez vous",
        "the day on which the last ill person in your home recovered",
    ),
}
_KINDS = {
    "antigen": Wording("antigénique", "antigen"),
    "pcr": Wording("PCR", "PCR"),
    "self_test": Wording("autotest", "self-test"),
}
_SUPPOSED = {
    ("symptoms", True): Wording("si vous avez des symptômes", "if you have symptoms"),
    ("symptoms", False): Wording("si vous n'avez pas de symptômes", "if you have no symptoms"),
    ("fragile", True): Wording("si vous êtes une personne fragile", "if you are at higher risk"),
    ("fragile", False): Wording("si vous n'êtes pas une personne fragile", "if you are not at higher risk"),
    ("household", True): Wording("si vous vivez avec la personne malade", "if you live with the ill person"),
    ("household", False): Wording(
        "si vous ne vivez pas avec la personne malade", "if you do not live with the ill person"
    ),
    ("vaccinated", True): Wording("si vous êtes complètement vacciné", "if you are fully vaccinated"),
    ("vaccinated", False): Wording(
        "si vous n'êtes pas complètement vacciné", "if you are not fully vaccinated"
    ),
}


def describe_supposition(when: RuleConditions, unknown: tuple[str, ...]) -> Wording:
    """On what a line depends, where it is not known: `` (si vous avez des symptômes)``; empty where sure."""
    said = [_SUPPOSED.get((f, bool(getattr(when, f, None))), _FACTS.get(f, Wording(f, f))) for f in unknown]
    if not said:
        return Wording("", "")
    return Wording(f" ({', '.join(w.fr for w in said)})", f" ({', '.join(w.en for w in said)})")


def format_long_date(day: date, *, year: bool = True) -> Wording:
    """A day in full, or without its year.

    >>> format_long_date(date(2022, 2, 1)).fr, format_long_date(date(2022, 2, 2)).en
    ('mardi 1er février 2022', 'Wednesday 2 February 2022')
    """
    number = "1er" if day.day == 1 else str(day.day)
    ending = f" {day.year}" if year else ""
    return Wording(
        f"{_DAYS_FR[day.weekday()]} {number} {translate('months', str(day.month), 'fr')}{ending}",
        f"{_DAYS_EN[day.weekday()]} {day.day} {translate('months', str(day.month), 'en')}{ending}",
    )


def describe_last_day(term: IsolationTerm, last: date | None, unknown: tuple[str, ...]) -> Wording:
    """The end of isolation; where the anchor is not known, the number of days."""
    day = format_long_date(last) if last else None
    fr = (
        f"Isolement jusqu'au {day.fr} inclus"
        if day
        else f"Isolement {term.days} jours après {_FACTS[term.anchor].fr}"
    )
    en = (
        f"Isolate through {day.en}" if day else f"Isolate for {term.days} days after {_FACTS[term.anchor].en}"
    )
    if term.symptom_free_hours:
        fr += f", et jusqu'à {term.symptom_free_hours} h sans fièvre"
        en += f", and until {term.symptom_free_hours} h without fever"
    depends = describe_supposition(term.when, unknown)
    return Wording(f"{fr}{depends.fr}.", f"{en}{depends.en}.")


def describe_test(what: PrescribedTest, day: date, unknown: tuple[str, ...], *, late: bool) -> Wording:
    kinds = [_KINDS[k] if k in _KINDS else Wording(k, k) for k in what.kinds]
    fr = "Test" + (f" ({' ou '.join(k.fr for k in kinds)})" if kinds else "")
    en = "Test" + (f" ({' or '.join(k.en for k in kinds)})" if kinds else "")
    if late:
        return Wording(
            f"{fr} dès que possible : le jour prévu est passé.", f"{en} as soon as possible: its day is over."
        )
    said = format_long_date(day)
    fr, en = f"{fr} le {said.fr}", f"{en} on {said.en}"
    if what.effect == "may_leave":
        hours = what.symptom_free_hours
        fr += (
            ", négatif"
            + (f" et {hours} h sans symptôme" if hours else "")
            + " : vous pouvez sortir d'isolement"
        )
        en += (
            ", negative" + (f" and no symptoms for {hours} h" if hours else "") + ": you may leave isolation"
        )
    depends = describe_supposition(what.when, unknown)
    return Wording(f"{fr}{depends.fr}.", f"{en}{depends.en}.")


def describe_deadline(what: Wording, last: date) -> Wording:
    return Wording(
        f"{what.fr} Au plus tard le {format_long_date(last).fr}.",
        f"{what.en} By {format_long_date(last).en}.",
    )


def describe_too_late(what: Wording) -> Wording:
    """The time for it is over: a human decides."""
    return Wording(
        f"{what.fr} Le délai est passé : demandez à un médecin.",
        f"{what.en} That time is over: ask a doctor.",
    )


def describe_missing_facts(facts: tuple[str, ...]) -> Wording:
    fr = ", ".join(_FACTS[f].fr if f in _FACTS else f for f in facts)
    en = ", ".join(_FACTS[f].en if f in _FACTS else f for f in facts)
    return Wording(
        f"La consigne dépend de ce qui n'est pas connu : {fr}. Une personne vous répondra.",
        f"The instruction depends on what is not known: {en}. Somebody will answer you.",
    )
