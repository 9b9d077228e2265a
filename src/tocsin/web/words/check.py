"""What the page that checks a message says."""

from typing import Final

WORDS: Final = {
    "title": ("Ce message est-il vrai ?", "Is this message genuine?"),
}
