"""What the page of one handset says."""

from typing import Final

from tocsin_simulation.site.words.lab import TIME

WORDS: Final = {
    **TIME,
    "title": ("Téléphone {number}", "Telephone {number}"),
    "all": ("Tous les téléphones", "All telephones"),
    "years": ("{age} ans", "aged {age}"),
    "messages": ("SMS de ce téléphone", "SMS of this telephone"),
    "empty": (
        "Aucun SMS pour l'instant. Le premier arrive dès que le laboratoire a envoyé un résultat positif, "
        "à partir de 8 heures.",
        "No SMS yet. The first comes once the laboratory has sent a positive result, from 8 o'clock.",
    ),
    "from": ("de {other}", "from {other}"),
    "mine": ("écrit ici, à {other}", "written here, to {other}"),
    "verify": ("Vérifier le code {code}", "Check the code {code}"),
    "answer_to": ("Répondre à {other}", "Answer {other}"),
    "send": ("Envoyer", "Send"),
    "nothing": (
        "Écrivez quelque chose : de 1 à 1 000 caractères.",
        "Write something: from 1 to 1,000 characters.",
    ),
    "knows": ("Ce que le service en sait", "What the service knows"),
    "no_file": (
        "Rien : ce numéro n'est dans aucun dossier.",
        "Nothing: this number is in no file.",
    ),
    "of_case": ("Cas {id}, {name}", "Case {id}, {name}"),
    "of_contact": (
        "Contact {id}, {name}, nommé par le cas {case}",
        "Contact {id}, {name}, named by case {case}",
    ),
    "deadline": ("À joindre avant le {at}", "To reach before {at}"),
    "left": ("reste {left}", "{left} left"),
    "late": ("dépassé de {left}", "over by {left}"),
    "steps": ("Étapes", "Steps"),
    "not_yet": ("pas encore", "not yet"),
    "step_submitted": ("premier SMS parti", "first SMS sent"),
    "step_delivered": ("SMS reçu", "SMS delivered"),
    "step_answered": ("a répondu", "answered"),
    "step_listed": ("liste de contacts close", "list of contacts closed"),
    "step_closed": ("dossier clos", "file closed"),
    "named": ("Personnes nommées", "People named"),
    "their_phone": ("son téléphone", "their telephone"),
    "service": ("le service", "the service"),
    "person": ("la personne", "the person"),
    "by_sms": ("nommé par SMS", "named by SMS"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "conversation": ("la conversation par SMS commence", "the conversation by SMS begins"),
    "right_person": ("c'est la bonne personne :", "the right person:"),
    "events": ("Ce qui s'est passé", "What happened"),
    "when": ("Quand", "When"),
    "what": ("Quoi", "What"),
    "by": ("Par", "By"),
}
