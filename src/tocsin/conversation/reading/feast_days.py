"""Days that have a name of their own, each by its words: ``Noël``, ``la Toussaint``, ``le lundi de Pâques``."""

from datetime import date, timedelta
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import ReplyWord

_FIXED: Final = Phrasebook(
    [
        ("01-01", "jour|premier de l? an\n1 er? de l? an\nnouvel an\nnew year day?"),
        ("01-06", "epiphanie\njour des rois"),
        ("02-02", "chandeleur"),
        ("02-14", "saint|st valentin\nvalentine s? day"),
        ("03-08", "journee de la|des femme|femmes\njournee des droits de? femmes"),
        ("03-17", "saint|st patrick|patricks\nsaint|st patrick s day"),
        ("04-01", "poisson d avril"),
        ("05-01", "fete du travail"),
        ("06-21", "fete de la musique"),
        ("07-14", "fete nationale"),
        ("08-15", "assomption"),
        ("10-31", "halloween"),
        ("11-01", "toussaint"),
        ("11-11", "armistice"),
        ("12-06", "saint|st nicolas"),
        ("12-24", "reveillon\nreveillon de noel\nveille de noel\nchristmas|xmas eve"),
        ("12-25", "noel\nchristmas|xmas"),
        ("12-26", "boxing day"),
        ("12-31", "reveillon du nouvel|jour|31|premier an?\nsaint|st sylvestre\nnew year s? eve"),
    ]
)
_BY_EASTER: Final = Phrasebook(
    [
        ("-47", "mardi gras"),
        ("-2", "vendredi saint"),
        ("0", "paques\ndimanche de paques\neaster"),
        ("1", "lundi de paques"),
        ("39", "ascension\njeudi de l ascension"),
        ("49", "pentecote"),
        ("50", "lundi de pentecote"),
    ]
)


def find_feast(words: tuple[ReplyWord, ...], at: int, today: date) -> tuple[date, int] | None:
    """The feast that begins at a word, the last one that was, and the index after its words."""
    behind = words[at : at + 6]
    hits = [hit for book in (_FIXED, _BY_EASTER) for hit in book.find_longest(behind) if hit.start == 0]
    if not hits:
        return None
    hit = max(hits, key=lambda one: one.end)
    if "-" in hit.name[1:]:
        month, day = (int(part) for part in hit.name.split("-"))
        every = [date(year, month, day) for year in (today.year - 1, today.year)]
    else:
        every = [
            compute_easter(year) + timedelta(days=int(hit.name)) for year in (today.year - 1, today.year)
        ]
    return max(day for day in every if day <= today), at + hit.end


def compute_easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher.

    >>> compute_easter(2021)
    datetime.date(2021, 4, 4)
    """
    golden, century, rest = year % 19, year // 100, year % 100
    shift = (8 * century + 13) // 25
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    days = moon + week - 7 * late + 114
    return date(year, days // 31, days % 31 + 1)
