"""The words of the show, in French and English."""

from typing import Final

WORDS: Final = {
    "title": (
        "Tocsin · une ville imaginaire de {people} habitants",
        "Tocsin · an imaginary town of {people} people",
    ),
    "starting": ("la ville s'éveille…", "the town wakes up…"),
    "stopping": ("on arrête tout proprement…", "stopping everything cleanly…"),
    "results": ("Résultats", "Results"),
    "results_of": (
        "{received} : {opened} cas · {known} connus · {negative} négatifs"
        " · {corrected} corrigés · {ignored} d'autres tests · {quarantined} illisibles",
        "{received} in · {opened} cases · {known} known · {negative} negative"
        " · {corrected} corrected · {ignored} of other tests · {quarantined} unreadable",
    ),
    "cases": ("Cas", "Cases"),
    "cases_of": (
        "{cases} · {written} SMS partis · {delivered} reçus · {answered} ont répondu · {reached} joints",
        "{cases} · {written} written to · {delivered} delivered · {answered} answered · {reached} reached",
    ),
    "deadlines": ("24 heures", "24 hours"),
    "deadlines_of": (
        "tenues {kept} · en cours {open} · menacées {at_risk} · manquées {missed}",
        "kept {kept} · running {open} · at risk {at_risk} · missed {missed}",
    ),
    "contacts": ("Contacts", "Contacts"),
    "contacts_of": (
        "{contacts} nommés · {contacts_written} SMS partis · {contacts_answered} ont répondu · "
        "{contacts_reached} joints · {became_cases} devenus cas",
        "{contacts} named · {contacts_written} written to · {contacts_answered} answered · "
        "{contacts_reached} reached · {became_cases} now cases",
    ),
    "sms": ("SMS", "SMS"),
    "sms_of": (
        "{sms} partis · {sms_delivered} reçus · {sms_failed} perdus · {waiting} en file · {replies} réponses",
        "{sms} sent · {sms_delivered} delivered · {sms_failed} failed · {waiting} to send"
        " · {replies} replies",
    ),
    "calls": ("Appels", "Calls"),
    "calls_of": (
        "{calls} à passer · {talking} en ligne sur {agents} · {calls_made} passés · {calls_reached} aboutis",
        "{calls} to make · {talking} of {agents} agents ringing · {calls_made} made"
        " · {calls_reached} reached",
    ),
    "ahead": ("Prévision", "Forecast"),
    "ahead_none": ("personne ne manquera ses 24 heures", "nobody will miss their 24 hours"),
    "ahead_misses": ("{misses} manqueront leurs 24 heures", "{misses} will miss their 24 hours"),
    "ahead_agents": (" · {n} conseillers de plus l'éviteraient", " · {n} more agents would avoid it"),
    "last": ("Derniers SMS", "Last SMS"),
    "key": (
        "Une touche arrête tout. Personne ici n'existe, aucun SMS ne sort d'ici.",
        "Any key stops everything. Nobody here exists, no SMS leaves this machine.",
    ),
    "over": (
        "La journée est finie ; le temps passe maintenant comme dans la vie.",
        "The day is over; time passes as in life from here.",
    ),
    "inside": (
        "Le service : {address} · identifiants {logins} · mot de passe {password}",
        "The service: {address} · user names {logins} · password {password}",
    ),
    "line": (
        "{at}  résultats {received} · cas {cases} · SMS {sms} · réponses {replies} · contacts {contacts}"
        " · appels {calls_made} · 24 h : {kept} tenues, {at_risk} menacées, {missed} manquées",
        "{at}  results {received} · cases {cases} · SMS {sms} · replies {replies} · contacts {contacts}"
        " · calls {calls_made} · 24 h: {kept} kept, {at_risk} at risk, {missed} missed",
    ),
    "end": (
        "{cases} cas, {answered} ont répondu, {reached} joints ({percent} % dans les 24 heures) ; {contacts} "
        "contacts nommés, {contacts_reached} joints ; {sms} SMS, {replies} réponses, {calls_made} appels.",
        "{cases} cases, {answered} answered, {reached} reached ({percent} % within 24 hours); {contacts} "
        "contacts named, {contacts_reached} reached; {sms} SMS, {replies} replies, {calls_made} calls.",
    ),
}
"""Name -> French, English."""


def say(name: str, lang: str, **values: object) -> str:
    """A text in the language, its places filled."""
    french, english = WORDS[name]
    return (french if lang == "fr" else english).format(**values)


def number(value: int, lang: str) -> str:
    """A number as people read it: 4 000, 4,000."""
    return f"{value:,}".replace(",", "\u202f" if lang == "fr" else ",")
