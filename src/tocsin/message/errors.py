"""What a caller gave that no message, language or day can be: said at once, before anything is judged."""

from tocsin.charter.channels import CHANNELS
from tocsin.locale.languages import LANGUAGES


def abbreviate_value(value: object) -> str:
    """A value as it is named in an error: printable, and short."""
    shown = ascii(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


class UnknownChannel(ValueError):
    """The channel is none by which messages come."""

    def __init__(self, value: object) -> None:
        super().__init__(f"channel: {abbreviate_value(value)} is none of {', '.join(CHANNELS)}")
        self.value = value


class UnknownLanguage(ValueError):
    """Verdicts are not told in this language."""

    def __init__(self, value: object) -> None:
        super().__init__(f"lang: {abbreviate_value(value)} is none of {', '.join(LANGUAGES)}")
        self.value = value


class NotReceptionDay(TypeError):
    """The day of reception is no date."""

    def __init__(self, value: object) -> None:
        super().__init__(
            f"received: expected a datetime.date such as date(2024, 5, 2), got {abbreviate_value(value)}"
        )
        self.value = value


class FutureReceptionDay(ValueError):
    """The day of reception lies ahead."""

    def __init__(self, value: object) -> None:
        super().__init__(f"received: {value} lies ahead")
        self.value = value


class NotMessageText(TypeError):
    """The text, the sender or the subject of a message is no text."""

    def __init__(self, field: str, value: object) -> None:
        hint = "; tocsin.read_eml takes bytes" if isinstance(value, bytes) else ""
        super().__init__(f"{field}: expected str, got {type(value).__name__}{hint}")
        self.value = value
