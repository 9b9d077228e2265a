"""The three feared events of the method of the CNIL, and what the program does about each (``docs/security/threat-model.md``)."""

from typing import Final

from msgspec import Struct


class FearedEvent(Struct, frozen=True):
    """Something that must not happen to the data, in French."""

    name: str
    sources: str
    effects: str
    measures: str
    remains: str


SECURITY_MEASURES: Final = (
    "Colonnes personnelles chiffrées (AES-256-GCM) sous une clé par jour ; les clés sont hors de la base et de ses copies",
    "Recherche par empreintes sous clé, détruites avec leur jour",
    "Effacement chaque nuit, avec une déclaration signée et chaînée",
    "Rôles par territoire, second facteur, motif de chaque consultation, journal chaîné et signé",
    "Aucun texte soumis n'est écrit ; aucun cookie sur les pages publiques",
    "Secrets masqués dans les réponses avant tout enregistrement ; lignes de journal masquées",
    "Textes sortants relus par un garde et approuvés par deux personnes",
)
RISKS: Final = (
    FearedEvent(
        "Accès illégitime à des données",
        "un agent curieux, un mot de passe volé, un administrateur, une vieille copie, l'opérateur de SMS",
        "savoir qui est malade et qui a été côtoyé ; discrimination, chantage, hameçonnage ciblé",
        "chiffrement et clés à part, rôles, second facteur, journal, destruction des clés avec leur jour",
        "un agent lit les dossiers qui lui sont confiés ; l'opérateur lit les SMS ; qui a la base et les clés lit ce qui est gardé",
    ),
    FearedEvent(
        "Modification non désirée de données",
        "une erreur d'un laboratoire ou d'un agent, un fraudeur qui écrit au service",
        "une personne informée à tort, ou pas informée",
        "lecture stricte et quarantaine, chaque changement est une ligne qui se défait, relecture des réponses douteuses par un humain",
        "un résultat faux mais bien formé",
    ),
    FearedEvent(
        "Disparition de données",
        "une panne, une perte de la base ou des clés, un effacement par erreur",
        "une personne qui n'est pas informée à temps",
        "sauvegarde chaque nuit, base de secours, files qui reprennent sans perte, essai à blanc de l'effacement",
        "ce qui est venu après la dernière copie ; des clés perdues ne se refont pas",
    ),
)
