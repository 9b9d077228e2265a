"""Languages for which an interpreter may be needed on the telephone, by their ISO 639 codes."""

from collections.abc import Mapping
from functools import cache

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.charter.yaml_document import read_packaged_yaml


@cache
def list_spoken_languages() -> Mapping[str, Wording]:
    """Code -> name, in the order in which they are listed in French."""
    return read_packaged_yaml(__package__, "languages.yaml").convert_to(dict[str, Wording])


def name_spoken_language(code: str, lang: str) -> str:
    """The name of a language; its code where it is not listed."""
    known = list_spoken_languages()
    return translate_wording(known[code], lang) if code in known else code
