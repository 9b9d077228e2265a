"""What the pages about numbers say."""

from typing import Final

WORDS: Final = {
    "title": ("À qui est ce numéro, et que coûte-t-il ?", "Whose is this number, and what does it cost?"),
    "lead": (
        "Tapez un numéro reçu par SMS, par courriel ou vu sur votre téléphone, comme il est écrit.",
        "Type a number from an SMS or an e-mail, or one that your phone showed, as it is written.",
    ),
    "label": ("Numéro de téléphone ou numéro court", "Telephone number or short code"),
    "on": ("À quelle date ? (aujourd'hui si vous ne mettez rien)", "On which day? (today if left empty)"),
    "institution": ("Pour quelle institution ?", "For which institution?"),
    "go": ("Chercher", "Look up"),
    "refused": (
        "« {typed} » n'est pas un numéro qui se compose en France : relisez-le.",
        "“{typed}” is not a number that can be dialled from France: read it again.",
    ),
    "shapes": (
        "Un numéro a 10 chiffres (01 99 00 12 34), 4 (36 46), 5 pour les SMS (33700), 6 (118 218), ou un "
        "indicatif de pays (+32…).",
        "A number has 10 digits (01 99 00 12 34), 4 (36 46), 5 for SMS (33700), 6 (118 218), or the code "
        "of "
        "a country (+32…).",
    ),
    "examples": ("Par exemple :", "For example:"),
    "as_of": ("Au {day}.", "As of {day}."),
    "wrong_day": (
        "« {typed} » n'est pas une date : voici la réponse pour aujourd'hui.",
        "“{typed}” is not a date: here is the answer for today.",
    ),
    "v_alike": (
        "Attention : il ressemble à un numéro de {name}, mais ce n'est pas le sien.",
        "Beware: it looks like a number of {name}, but it is not theirs.",
    ),
    "v_premium": (
        "Numéro surtaxé : ne le composez pas si un message vous le demande.",
        "Premium-rate number: do not ring or text it because a message says so.",
    ),
    "v_theirs": ("C'est un numéro de {name}.", "This is a number of {name}."),
    "v_was": (
        "C'était un numéro de {name}, plus à cette date.",
        "This was a number of {name}, not any more on that day.",
    ),
    "v_advice": (
        "Ce numéro sert à signaler une fraude ou à trouver de l'aide.",
        "This number serves to report a fraud or to find help.",
    ),
    "v_help": ("C'est un numéro public d'aide.", "This is a number of public help."),
    "v_fiction": (
        "Personne n'a ce numéro : il est réservé aux films et aux livres.",
        "Nobody has this number: it is kept for films and books.",
    ),
    "v_unknown": (
        "Nous ne savons pas à qui est ce numéro.",
        "We do not know whose number this is.",
    ),
    "proves": (
        "Un numéro affiché peut être falsifié : même vrai, il ne prouve pas qui vous appelle. Dans le "
        "doute, "
        "raccrochez et composez vous-même un numéro que vous connaissez.",
        "A number shown can be forged: even a genuine one does not prove who is calling. If in doubt, hang "
        "up and dial a number that you know.",
    ),
    "cost": ("Ce qu'il coûte", "What it costs"),
    "cost_unknown": ("Nous ne le savons pas à cette date.", "We do not know on that day."),
    "cost_abroad": (
        "Numéro étranger : c'est votre opérateur qui en fixe le prix, souvent élevé.",
        "Foreign number: your operator sets the price, often a high one.",
    ),
    "who": ("Qui peut l'avoir", "Who may have it"),
    "kind": ("C'est un {kind}.", "It is a {kind}."),
    "country": ("Numéro étranger (pays : {code}).", "Foreign number (country: {code})."),
    "overseas": (
        "Numéro d'outre-mer (Antilles, Guyane, La Réunion, Mayotte), qui se compose comme en métropole.",
        "Number of overseas France (Antilles, Guyane, La Réunion, Mayotte), dialled as in mainland France.",
    ),
    "fiction": (
        "Il est réservé aux films et aux livres : personne ne peut l'avoir.",
        "It is kept for films and books: nobody can have it.",
    ),
    "who_unknown": ("Nous ne le savons pas.", "We do not know."),
    "undated": ("Fait courant, sans source datée ici.", "Common knowledge, without a dated source here."),
    "theirs": ("Ce numéro et {name}", "This number and {name}"),
    "q_from_call": ("Ce numéro sert-il à {name} pour vous appeler ?", "Does {name} call from this number?"),
    "q_from_sms": (
        "Ce numéro sert-il à {name} pour envoyer des SMS ?",
        "Does {name} send SMS from this number?",
    ),
    "q_to_call": ("Peut-on appeler {name} à ce numéro ?", "Can one call {name} on this number?"),
    "q_to_sms": (
        "Peut-on envoyer des SMS à {name} à ce numéro ?",
        "Can one send SMS to {name} on this number?",
    ),
    "s_yes": ("Oui", "Yes"),
    "s_perhaps": ("Peut-être : les dates ne sont pas sûres", "Perhaps: its dates are not certain"),
    "s_was": ("Plus à cette date", "Not any more on that day"),
    "s_will": ("Pas encore à cette date", "Not yet on that day"),
    "s_no": ("Non", "No"),
    "s_unknown": ("Nous ne le savons pas", "We do not know"),
    "caution": (
        "S'il s'affiche, cela ne prouve rien : un numéro affiché se falsifie.",
        "That it is shown proves nothing: a number shown can be forged.",
    ),
    "to_do": ("À quoi il sert", "What it is for"),
    "looks": ("À quoi il ressemble", "What it looks like"),
    "alike_ends": (
        "Il finit par {number}, comme pour faire croire que c'est lui.",
        "It ends in {number}, as if to be taken for it.",
    ),
    "alike_begins": (
        "Il commence par {number}, avec des chiffres de trop.",
        "It begins with {number}, with digits too many.",
    ),
    "alike_digit": (
        "Il ne diffère de {number} que d'un chiffre, ou de deux inversés.",
        "It differs from {number} by one digit only, or by two that are swapped.",
    ),
    "see": ("Voir le {number}", "See {number}"),
    "another": ("Chercher un autre numéro", "Look up another number"),
    "all": ("Tous les moyens de contact", "All the ways of contact"),
}
