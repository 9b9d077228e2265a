"""What people say while their contacts are listed, beside names and numbers."""

from tocsin.conversation.phrases import Phrasebook

LATER = Phrasebook(
    [
        (
            "later",
            """
            sans
            pas son|le|leur|les|de numero|num|tel|telephone|06
            l ai|a pas
            ai pas
            connais|sais|retrouve|trouve pas
            plus tard
            demain|later|tomorrow|inconnu|unknown
            no number
            don t|dont have|know
            without
            """,
        )
    ]
)
"""What is said instead of a number that is missing."""
PROMISES = Phrasebook(
    [
        (
            "promises",
            """
            pas son|le|leur|les|de numero|num|tel|telephone|06
            son|le|leur|leurs|les numero|numeros|num|nums|tel|portable .. plus|demain|tard|soir
            enverrai|envoie|envoi|donne|donnerai|redonne .. numero|numeros|num|nums|tel|portable
            his|her|their|the number|numbers .. later|tomorrow|tonight
            """,
        )
    ]
)
"""A number that will come, or cannot: whoever is named beside it is meant as a contact."""
SHORTEST_PROMISE = 3
"""Words: a name, and what is promised."""
LIST_LATER = Phrasebook(
    [
        (
            "later",
            """
            enverrai|envoie|envoi|donnerai|donne|prepare|cherche .. liste|noms|numeros|tout
            enverrai|envoie|envoi|donnerai|donne|fais|ferai .. ca|demain|soir|tard
            la|ma liste .. demain|tard|soir
            liste demain|plus
            will|ll send|give|text
            plus tard
            """,
        )
    ]
)
"""The list itself will come."""
REMOVES = Phrasebook(
    [
        (
            "removes",
            "sauf|enleve|enlever|enlevez|retire|retirer|retirez|supprime|supprimer|supprimez|remove|except|delete|pas",
        )
    ]
)
ALL = Phrasebook(
    [
        (
            "all",
            """
            c|cest est? tout|bon
            rien|personne d autre
            rien a corriger|ajouter|changer
            nobody|nothing else|more
            that|thats s? all|it
            """,
        )
    ]
)
"""Nothing is to be added or corrected."""
INSTEAD = frozenset(("mais", "but", "plutot", "rather"))
"""Words after which those named are meant again: ``pas Karim mais Karima``."""
