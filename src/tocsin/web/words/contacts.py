"""What the page on how an institution contacts people says."""

from typing import Final

WORDS: Final = {
    "title": ("Comment {name} vous contacte", "How {name} contacts you"),
    "lead": (
        "Ce que {name} a dit de ses contacts, règle par règle, avec les dates et les sources. Un message "
        "qui ne "
        "s'y conforme pas ne vient pas d'elle, ou trahit ce qu'elle a promis.",
        "What {name} has said of its contacts, rule by rule, with dates and sources. A message that does "
        "not "
        "comply does not come from it, or breaks what it has promised.",
    ),
    "as_of": (
        "Au {day} : {count} règles, charte du {version}.",
        "As of {day}: {count} rules, charter of {version}.",
    ),
    "wrong_day": (
        "« {typed} » n'est pas une date : voici la charte d'aujourd'hui.",
        "“{typed}” is not a date: here is the charter of today.",
    ),
    "on": ("À une autre date", "On another day"),
    "institution": ("Institution", "Institution"),
    "go": ("Afficher", "Show"),
    "changes": ("Ce qui a changé, et quand", "What changed, and when"),
    "on_page": ("Sur cette page", "On this page"),
    "never_title": ("Ce qu'on ne vous demande jamais", "What you are never asked for"),
    "never_lead": (
        "En général. Les exceptions sont plus bas, avec leur règle. Ce qui n'est pas dit ici n'est pas "
        "promis.",
        "In general. Exceptions are below, with their rule. What is not said here is not promised.",
    ),
    "item": ("Ce qui est demandé", "What is asked for"),
    "never_by": ("Jamais par", "Never by"),
    "condition_by": ("À une condition, par", "On a condition, by"),
    "yes_by": ("Demandé par", "Asked for by"),
    "i_iban": ("RIB ou IBAN entier", "Whole bank details (IBAN)"),
    "i_card": ("Carte bancaire, code au dos", "Bank card, digits on its back"),
    "i_nir": ("Numéro de sécurité sociale", "Social security number"),
    "i_medical": ("Informations médicales", "Medical information"),
    "i_password": ("Mot de passe", "Password"),
    "i_identifiers": ("Identifiants de connexion", "Log-in identifiers"),
    "i_code": ("Code reçu par SMS ou courriel", "Code received by SMS or e-mail"),
    "i_tax_number": ("Numéro fiscal", "Tax number"),
    "i_payment": ("Paiement", "Payment"),
    "i_identity_document": ("Copie de papiers d'identité", "Copy of identity documents"),
    "i_personal": ("Informations personnelles", "Personal information"),
    "by_phone": ("Par téléphone", "By telephone"),
    "by_sms": ("Par SMS", "By SMS"),
    "by_email": ("Par courriel", "By e-mail"),
    "by_social": ("Sur les réseaux sociaux", "On social networks"),
    "by_letter": ("Par courrier", "By letter"),
    "senders": ("Numéros et expéditeurs", "Numbers and senders"),
    "never": ("Jamais", "Never"),
    "perhaps": ("Possible", "Possible"),
    "nothing": ("Rien de connu à cette date.", "Nothing known on that day."),
    "reach": ("Pour joindre {name} vous-même", "To reach {name} yourself"),
    "do": ("Que faire", "What to do"),
    "programmes": ("Programmes", "Programmes"),
    "texts": ("Les SMS du suivi des contacts, mot pour mot", "The SMS of contact tracing, word for word"),
    "texts_lead": (
        "Ce que disent en ce moment les SMS du suivi des contacts. Comparez avec celui que vous avez reçu. "
        "Un faux peut recopier ces mots : seul le code du SMS dit s'il a vraiment été envoyé.",
        "What the SMS of contact tracing say at this moment. Compare with the one that you received. A "
        "false one can copy these words: only the code of the SMS tells whether it was really sent.",
    ),
    "texts_for": ("Pour {whom}", "For {whom}"),
    "texts_common": ("Dans toutes les conversations", "In all conversations"),
    "texts_since": ("depuis le {day}", "since {day}"),
    "texts_always": ("jamais changé", "never changed"),
    "texts_data": ("Les mêmes textes pour les machines :", "The same texts for machines:"),
    "texts_away": (
        "Ces textes ne peuvent pas être affichés pour le moment. Revenez dans quelques minutes.",
        "These texts cannot be shown at the moment. Come back in a few minutes.",
    ),
    "data": ("Les mêmes règles pour les machines", "The same rules for machines"),
    "data_lead": (
        "Un fichier par institution, avec toutes les dates et toutes les sources :",
        "One file for each institution, with all dates and all sources:",
    ),
    "signed": (
        "Il est signé (Ed25519). Signature : {sig}, {jws} ; clé publique : {keys}.",
        "It is signed (Ed25519). Signature: {sig}, {jws}; public key: {keys}.",
    ),
    "unsigned": (
        "Ce site n'a pas de clé pour le signer : rien ne prouve d'où vient le fichier, sinon l'adresse où "
        "vous "
        "l'avez pris.",
        "This site has no key to sign it with: nothing proves where the file comes from, but the address "
        "where "
        "you got it.",
    ),
    "feed": ("Flux des changements (Atom)", "Feed of changes (Atom)"),
    "proves": (
        "Un numéro, un nom ou une adresse qui s'affiche peut être falsifié : même vrai, il ne prouve pas "
        "qui "
        "vous parle.",
        "A number, a name or an address that is shown can be forged: even a genuine one does not prove "
        "who is "
        "talking to you.",
    ),
}
