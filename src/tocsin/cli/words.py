"""The titles and turns of the command line, in French and English."""

from typing import Final

from tocsin.verdict.titles import TITLES as OF_VERDICT

TITLES: Final = OF_VERDICT | {
    "sent_on": ("Envoyé le {day}, expéditeur « {sender} ».", "Sent on {day}, sender “{sender}”."),
    "genuine": (
        "Le vrai texte (… remplace ce qui change d'une personne à l'autre)",
        "The genuine text (… stands for what changes from one person to another)",
    ),
    "over": ("Ce message ne vaut plus aujourd'hui.", "This message is no longer valid today."),
    "proves_this": ("Ce que cela prouve", "What this proves"),
    "proves_not": ("Ce que cela ne prouve pas", "What this does not prove"),
    "register": ("registre", "register"),
    "register_of": (
        "Réponse du registre des messages envoyés",
        "Answer of the register of the messages sent",
    ),
    "clause": ("Règle", "Rule"),
    "says": ("Ce qu'elle dit", "What it says"),
    "channels": ("Par", "By"),
    "seen": ("Vu dans des sources datées", "Seen in dated sources"),
    "dates": ("En vigueur", "In force"),
    "sources": ("Sources", "Sources"),
    "founding": ("Phrases du document fondateur", "Sentences of the founding document"),
    "case": ("pour un cas (personne malade ou testée positive)", "for a case (ill, or tested positive)"),
    "contact_case": ("pour un cas contact", "for a contact"),
    "page_changed": ("La page publique l'a dit le", "The public page said so on"),
    "conflict": ("Les sources divergent", "Sources differ"),
    "no_rule": ("Aucune consigne ce jour-là.", "No instruction that day."),
    "any_day": ("À tout moment", "At any time"),
    "sent_by": ("SMS envoyés par {sender}, version {version}.", "SMS sent by {sender}, version {version}."),
    "known": ("Ce qui est su de la personne", "What is known of the person"),
    "optional": ("peut manquer", "may be absent"),
    "begins": ("début", "start"),
    "corrected_to": ("si les consignes changent pendant une pause", "if the facts change during a pause"),
    "ended_to": ("si quelqu'un d'autre y met fin", "if somebody else ends it"),
    "asks": ("attend", "waits for"),
    "late_hours": ("peut partir jusqu'à 22 h", "may go until 10 p.m."),
    "at_most": (
        "{units} signes au plus sur {limit}, {parts} SMS",
        "at most {units} characters of {limit}, {parts} SMS",
    ),
    "beyond_gsm": ("hors de l'alphabet GSM 7 bits", "outside the GSM 7-bit alphabet"),
    "sets": ("retient", "sets"),
    "saves": ("garde la réponse dans", "keeps the answer in"),
    "rings": ("un conseiller appelle", "an adviser calls"),
    "again": ("si la réponse n'est pas comprise", "if the answer is not understood"),
    "lost_for_good": (
        "pas comprise deux fois : un conseiller appelle",
        "not understood twice: an adviser calls",
    ),
    "unanswered": ("sans réponse après", "without an answer after"),
    "unanswered_more": ("puis encore", "then after another"),
    "pause_until": ("attend {day} à {hour}", "waits until {day} at {hour}"),
    "pause_for": ("attend", "waits"),
    "day_of": ("le jour {fact}", "the day {fact}"),
    "days_after": ("{n} j après {fact}", "{n} d after {fact}"),
    "days_before": ("{n} j avant {fact}", "{n} d before {fact}"),
    "then": ("ensuite", "then"),
    "ends_as": ("fin", "end"),
    "rings_at_once": ("un conseiller appelle tout de suite", "an adviser calls at once"),
    "learned": ("appris", "learned"),
    "noted": ("personnes notées", "people noted"),
    "confirmed": ("personnes confirmées", "people confirmed"),
    "no_number": ("sans numéro", "no number"),
    "heard": ("remarqué", "noticed"),
    "kept_as": ("gardé comme", "kept as"),
    "closed": ("conversation terminée", "conversation over"),
    "happened": ("événement", "event"),
    "nothing_due": (
        "Rien n'arrivera plus de soi-même. /quit pour finir.",
        "Nothing more will happen by itself. /quit to end.",
    ),
    "your_reply": ("Réponse", "Reply"),
    "how_to_play": (
        "Écrivez une réponse ; une ligne vide laisse passer le temps. /help : ce qui peut être fait d'autre.",
        "Write a reply; an empty line lets time pass. /help: what else can be done.",
    ),
    "no_such_order": ("Il n'y a pas de {order}.", "There is no {order}."),
    "orders": (
        "/wait 2h : attendre (m, h, d)\n/facts : ce qui est su\n/json : la session\n"
        "/corrected fait=valeur : les consignes changent\n/undelivered : le SMS n'arrivera jamais\n"
        "/ended issue : quelqu'un d'autre y met fin\n/quit : finir",
        "/wait 2h: wait (m, h, d)\n/facts: what is known\n/json: the session\n"
        "/corrected fact=value: facts change\n/undelivered: the SMS will never arrive\n"
        "/ended outcome: somebody else ends it\n/quit: end",
    ),
    "texts_of_all": ("Textes communs à toutes les conversations", "Texts that every conversation shares"),
    "programme": ("Programme", "Programme"),
    "supersedes": ("Remplace", "Replaces"),
    "fires": ("Exemples qui la font parler", "Examples that make it speak"),
    "silent": ("Exemples proches qui ne la font pas parler", "Near misses that do not"),
    "sign_of": ("Signe connu, sans règle de la charte", "Known sign, without a rule of the charter"),
    "sign_weighs": (
        "Un signe ne fait jamais une imposture à lui seul : il avertit.",
        "A sign never makes an imposture alone: it warns.",
    ),
    "none": ("aucun", "none"),
    "answers": ("Réponse", "Answer"),
    "about": ("Sujet", "Subject"),
    "perhaps": ("dates incertaines ce jour-là", "dates uncertain that day"),
    "begun": ("Règles qui commencent", "Rules that begin"),
    "ended": ("Règles qui finissent", "Rules that end"),
    "surer": ("Règles devenues sûres ou incertaines", "Rules that became certain or uncertain"),
    "changed_answers": ("Réponses qui changent", "Answers that change"),
    "guard_block": ("Ce texte ne doit pas partir.", "This text must not leave."),
    "guard_warn": (
        "Ce texte peut partir, mais il est à revoir.",
        "This text may leave, but should be looked at.",
    ),
    "guard_pass": ("Rien contre ce texte.", "Nothing against this text."),
    "guard_sent": ("SMS envoyé par « {} », au pire {} SMS ({})", "SMS sent by “{}”, at worst {} SMS ({})"),
    "guard_sum": (
        "{} textes : {} passent, {} à revoir, {} bloqué.",
        "{} texts: {} pass, {} to be looked at, {} blocked.",
    ),
    "blocks": ("Ce qui le bloque", "What blocks it"),
    "warns": ("À revoir", "To be looked at"),
    "allowed": ("Permis malgré tout", "Allowed all the same"),
    "proposal": ("Un texte qui passe", "A wording that passes"),
    "own_rule": ("règle de l'envoi", "rule of what is sent"),
    "waived_by": ("permis par ", "allowed by "),
    "guard_proves": (
        "Passer ne prouve pas que le texte est vrai ou utile : seulement qu'il ne demande rien d'interdit "
        "et ne ressemble pas à une fraude connue.",
        "To pass does not prove that the text is true or useful: only that it asks nothing forbidden and "
        "looks like no known fraud.",
    ),
    "not_signed": (
        "Non signé : --key FICHIER signe avec la clé de l'institution.",
        "Not signed: --key FILE signs with the institution's key.",
    ),
    "no_change": ("Rien ne change entre ces deux jours.", "Nothing changes between these two days."),
}
"""Name -> French, English."""

ANSWERS: Final = {
    "never": ("jamais", "never"),
    "only_if": ("seulement à une condition", "only on a condition"),
    "yes": ("oui", "yes"),
    "unknown": ("on ne sait pas", "unknown"),
    "closed": (
        "liste fermée : ce qui n'y est pas contredit la charte",
        "closed list: what is not in it contradicts",
    ),
    "open": ("liste ouverte : ce qui n'y est pas ne dit rien", "open list: what is not in it tells nothing"),
}
"""What a clause answers -> in words."""

LEVELS: Final = {
    "imposture": ("imposture", "imposture"),
    "suspicious": ("suspect", "suspicious"),
    "unproven": ("origine non prouvée", "unproven"),
    "authentic": ("authentique", "authentic"),
    "unrelated": ("non jugé", "not judged"),
}


def title(name: str, lang: str) -> str:
    """A title in a language."""
    return TITLES[name][lang == "en"]
