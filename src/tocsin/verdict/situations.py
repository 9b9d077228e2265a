"""What a person may have done already, before any verdict."""

from typing import Final

from tocsin.locale.catalogues import translate

SITUATIONS: Final = (
    "clicked", "paid", "gave_nir", "gave_bank", "gave_card", "gave_credentials", "rang_back", "installed", "victim",
)  # fmt: skip


def join_situations(names: tuple[str, ...], lang: str) -> str:
    """What was already done, as the beginning of a sentence.

    >>> join_situations(("clicked", "paid"), "en")
    'If you clicked or paid'
    """
    if len(names) == len(SITUATIONS):
        return translate("titles", "any_case", lang)
    said = [translate("situations", name, lang) if name in SITUATIONS else name for name in names]
    last = translate("titles", "or", lang).join(part for part in (", ".join(said[:-1]), said[-1]) if part)
    return translate("titles", "if_done", lang, situations=last)
