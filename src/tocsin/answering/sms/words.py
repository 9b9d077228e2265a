"""The sentences of an answer by SMS, in French and English; every one of them passes the guard."""

from typing import Final

from tocsin.charter.channels import ChannelId

Pair = tuple[str, str]
"""French, English."""

HEADS: Final[dict[str, Pair]] = {
    "imposture": ("c'est une fraude.", "this is a fraud."),
    "suspicious": ("méfiance, fraude probable.", "beware, probably a fraud."),
    "suspicious_signed": ("méfiance.", "beware."),
    "unproven": (
        "rien ne prouve, ni ne contredit, que ce message vient de nous.",
        "nothing proves, or disproves, that this message comes from us.",
    ),
    "authentic": (
        "ce texte est bien de nous, il a été envoyé avec ce code.",
        "this text is ours, it was sent with this code.",
    ),
    "unrelated": (
        "nous ne pouvons pas juger ce message. Il peut être dangereux : ne cliquez pas, ne donnez rien.",
        "we cannot judge this message. That does not make it safe: do not click, give nothing.",
    ),
    "ask": (
        "cela dépend de comment il est venu. Recopiez-le en commençant par SMS:, COURRIER: ou APPEL:",
        "that hangs on how it came. Copy it again, beginning with SMS:, LETTER: or CALL:",
    ),
    "help": (
        "recopiez ici le SMS douteux, ou ce qu'on vous a dit. Nous répondons si c'est une fraude.",
        "forward the strange SMS here, or what you were told. We answer whether it is a fraud.",
    ),
}
"""Turn of the answer -> its first sentence, after the name of the institution."""

FIRST: Final[dict[str, Pair]] = {
    "gave_card": (
        "appelez votre banque sans attendre pour faire opposition.",
        "ring your bank at once to block the card.",
    ),
    "paid": (
        "appelez votre banque sans attendre pour bloquer le paiement.",
        "ring your bank at once to stop the payment.",
    ),
    "gave_bank": (
        "appelez votre banque aujourd'hui, et surveillez vos comptes.",
        "ring your bank today, and watch your accounts.",
    ),
    "gave_credentials": (
        "changez-le vite partout où il sert, et appelez votre banque.",
        "change it now wherever you use it, and ring your bank.",
    ),
    "gave_nir": (
        "surveillez vos remboursements. Méfiez-vous de qui connaît ce numéro.",
        "watch your refunds. Beware of whoever knows that number.",
    ),
    "clicked": ("fermez la page, n'y écrivez rien.", "close the page, type nothing there."),
    "rang_back": ("ne rappelez plus. Surveillez votre facture.", "do not ring again. Watch your bill."),
    "installed": (
        "coupez internet sur cet appareil, puis appelez votre banque d'un autre.",
        "cut that device off the internet, then ring your bank from another.",
    ),
    "victim": (
        "appelez votre banque si vous avez payé ou donné quelque chose.",
        "ring your bank if you paid or gave anything.",
    ),
}
"""What somebody tells that they did -> what to do first."""
FORGED: Final = ("C'est une fraude : ne donnez plus rien.", "It is a fraud: give nothing more.")
UNSURE: Final = (
    "Dans le doute, c'est une fraude : ne donnez plus rien.",
    "If in doubt, it is a fraud: give nothing more.",
)

NEVER: Final = ("Nous ne demandons jamais {what} {by}.", "We never ask for {what} {by}.")
ASKS: Final[dict[str, Pair]] = {
    "asks_bank_details": ("vos données bancaires", "your bank details"),
    "asks_nir": ("de numéro de sécurité sociale", "a social security number"),
    "asks_medical": ("d'informations médicales", "medical details"),
    "asks_credentials": ("de mot de passe ni de code", "a password or a code"),
    "asks_payment": ("d'argent", "money"),
    "asks_tax_number": ("de numéro fiscal", "a tax number"),
    "asks_identity_document": ("de copie de papiers", "copies of documents"),
    "asks_personal": ("d'informations personnelles", "personal details"),
}
"""Kind of reason that a clause forbids -> what is asked."""

