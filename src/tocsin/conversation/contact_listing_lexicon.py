"""What people say while their contacts are listed, beside names and numbers."""

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import parse_word_set

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
            tout|tt est? bon|bonne|juste|exact|correct|ok|parfait
            ^voila$
            ^parfait|super|top
            all|everything s|is? good|fine|right|correct|ok
            """,
        )
    ]
)
"""Nothing is to be added or corrected."""
WRONG = Phrasebook(
    [("wrong", "erreur|faux|fausse|incorrect|wrong|mistake\npas bon|bonne|ca|exact|correct|juste")]
)
"""Something is to be corrected."""
ADDS = Phrasebook(
    [("adds", "et|aussi|and|also|oublie|oubliee|forgot|manque|missing|ajoute|ajouter|ajoutez|add|plus|autre")]
)
"""Somebody named beside "yes" is to be added."""
CHILD = parse_word_set("enfant fils fille bebe gosse gamin gamine kid child baby daughter toddler")
"""What presents one child, right before the name, or alone."""
CHILDREN = parse_word_set(
    "enfants filles bebes gosses gamins jumeaux jumelles petits petites kids children babies sons daughters"
)
"""What presents several."""
MILD = frozenset(("pas", "sauf", "except"))
"""What takes off those named, and never everybody."""
EVERYBODY = frozenset(("tout", "tous", "toutes", "all", "everybody", "everyone"))
INSTEAD = frozenset(("mais", "but", "plutot", "rather"))
"""Words after which those named are meant again: ``pas Karim mais Karima``."""
LIVES_TOGETHER = Phrasebook(
    [
        (
            "one",
            """
            je|j|on vis|vit|habite|loge avec
            on vit|habite|loge ensemble
            vivons|habitons|logeons ensemble|avec
            il|elle|qui vit|habite|loge .. moi|nous
            meme|memes toit|foyer|logement|adresse|maison
            i|we live with|together
            lives|living with me|us
            """,
        ),
        (
            "several",
            """
            vis|habite|loge avec eux|elles|tous|toutes
            vivent|habitent|logent .. moi|nous|ensemble|ici
            they|who all? live with me|us|here
            live with them
            """,
        ),
        ("not", "pas|plus|jamais|sauf|not|don|dont|doesn|doesnt|except"),
    ]
)
"""Said beside those named: they live with the person; nothing is concluded where a word turns it round."""
