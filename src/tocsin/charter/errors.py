# A failure is named by what is wrong; "Error" would add nothing.
"""What can be wrong in the files of a charter: one class per failure, naming file, line and field."""


class CharterError(ValueError):
    """A charter cannot be read."""

    def __init__(
        self, *, file: str = "", line: int = 0, field: str = "", expected: str = "", found: str = ""
    ) -> None:
        self.file = file
        """File where it was found, or empty."""
        self.line = line
        """Line in the file, from 1; 0 where there is none."""
        self.field = field
        """Path of the field, such as ``asks[3].direction``."""
        self.expected = expected
        """What should stand there, in words."""
        self.found = found
        """What stands there, or empty."""
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.field) if part)
        parts = [f"{place}: {self.__doc__}" if place else str(self.__doc__)]
        if self.found:
            parts.append(f"Found: {self.found}.")
        if self.expected:
            parts.append(f"Expected: {self.expected}.")
        return " ".join(parts)


class NoSuchCharter(CharterError):
    """No charter has this name, and no folder this path."""


class NotYaml(CharterError):
    """The file is not valid YAML."""


class WrongShape(CharterError):
    """The value does not have the shape expected here."""


class UnknownKey(CharterError):
    """The key is not part of the format."""


class RepeatedKey(CharterError):
    """The key is written twice."""


class MissingField(CharterError):
    """A required field is missing or empty."""


class MissingLanguage(CharterError):
    """The wording is missing in a language."""


class BadChoice(CharterError):
    """The value is not one of those allowed."""


class BadDate(CharterError):
    """The date cannot be read."""


class BadPeriod(CharterError):
    """The ends of the period contradict one another."""


class BadContactNumber(CharterError):
    """The telephone or short number is not written in full."""


class BadContactHost(CharterError):
    """The host is not a plain domain name."""


class BadMailAddress(CharterError):
    """The mail address cannot be read."""


class BadSenderName(CharterError):
    """No operator would carry this SMS sender name."""


class BadExampleQuote(CharterError):
    """The expected quote does not stand in the message."""


class DuplicateClauseId(CharterError):
    """Two clauses have the same identifier."""


class UnknownClauseReference(CharterError):
    """The name refers to nothing in this charter."""


class UnknownLayer(CharterError):
    """There is no such shared layer."""


class CircularLayers(CharterError):
    """The layer inherits itself."""


class UnknownPlaceholder(CharterError):
    """The braces name nothing that can be filled in."""


class RelaxesUnnamed(CharterError):
    """It is looser than an inherited clause that it does not name."""


class RelaxesWithoutSource(CharterError):
    """What is looser than an inherited clause has no source of the institution's own."""
