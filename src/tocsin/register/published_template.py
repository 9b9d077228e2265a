"""The published wording of a kind of message."""

import re
from collections.abc import Mapping

from msgspec import Struct

_VARIABLE = re.compile(r"\{(\w+)\}")
BLANK = "…"


class VariableValueMissing(KeyError):
    """A variable of the template has no value."""

    def __init__(self, template: str, variable: str) -> None:
        self.template = template
        """Template that needs it."""
        self.variable = variable
        """Its name."""
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {variable}, in {template}")

    def __str__(self) -> str:
        return str(self.args[0])


class PublishedTemplate(Struct, frozen=True, tag="template", tag_field="kind"):
    """A wording, in one language, at one version: it never changes, a change is a new version."""

    id: str
    """Name, such as ``case.notice``."""
    version: str
    """Version of the wording, such as ``2021-03-05``."""
    lang: str
    """``fr`` or ``en``."""
    text: str
    """The wording, with variables as ``{name}`` and the code as ``{code}``."""

    @property
    def name(self) -> str:
        """Name and version, as people are told them."""
        return f"{self.id} {self.version} ({self.lang})"

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of its variables, each once, in order; the code is not one.

        >>> PublishedTemplate("notice", "1", "fr", "Bonjour {first_name}. Réf. {code}").variables
        ('first_name',)
        """
        return tuple(dict.fromkeys(name for name in _VARIABLE.findall(self.text) if name != "code"))

    def render(self, code: str, values: Mapping[str, str]) -> str:
        """The text as it is sent.

        Raises VariableValueMissing. What a value holds is never read as a variable.
        """
        return _VARIABLE.sub(lambda found: self._find_value(found[1], code, values), self.text)

    def render_with_blanks(self, code: str) -> str:
        """The wording with a code, and blanks for its variables: what anybody may be shown."""
        return _VARIABLE.sub(lambda found: code if found[1] == "code" else BLANK, self.text)

    def _find_value(self, name: str, code: str, values: Mapping[str, str]) -> str:
        if name == "code":
            return code
        if name not in values:
            raise VariableValueMissing(self.name, name)
        return values[name]
