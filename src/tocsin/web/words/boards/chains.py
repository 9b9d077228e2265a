"""What the board of chains says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Chaînes et foyers", "Chains and clusters"),
    "lead": (
        "Qui a contaminé qui, autant qu'on le sache : les cas des quatre dernières semaines.",
        "Who infected whom, as far as is known: the cases of the last four weeks.",
    ),
    "sizes_title": ("Taille des chaînes", "Size of chains"),
    "sizes_lead": (
        "Cas reliés : un cas, ceux de ses contacts qui le sont devenus, et ainsi de suite. Chaque cas a "
        "une source au plus, celle rencontrée en dernier. Une chaîne est comptée là où habite son premier "
        "cas.",
        "Cases that are linked: a case, those of its contacts who became one, and so on. Each case has one "
        "source at most, the one met last. A chain is counted where its first case lives.",
    ),
    "sizes_col": ("Cas", "Cases"),
    "sizes_most": ("Plus grande chaîne, en cas", "Largest chain, in cases"),
    "depths_title": ("Profondeur des chaînes", "Depth of chains"),
    "depths_lead": (
        "Générations après le premier cas : 0 pour un cas qui n'a, qu'on sache, contaminé personne.",
        "Generations after the first case: 0 for a case that infected nobody, as far as is known.",
    ),
    "depths_col": ("Générations", "Generations"),
    "depths_most": ("Chaîne la plus profonde, en générations", "Deepest chain, in generations"),
    "col_chains": ("Chaînes", "Chains"),
    "clusters_title": ("Foyers", "Clusters"),
    "clusters_lead": (
        "Trois cas ou plus en sept jours, passés par le même événement ou le même lieu. À vérifier : deux "
        "lieux différents peuvent être dits avec les mêmes mots.",
        "Three cases or more in seven days who were at the same event or place. To be verified: two "
        "different places may be told in the same words.",
    ),
    "clusters_count": ("Foyers", "Clusters"),
    "clusters_cases": ("Cas dans un foyer", "Cases in a cluster"),
    "clusters_each": (
        "La liste des foyers est réservée à ceux qui peuvent voir les petits effectifs.",
        "The list of clusters is for those who may see small counts.",
    ),
    "col_gatherings": ("Événements n°", "Events no."),
    "col_first": ("Premier cas", "First case"),
    "col_last": ("Dernier cas", "Last case"),
}