BY: Final[dict[ChannelId, Pair]] = {
    "sms": ("par SMS", "by SMS"),
    "email": ("par courriel", "by e-mail"),
    "call": ("par téléphone", "by telephone"),
    "voicemail": ("par téléphone", "by telephone"),
    "social": ("sur les réseaux sociaux", "on social networks"),
    "letter": ("par courrier", "by letter"),
}

REASONS: Final[dict[str, Pair]] = {
    "premium_rate": ("Le numéro est surtaxé.", "The number is premium-rate."),
    "callback_not_official": (
        "Le numéro à rappeler n'est pas le nôtre.",
        "The number to ring back is not ours.",
    ),
    "lookalike_domain": ("L'adresse imite la nôtre.", "The address imitates ours."),
    "link_not_official": ("Le lien ne mène pas chez nous.", "The link does not lead to us."),
    "link_text_differs": ("Le lien mène ailleurs qu'il ne dit.", "The link leads elsewhere than it says."),
    "shortener": ("Le lien raccourci cache où il mène.", "The short link hides where it leads."),
    "brand_link": (
        "Le lien n'est pas celui de l'organisme nommé.",
        "The link is not that of the body it names.",
    ),
    "sender_not_official": ("L'expéditeur n'est pas le nôtre.", "The sender is not ours."),
    "sender_name_shape": ("Le nom affiché est trop long.", "The name shown is too long."),
    "lure_refund": ("Le remboursement promis est faux.", "The refund it promises is false."),
    "lure_card": ("Aucune carte n'est à commander ainsi.", "No card is to be ordered that way."),
    "lure_card_app": ("Ouvrez l'appli vous-même, sans lien.", "Open the app yourself, without a link."),
    "lure_rights": ("Vos droits ne sont pas en cause.", "Your rights are not at stake."),
    "lure_account": ("Votre compte n'est pas en cause.", "Your account is not at stake."),
    "remote_access": ("On veut prendre la main sur votre appareil.", "It wants control of your device."),
    "obfuscation": ("Des lettres y sont déguisées.", "Letters in it are disguised."),
    "programme_ended": ("Le dispositif dont il parle est fini.", "The programme it speaks of is over."),
    "registered_text_differs": (
        "Son code est vrai, mais pris dans un autre message.",
        "Its code is real, but taken from another message.",
    ),
    "code_reused": ("Son code est vrai, mais il semble recopié.", "Its code is real, but it looks copied."),
    "code_unknown": ("Son code n'est pas dans notre registre.", "Its code is not in our register."),
    "attachment": ("La pièce jointe n'est pas de nous.", "The attachment is not ours."),
    "masked_number": ("Le numéro était masqué.", "The number was hidden."),
    "signs": ("Il porte des signes connus de fraude.", "It shows known signs of fraud."),
}
"""Kind of reason -> why; ``signs`` for the others."""

DO: Final[dict[ChannelId, Pair]] = {
    "sms": ("Ne cliquez pas, ne répondez pas.", "Do not click or reply."),
    "email": ("Ne cliquez pas, ne répondez pas.", "Do not click or reply."),
    "call": ("Ne rappelez pas, ne donnez rien.", "Do not ring back, give nothing."),
    "voicemail": ("Ne rappelez pas, ne donnez rien.", "Do not ring back, give nothing."),
    "social": ("Ne cliquez pas, ne répondez pas.", "Do not click or reply."),
    "letter": ("Ne donnez rien, n'appelez pas.", "Give nothing, do not ring."),
}
CAREFUL: Final = ("Ne donnez rien.", "Give nothing.")
REPORT: Final = ("Signalez-le au {at}.", "Report it at {at}.")
CHECK: Final = ("Vérifiez au {at}.", "Check at {at}.")
MORE: Final = ("Plus : {}", "More: {}")
REFERENCE: Final = ("Réf. {code}", "Ref. {code}")
COLON: Final = (" : ", ": ")


def choose_language(pair: Pair, lang: str) -> str:
    """The sentence in a language."""
    return pair[lang == "en"]
