"""Forms of French verbs, made from infinitives when the tables are built: the lexicon lists verbs, not their endings.

Only what a message asks with is made: the second person plural (*donnez*, *donnerez*, *donniez*), the
infinitive, the gerund, and the forms in which a call is told afterwards (*il dicte*, *que je dicte*, *elle
dictait*). Letters are folded (``fold.py``), so that *répéter* is *repeter*.
"""

from collections.abc import Iterator, Mapping

_FUTURES = {"envoyer": "enverr", "renvoyer": "renverr", "ecrire": "ecrir"}
"""Stems of the future that the infinitive does not give."""


class UnknownVerbForm(ValueError):
    """A group of verbs names a form that is none of ``second``, ``infinitive``, ``gerund`` and ``told``."""


def list_verb_forms(verb: str) -> dict[str, list[str]]:
    """Forms of a verb by name; where the plural stem is not regular it is said: ``lire=lis``.

    >>> list_verb_forms("donner")  # doctest: +NORMALIZE_WHITESPACE
    {'second': ['donnez', 'donnerez'], 'infinitive': ['donner', 'donniez'], 'gerund': ['donnant'],
     'told': ['donne', 'donnes', 'donnent', 'donnait', 'donnaient']}
    >>> list_verb_forms("remplir")["second"], list_verb_forms("partager")["gerund"]
    (['remplissez', 'remplirez'], ['partageant'])
    """
    infinitive, _, stem = verb.partition("=")
    stem = stem or _find_plural_stem(infinitive)
    future = _FUTURES.get(infinitive) or _find_future_stem(infinitive)
    soft = "e" if infinitive.endswith("ger") else ""
    return {
        "second": [f"{stem}ez", f"{future}ez"],
        "infinitive": [infinitive, f"{stem}iez"],
        "gerund": [f"{stem}{soft}ant"],
        "told": [f"{stem}e", f"{stem}es", f"{stem}ent", f"{stem}{soft}ait", f"{stem}{soft}aient"],
    }


def _find_plural_stem(infinitive: str) -> str:
    """Stem of *nous* and *vous*."""
    return f"{infinitive[:-1]}ss" if infinitive.endswith("ir") else infinitive[:-2]


def _find_future_stem(infinitive: str) -> str:
    if infinitive.endswith("yer"):
        return f"{infinitive[:-3]}ier"
    return infinitive.removesuffix("e")


def iterate_class_forms(groups: list[Mapping[str, object]]) -> Iterator[tuple[str, list[str]]]:
    """Class and forms, for each verb of groups such as ``{verbs: [...], second: give_now, infinitive: give}``.

    Raises UnknownVerbForm.
    """
    for group in groups:
        verbs = group["verbs"]
        assert isinstance(verbs, list)
        for verb in verbs:
            forms = list_verb_forms(str(verb))
            for name, cls in group.items():
                if name == "verbs":
                    continue
                if name not in forms:
                    raise UnknownVerbForm(name)
                yield str(cls), forms[name]
