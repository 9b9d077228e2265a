"""A table as a file has no sentences of its own."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Tableau", "Table"),
}
