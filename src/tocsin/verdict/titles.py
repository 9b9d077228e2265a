"""The titles around a verdict, in French and English, wherever a person reads one."""

from typing import Final

TITLES: Final = {
    "from": ("expéditeur affiché « {} »", "sender shown as “{}”"),
    "unknown_sender": ("expéditeur inconnu", "sender unknown"),
    "received": ("reçu le", "received on"),
    "subject": ("Objet : ", "Subject: "),
    "sender": ("Expéditeur : ", "Sender: "),
    "attachment": ("Pièce jointe : ", "Attachment: "),
    "leads": ("[« {} » mène à {}]", "[“{}” leads to {}]"),
    "cut": ("[… {n} caractères …]", "[… {n} characters …]"),
    "empty": ("(aucun texte)", "(no text)"),
    "why": ("Pourquoi", "Why"),
    "noticed": ("Remarqué aussi, sans que cela décide", "Also noticed, without deciding"),
    "for": ("Ce qui parle pour lui", "What speaks for it"),
    "rule": ("règle", "rule"),
    "sign": ("signe connu, hors charte", "known sign, outside the charter"),
    "source": ("source : ", "source: "),
    "compatible": ("Un vrai message aurait dû", "A genuine message would have had to"),
    "proves": ("Ce que cela prouve, ou non", "What this proves, or does not"),
    "question": ("Une question", "A question"),
    "first": ("À faire tout de suite", "Do this first"),
    "now": ("Que faire maintenant", "What to do now"),
    "already": ("Si c'est déjà fait", "If it is already done"),
    "any_case": ("Dans tous ces cas", "In all of these cases"),
    "unread": ("Ce qui n'a pas pu être lu", "What could not be read"),
    "charter": (
        "Charte {id}, version {version}, appliquée au {day}.",
        "Charter {id}, version {version}, as of {day}.",
    ),
    "contact": ("contact : ", "contact: "),
    "price": ("prix : ", "price: "),
}
"""Name -> French, English."""

SITUATIONS: Final = {
    "clicked": ("cliqué", "clicked"),
    "paid": ("payé", "paid"),
    "gave_nir": ("donné votre numéro de sécurité sociale", "gave your social security number"),
    "gave_bank": ("donné un RIB ou un IBAN", "gave your bank details"),
    "gave_card": ("donné votre carte bancaire", "gave your bank card"),
    "gave_credentials": ("donné un mot de passe ou un code", "gave a password or a code"),
    "rang_back": ("rappelé", "rang back"),
    "installed": (
        "installé quelque chose ou laissé prendre la main",
        "installed something or let somebody take control",
    ),
    "victim": ("été victime d'une fraude", "were the victim of a fraud"),
}
"""What was already done -> the end of *if you have* in French, of *if you* in English."""


def translate_title(name: str, lang: str) -> str:
    """A title in a language."""
    return TITLES[name][lang == "en"]


def join_situations(names: tuple[str, ...], lang: str) -> str:
    """What was already done, as the beginning of a sentence.

    >>> join_situations(("clicked", "paid"), "en")
    'If you clicked or paid'
    """
    english = lang == "en"
    if len(names) == len(SITUATIONS):
        return translate_title("any_case", lang)
    said = [SITUATIONS[name][english] if name in SITUATIONS else name for name in names]
    last = (" or " if english else " ou ").join(part for part in (", ".join(said[:-1]), said[-1]) if part)
    return f"{'If you' if english else 'Si vous avez'} {last}"
