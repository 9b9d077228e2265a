"""Where entries are kept: what every register does, and one in memory."""

from typing import Protocol

from tocsin.register.entry import PublishedTemplate, RegisterEntry


class CodeTaken(Exception):
    """Another message already has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {code}")


class WordingChanged(Exception):
    """This version of the template was published with another wording."""

    def __init__(self, template: str) -> None:
        self.template = template
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {template}")


class TemplateNotPublished(Exception):
    """The template of this entry is not published."""


class ReadableRegister(Protocol):
    """Every message issued, found by its code."""

    def find(self, code: str) -> RegisterEntry | None:
        """The entry of a code, as printed."""
        ...

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        """A published wording."""
        ...


class MessageRegister(ReadableRegister, Protocol):
    """A register that messages are entered in."""

    def publish(self, template: PublishedTemplate) -> None:
        """Keep a wording. Publishing the same again does nothing; raises WordingChanged for another."""
        ...

    def add(self, entry: RegisterEntry) -> None:
        """Keep an entry, for good, before this returns. Raises CodeTaken, or TemplateNotPublished."""
        ...


class MemoryRegister:
    """A register in memory."""

    def __init__(self) -> None:
        self._entries: dict[str, RegisterEntry] = {}
        self._templates: dict[tuple[str, str, str], PublishedTemplate] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def publish(self, template: PublishedTemplate) -> None:
        if self._is_new(template):
            self._templates[template.id, template.version, template.lang] = template

    def add(self, entry: RegisterEntry) -> None:
        self._check_entry(entry)
        self._entries[entry.code] = entry

    def find(self, code: str) -> RegisterEntry | None:
        return self._entries.get(code)

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        return self._templates.get((id, version, lang))

    def _is_new(self, template: PublishedTemplate) -> bool:
        known = self.template(template.id, template.version, template.lang)
        if known is not None and known.text != template.text:
            raise WordingChanged(template.name)
        return known is None

    def _check_entry(self, entry: RegisterEntry) -> None:
        if entry.code in self._entries:
            raise CodeTaken(entry.code)
        if self.template(entry.template, entry.version, entry.lang) is None:
            raise TemplateNotPublished(f"{str(TemplateNotPublished.__doc__).rstrip('.')}: {entry.wording}")
