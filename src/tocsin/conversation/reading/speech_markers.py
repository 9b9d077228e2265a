"""Words that turn an answer round, shared by every reader: corrections, negations, doubts, kin."""

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import parse_word_set

CORRECTIONS = Phrasebook(
    [
        (
            "correction",
            """
            non|no|nn|nan
            en fait|vrai|realite
            enfin
            pardon
            euh|heu
            plutot
            ou plutot
            je voulais dire
            je veux dire
            oups
            erreur
            je me suis trompe|trompee
            je me trompe
            je corrige|rectifie
            actually
            sorry
            i mean|meant
            rather
            instead
            """,
        )
    ]
)
"""What stands between a first answer and the one that replaces it."""

HEDGES = Phrasebook(
    [
        (
            "before",
            """
            environ|vers|presque|pres|approximativement|autour|entre|max|maxi|mini
            d ici
            autour|alentours du|de
            a peu pres
            plus|moins|minimum|maximum de|d|than?
            au moins|plus|minimum|maximum
            more|less than
            at least|most
            about|around|almost|nearly|roughly|between
            peut etre|ptetre
            maybe
            avant|apres|depuis|before|after|until|jusqu le?
            pas|not sur|sure
            """,
        ),
        (
            "after",
            "environ|approximativement|minimum|maximum|max|maxi|mini\npeut etre\n"
            "ou|or plus|moins|so\na peu pres",
        ),
    ]
)
"""What makes a number or a date vague, before or after it."""

IGNORANCE = Phrasebook(
    [
        (
            "ignorance",
            """
            sais pas|plus
            sai|c|ses pas|plus$
            ^jsp|chepa|chaipas|jspa|jsaispas|jspp
            chais|jsai|jsais|chai pas|plus
            aucune idee
            souvien|souviens|rappel|rappelle plus|pas
            don|dont t? know|remember
            no idea
            not sure
            """,
        )
    ]
)
"""The person does not know."""

KIN = parse_word_set(
    """
    mere pere maman papa frere soeur frerot frangin frangine fils fille enfant bebe mari femme epoux
    epouse conjoint conjointe compagnon compagne copain copine ami amie pote amoureux fiance fiancee
    cousin cousine oncle tante tonton tata neveu niece gendre bru belle-mere beau-pere belle-soeur
    beau-frere belle-fille beau-fils demi-frere demi-soeur grand-mere grand-pere grand-maman papi papy
    mamie mamy parrain marraine filleul filleule collegue voisin voisine coloc colocataire
    nounou nourrice sitter babysitter patron patronne chef cheffe boss employe employee stagiaire
    eleve prof professeur instit maitresse maitre medecin docteur infirmiere infirmier kine client
    cliente dentiste coiffeur coiffeuse facteur factrice boulanger boulangere caissiere caissier livreur
    chauffeur serveur serveuse banquier banquiere pharmacien pharmacienne plombier gardien gardienne psy
    osteo directeur directrice responsable manager ex petit-fils
    petite-fille partenaire binome coach entraineur associe associee assistante
    assistant proprio concierge mother father mom mum mam dad brother sister son daughter child baby
    husband wife partner boyfriend girlfriend friend colleague coworker neighbour neighbor roommate
    flatmate uncle aunt cousin nephew niece grandmother grandfather grandma grandpa boss teacher nanny
    tatie taty beauf ado doctor nurse mate cure pretre imam rabbin pepe pepere memere aine ainee cadet cadette
    """
)
"""Words that say who somebody is to the writer, one person each."""

OWNED_KIN = parse_word_set("homme mec meuf nana moitie cheri cherie doudou namoureux namoureuse chum")
"""Words that say so behind a possessive alone: ``mon homme``."""

GROUPS = parse_word_set(
    """
    parents enfants gosses gamins petits jumeaux jumelles freres soeurs fils filles amis amies potes
    copains copines collegues voisins voisines cousins cousines oncles tantes neveux nieces
    grands-parents beaux-parents colocs colocataires eleves clients clientes gens personnes famille
    monde equipe classe groupe bebes invites employes kids children brothers sisters sons daughters
    friends colleagues coworkers neighbours neighbors people family everyone everybody team class mates
    """
)
"""Words for several people, who still have to be named."""

KIN_AND_GROUPS = KIN | GROUPS

OWNERS = parse_word_set(
    """
    mon ma mes notre nos m my our ton ta votre son sa ses leur leurs his her their
    """
)
"""Possessives before a word of kin."""


YES_WORDS = parse_word_set(
    """
    oui dacor dakor dakord ouai ouais ouaip ouep oue wi ui woui voui moui oiu oii oiui ouii yep yes yeah yea yup yess okey
    okk dacord affirmatif affirmative absolument exactement evidemment carrement certainement volontiers
    parfaitement effectivement assurement definitely absolutely certainly
    oauis ouias pui iou
    """
)
NO_WORDS = parse_word_set(
    """
    non nn nan nop nope nah nein noon nno noni naan negatif negative neg aucunement nullement
    """
)
ALONE_YES = parse_word_set(
    """
    1 un o y i si k oc we oe ue uai wai ouai nickel impeccable exact correct juste vrai fait sure right fine true done go grave grv
    """
)
ALONE_NO = parse_word_set(
    """
    2 deux n no faux jamais jms rien impossible inutile never aucun aucune zero false
    """
)
"""Words that are an answer: wherever they stand, or where they stand alone."""
ANSWERS = frozenset(w for w in YES_WORDS | NO_WORDS | ALONE_YES | ALONE_NO if len(w) > 2)
"""Those that cannot be the name of anybody."""
