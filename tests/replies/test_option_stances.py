"""Of several options that a reply tells of, the one that is not refused, given up or only guessed; each with a near miss."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

MOMENT = ("matin", "après-midi", "soir")
PLACE = ("chez moi", "chez un proche", "à l'hôtel")
STATE = ("mieux", "pareil", "moins bien")
SOURCE = ("à la maison", "au travail", "dans les transports", "autre")
TIE = ("conjoint", "enfant", "ami", "collègue", "autre")
MEANS = ("SMS", "téléphone", "courrier")
TEST = ("PCR", "antigénique", "autotest")
DAYS = ("mardi", "mercredi", "jeudi")
MASK = ("toujours", "parfois", "jamais")
HOURS = ("9h-12h", "12h-14h", "14h-18h")
VACCINE = ("Pfizer", "Moderna", "Janssen")
FLAT = ("maison", "appartement", "foyer")
HELPS = ("Courses", "Soins", "Garde d'enfants", "Aucune")
JOB = ("Salarié", "Indépendant", "Sans emploi", "Retraité")


def read(text, options):
    return read_reply("choice", text, datetime.fromisoformat("2021-03-05T10:30"), options)


@pytest.mark.parametrize(
    ("options", "text", "value"),
    [
        (MEANS, "le téléphone passe mal chez nous, par SMS", "SMS"),
        (MEANS, "sur le téléphone le courrier se perd", "téléphone"),
        (MEANS, "par courrier, j'entends mal au téléphone", "courrier"),
        (PLACE, "chez moi c'est trop petit, alors chez mes parents", "chez un proche"),
        (PLACE, "je devais aller à l'hôtel mais finalement je reste chez moi", "chez moi"),
        (PLACE, "l'hôtel j'avais dit oui mais finalement ma sœur me prête sa cave", "chez un proche"),
        (PLACE, "l'hôtel c'est cher et ma famille j'ose pas", "chez moi"),
        (PLACE, "on hésite entre l'hôtel et chez ma tante", None),
        (PLACE, "soit l'hôtel soit chez moi", None),
        (PLACE, "chez ma fille c'est pas loin, l'hôtel c'est cher", "chez un proche"),
        (MEANS, "par texto c'est plus simple", "SMS"),
        (PLACE, "pas l'hôtel en tout cas, ni chez ma fille", "chez moi"),
        (MOMENT, "je bosse le matin, le soir je couche les petits", "après-midi"),
        (PLACE, "l'hôtel c'est fini, le gérant nous a mis dehors", None),
        (PLACE, "l'hôtel, le gérant est d'accord", "à l'hôtel"),
        (MOMENT, "le soir c'est mort, le matin aussi", "après-midi"),
        (MOMENT, "le matin je dors, je repars le soir au travail, entre les deux", "après-midi"),
        (MOMENT, "à midi je dors, l'après-midi", "après-midi"),
        (("Travail", "Famille", "Sport"), "pas à l'entrepôt, c'est mon beauf dimanche", "Famille"),
        (("Travail", "Sport", "Famille"), "pas à l'entrepôt en tout cas, allez savoir", None),
        (MEANS, "le facteur est trop lent, écrivez ici", "SMS"),
        (STATE, "j'étais mieux hier", "moins bien"),
        (STATE, "j'étais mal hier, là ça va mieux", "mieux"),
        (PLACE[::2], "chez moi y'a ma mère, trouvez-moi l'autre solution", "à l'hôtel"),
        (MOMENT, "je dors jusqu'à 13h et je suis de nuit, donc entre les deux", None),
        (("Vélo", "À pied"), "je marche", "À pied"),
        (("Vélo", "À pied"), "j'ai ressorti la bécane", "Vélo"),
        (MOMENT, "pas avant 19h", "soir"),
        (MOMENT, "je finis à 17h donc après", "soir"),
        (MOMENT, "n'importe quand sauf avant midi", None),
        (DAYS, "jeudi je suis au marché, mardi chez le kiné", "mercredi"),
        (HOURS, "midi pendant ma pause", "12h-14h"),
        (HOURS, "la dernière, le matin je dors", "14h-18h"),
        (STATE, "pas mieux mais pas pire", "pareil"),
        (STATE, "hier j'étais mieux, aujourd'hui rebelote", None),
        (STATE, "la gorge mieux mais la toux moins bien", None),
        (TEST, "c'était pas l'antigénique, c'était la PCR", "PCR"),
        (
            ("au travail", "à l'école", "je ne sais pas"),
            "le travail ? l'école ? aucune idée",
            "je ne sais pas",
        ),
    ],
)
def test_the_option_that_stands_is_the_answer(options, text, value):
    assert read(text, options).value == value


@pytest.mark.parametrize(
    ("options", "text", "value"),
    [
        (TIE, "un copain du foot", "ami"),
        (TIE, "mon copain", "conjoint"),
        (TIE, "ma cousine", "autre"),
        (TIE, "mon ex-mari", "autre"),
        (PLACE, "ma belle-mère me laisse sa dépendance", "chez un proche"),
        (PLACE, "la maison de ma tante", "chez un proche"),
        (SOURCE, "dans le tram", "dans les transports"),
        (SOURCE, "chez le coiffeur", "autre"),
        (MASK, "tjs", "toujours"),
        (MASK, "de temps en temps", "parfois"),
        (VACCINE, "le Johnson en une seule piqûre", "Janssen"),
        (FLAT, "un studio au 4e", "appartement"),
        (("en intérieur", "en plein air"), "dehors", "en plein air"),
        (("Matin", "Soir"), "in the evening please", "Soir"),
        (("famille", "voisin", "personne"), "mes parents", "famille"),
        (("famille", "voisin", "personne"), "la dame d'en face", "voisin"),
        (TIE, "je préfère ne pas dire", None),
        (("Toux", "Fièvre", "Fatigue"), "fever", "Fièvre"),
        (("Travail", "Famille", "Loisirs"), "à la pétanque", "Loisirs"),
        (JOB, "j'ai mon propre camion, je suis mon patron", "Indépendant"),
        (JOB, "mon patron a fermé", "Salarié"),
    ],
)
def test_an_option_is_told_in_other_words_and_read_back(options, text, value):
    reading = read(text, options)
    assert reading.value == value
    assert ("echoed" in reading.notes) == (value is not None)


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        (
            "le nez ça va, la fièvre est tombée, la toux je m'en accommode",
            ("toux", "fatigue", "fièvre", "nez bouché"),
            "fatigue",
        ),
        ("the cough went away but I'm still weak", ("Fièvre", "Toux", "Fatigue", "Aucun"), "Fatigue"),
        ("la toux, la fièvre c'est bon", ("Fièvre", "Toux", "Fatigue", "Aucun"), "Toux"),
        ("le matin ça va", ("matin", "midi", "soir"), "matin"),
        ("pas avant midi, le soir je suis vannée", ("Le matin", "L'après-midi", "Le soir"), "L'après-midi"),
        ("positif c'est mon mari", ("Positif", "Négatif", "En attente"), None),
        (
            "ma fille est loin, les voisins sont malades, le secours populaire passe",
            ("un voisin", "la famille", "une association", "personne"),
            "une association",
        ),
        (
            "je peux pas dire que c'est mieux, je peux pas dire que c'est pire",
            ("mieux", "pareil", "moins bien"),
            "pareil",
        ),
        ("je peux dire que c'est mieux", ("mieux", "pareil", "moins bien"), "mieux"),
        ("le frigo est plein, par contre qui me refait le pansement", HELPS, "Soins"),
        ("le frigo est vide", HELPS, "Courses"),
        ("les courses mon fils me les fait, une infirmière oui", HELPS, "Soins"),
        ("c'est pour les petits", HELPS, "Garde d'enfants"),
        ("c bon on se debrouille", HELPS, "Aucune"),
        ("c bon", ("Toux", "Fièvre", "Aucun"), None),
        ("le jour sans école", ("mardi", "mercredi", "vendredi"), "mercredi"),
        (
            "rien de bien méchant",
            ("aucun symptôme", "symptômes légers", "symptômes importants"),
            "symptômes légers",
        ),
    ],
)
def test_what_troubles_least_is_away_or_is_another_persons_is_not_meant(text, options, value):
    assert read_reply("choice", text, datetime.fromisoformat("2021-03-05"), options).value == value
