"""Languages for which an interpreter may be needed on the telephone, by their ISO 639 codes."""

from collections.abc import Mapping
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording

LANGUAGES: Final[Mapping[str, Wording]] = {
    "sq": Wording("albanais", "Albanian"),
    "de": Wording("allemand", "German"),
    "am": Wording("amharique", "Amharic"),
    "en": Wording("anglais", "English"),
    "ar": Wording("arabe", "Arabic"),
    "hy": Wording("arménien", "Armenian"),
    "bm": Wording("bambara", "Bambara"),
    "bn": Wording("bengali", "Bengali"),
    "ber": Wording("berbère", "Berber"),
    "bg": Wording("bulgare", "Bulgarian"),
    "zh": Wording("chinois", "Chinese"),
    "ko": Wording("coréen", "Korean"),
    "gcf": Wording("créole antillais", "Antillean Creole"),
    "ht": Wording("créole haïtien", "Haitian Creole"),
    "rcf": Wording("créole réunionnais", "Réunion Creole"),
    "es": Wording("espagnol", "Spanish"),
    "ka": Wording("géorgien", "Georgian"),
    "hi": Wording("hindi", "Hindi"),
    "it": Wording("italien", "Italian"),
    "fsl": Wording("langue des signes française", "French Sign Language"),
    "ln": Wording("lingala", "Lingala"),
    "ps": Wording("pachto", "Pashto"),
    "fa": Wording("persan, dari", "Persian, Dari"),
    "ff": Wording("peul", "Fula"),
    "pl": Wording("polonais", "Polish"),
    "pt": Wording("portugais", "Portuguese"),
    "rom": Wording("romani", "Romani"),
    "ro": Wording("roumain", "Romanian"),
    "ru": Wording("russe", "Russian"),
    "sr": Wording("serbe, croate, bosnien", "Serbian, Croatian, Bosnian"),
    "zdj": Wording("shikomori, shimaoré", "Comorian, Maore"),
    "so": Wording("somali", "Somali"),
    "snk": Wording("soninké", "Soninke"),
    "sw": Wording("swahili", "Swahili"),
    "ta": Wording("tamoul", "Tamil"),
    "ti": Wording("tigrinya", "Tigrinya"),
    "tr": Wording("turc", "Turkish"),
    "uk": Wording("ukrainien", "Ukrainian"),
    "ur": Wording("ourdou", "Urdu"),
    "vi": Wording("vietnamien", "Vietnamese"),
    "wo": Wording("wolof", "Wolof"),
    "other": Wording("une autre langue (à dire dans le mémo)", "another language (say it in the note)"),
}
"""In the order in which they are listed in French."""


def name_spoken_language(code: str, lang: str) -> str:
    """The name of a language; its code where it is not listed."""
    return translate_wording(LANGUAGES[code], lang) if code in LANGUAGES else code
