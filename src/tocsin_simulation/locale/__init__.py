"""The sentences of the simulation's commands, in catalogues laid out as those of the product."""

from pathlib import Path

from tocsin.locale.catalogues import load_sentences

ROOT = Path(__file__).parent


def translate_simulation(context: str, name: str, language: str, /, **blanks: object) -> str:
    """A sentence of a command of the simulation, its blanks filled in. Raises NoSuchSentence."""
    text = load_sentences("tocsin", context, language, ROOT)[name]
    return text.format(**blanks) if blanks else text
