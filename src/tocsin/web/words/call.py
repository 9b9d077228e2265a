"""What the page "Are you calling me now?" says."""

from typing import Final

WORDS: Final = {
    "title": ("M'appelez-vous en ce moment ?", "Are you calling me now?"),
    "lead": (
        "Quand {name} vous appelle pour le suivi des contacts, l'agent peut vous dire un code. Tapez-le "
        "ici, "
        "sans raccrocher : ce site dit si un agent appelle en ce moment quelqu'un avec ce code.",
        "When {name} rings you for contact tracing, the agent can tell you a code. Type it here without "
        "hanging "
        "up: this site says whether an agent is ringing somebody with this code at this moment.",
    ),
    "nothing_else": (
        "Ne tapez rien d'autre : ni nom, ni numéro, ni date de naissance.",
        "Type nothing else: no name, no number, no date of birth.",
    ),
    "code": ("Code dit au téléphone", "Code told on the telephone"),
    "code_hint": ("Au moins 6 chiffres.", "At least 6 digits."),
    "go": ("Vérifier l'appel", "Check the call"),
    "m_empty": ("Tapez les chiffres que l'on vous dit.", "Type the digits that you are told."),
    "m_character": (
        "Ce code n'a que des chiffres ; « {detail} » n'en est pas un. Demandez à l'agent de le répéter.",
        "This code has digits only; “{detail}” is none. Ask the agent to repeat it.",
    ),
    "m_length": (
        "Ce code a au moins 6 chiffres ; il y en a ici {detail}. Demandez à l'agent de le répéter.",
        "This code has at least 6 digits; here there are {detail}. Ask the agent to repeat it.",
    ),
    "issue": ("C'est le code d'un SMS :", "This is the code of an SMS:"),
    "issue_link": ("vérifiez le SMS ici.", "check the SMS here."),
    "under_way": (
        "Oui : un agent de {name} est en appel avec ce code, depuis {at} (heure de Paris).",
        "Yes: an agent of {name} is making a call with this code, since {at} (Paris time).",
    ),
    "over": (
        "L'appel qui avait ce code est fini depuis {at} (heure de Paris). Si quelqu'un vous parle encore "
        "avec ce "
        "code, raccrochez.",
        "The call that had this code has been over since {at} (Paris time). If somebody is still talking "
        "to you "
        "with this code, hang up.",
    ),
    "none": (
        "Non : aucun appel du suivi des contacts n'a ce code. Raccrochez.",
        "No: no call of contact tracing has this code. Hang up.",
    ),
    "away": (
        "Nous ne pouvons pas savoir : le service ne répond pas en ce moment. Raccrochez.",
        "We cannot know: the service does not answer at the moment. Hang up.",
    ),
    "ring": (
        "Dans le doute, raccrochez et composez vous-même le {number}.",
        "If in doubt, hang up and dial {number} yourself.",
    ),
    "typo": (
        "Un chiffre mal entendu suffit : faites répéter le code une fois.",
        "One digit misheard is enough: have the code repeated once.",
    ),
    "once": (
        "Attention : ce code a déjà été tapé une fois, à {at}. Si ce n'était pas vous, quelqu'un d'autre "
        "s'en sert : raccrochez.",
        "Beware: this code was typed once before, at {at}. If that was not you, somebody else is using "
        "it: hang "
        "up.",
    ),
    "often": (
        "Attention : ce code a déjà été tapé {count} fois, la première à {at}. Si ce n'était pas vous, "
        "quelqu'un d'autre s'en sert : raccrochez.",
        "Beware: this code was typed {count} times before, first at {at}. If that was not you, somebody "
        "else is "
        "using it: hang up.",
    ),
    "proves": ("Ce que cela prouve", "What this proves"),
    "proves_yes": (
        "Qu'un agent du suivi des contacts appelle quelqu'un avec ce code, en ce moment.",
        "That an agent of contact tracing is ringing somebody with this code, at this moment.",
    ),
    "proves_none": (
        "Que la personne qui vous parle n'a pas de code du suivi des contacts, ou que vous "
        "l'avez mal entendu.",
        "That the person who is talking to you has no code of contact tracing, or that you misheard it.",
    ),
    "proves_over": (
        "Qu'un agent du suivi des contacts a eu un appel avec ce code. Il n'est plus en ligne.",
        "That an agent of contact tracing had a call with this code. The agent is not on the line any more.",
    ),
    "proves_not": ("Ce que cela ne prouve pas", "What this does not prove"),
    "proves_not_yes": (
        "Que la voix est honnête : quelqu'un qu'un agent appelle peut répéter son code à un autre. Ni rien "
        "du tout, "
        "si c'est la personne au téléphone qui vous a donné l'adresse de cette page.",
        "That the voice is honest: somebody whom an agent rings can repeat their code to another. And "
        "nothing at all, "
        "if the person on the telephone gave you the address of this page.",
    ),
    "never": ("Ce qu'un agent ne vous demande jamais", "What an agent never asks you for"),
    "never_lead": (
        "Code vrai ou non : à la première de ces demandes, raccrochez.",
        "Whether or not the code is genuine: at the first of these requests, hang up.",
    ),
    "rules": ("Toutes les règles, avec leurs sources", "All rules, with their sources"),
}
