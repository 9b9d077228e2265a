"""What an answer by mail says beside the verdict, in French and English."""

from typing import Final

from tocsin.verdict.model import Level

SUBJECTS: Final[dict[Level, tuple[str, str]]] = {
    "imposture": ("Votre message : c'est une imposture", "Your message: it is an imposture"),
    "suspicious": ("Votre message : méfiance", "Your message: beware"),
    "unproven": ("Votre message : rien ne prouve son origine", "Your message: nothing proves its origin"),
    "authentic": ("Votre message : il est authentique", "Your message: it is authentic"),
    "unrelated": (
        "Votre message : nous ne pouvons pas le juger",
        "Your message: we cannot judge it",
    ),
}
"""Level -> subject of the answer; that of the message is never repeated, it may be the bait."""
SUBJECT_OF_HELP: Final = ("Votre message : ce qu'il faut faire d'abord", "Your message: what to do first")
"""Where the person tells what they did already: that comes before any verdict."""
SUBJECT_OF_NOTHING: Final = (
    "Votre message : nous n'y avons rien trouvé",
    "Your message: we found nothing in it",
)

TURNS: Final = {
    "looked": ("Ce que nous avons regardé", "What we looked at"),
    "attachment": (
        "Le message joint à votre courriel :",
        "The message attached to your e-mail:",
    ),
    "inline": ("Le message transféré dans votre courriel :", "The message forwarded in your e-mail:"),
    "body": ("Le texte de votre courriel :", "The text of your e-mail:"),
    "not_possible": ("Ce qui n'a pas été possible", "What was not possible"),
    "others": (
        "Plusieurs messages étaient joints : seul le premier a été regardé. Envoyez les autres un par un.",
        "Several messages were attached: only the first was looked at. Send the others one by one.",
    ),
    "picture": (
        "Les images ne sont pas lues. Si le message est dans une image, recopiez son texte dans un courriel.",
        "Pictures are not read. If the message is in a picture, copy its words into an e-mail.",
    ),
    "outlook": (
        "Un élément Outlook (.msg) ne peut pas être lu : transférez le message, ou joignez-le en .eml.",
        "An Outlook item (.msg) cannot be read: forward the message, or attach it as .eml.",
    ),
    "undated": (
        "Le jour où vous l'avez reçu n'est pas écrit : nous avons appliqué les règles du {day}.",
        "The day on which you received it is not written: we applied the rules of {day}.",
    ),
    "origin": (
        "Un message transféré perd ce qui prouverait son origine : s'il est vrai, cela ne se voit pas ici.",
        "A forwarded message loses what would prove its origin: if it is genuine, we cannot see it here.",
    ),
    "unopened": (
        "Les liens n'ont pas été suivis et les pièces jointes n'ont pas été ouvertes.",
        "No link was followed and no attachment was opened.",
    ),
    "nothing": (
        "Nous n'avons trouvé aucun texte à vérifier dans votre courriel.",
        "We found no text to check in your e-mail.",
    ),
    "how": (
        "Transférez le message douteux tel quel, ou joignez-le. Pour un SMS ou un appel, recopiez ce qui "
        "vous a été écrit ou dit. Les images ne sont pas lues.",
        "Forward the strange message as it is, or attach it. For an SMS or a call, copy what was written or "
        "said to you. Pictures are not read.",
    ),
    "automatic": (
        "Cette réponse est automatique. Elle ne vous demande rien : ni données, ni paiement, ni clic. Votre "
        "courriel n'a pas été gardé. (In English? Forward it again with a few words in English.)",
        "This answer is automatic. It asks nothing of you: no data, no payment, no click. Your e-mail was "
        "not kept.",
    ),
    "defused": (
        "Dans les passages cités, les adresses sont écrites avec [.] pour que personne n'y clique.",
        "In what is quoted, addresses are written with [.] so that nobody clicks on them.",
    ),
}
"""Name -> French, English."""


def get_sentence(name: str, lang: str) -> str:
    """What is said, in a language."""
    return TURNS[name][lang == "en"]
