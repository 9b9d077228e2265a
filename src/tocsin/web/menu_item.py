"""An area of the inside, as an entry of its menu."""

from msgspec import Struct


class MenuItem(Struct, frozen=True):
    """An area."""

    page: str
    """Of its front page."""
    action: str
    """Of that page."""
    sentence: str
    """Its name, in the catalogue, under ``inside.common``."""
