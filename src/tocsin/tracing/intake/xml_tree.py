"""XML from strangers, as a tree: bounded in size, depth and number, and without anything that XML lets a file do.

A document type is refused, and with it every entity, every external file and every bomb made of them. Why not
``defusedxml``: it refuses the same, by the same hooks of the standard library's expat, but keeps neither depth,
number of elements nor lines, which are what a place in quarantine is named by.
"""

from typing import Final
from xml.parsers import expat

DEPTH: Final = 100
"""Elements inside each other; a report of the CI-SIS has some 25."""
ELEMENTS: Final = 50_000
TEXT: Final = 100_000
"""Characters of one element's own text that are kept; what a report embeds as Base64 is longer."""
DOCUMENT: Final = 16 << 20
"""Bytes of a document."""

_INVALID: Final = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_ENCODING: Final = tuple(
    expat.errors.codes[one]
    for one in (expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING)
)


class UnsafeXml(ValueError):
    """The bytes are no XML that may be read: what was expected, and where."""

    def __init__(self, expected: str, reason: str = "unreadable") -> None:
        super().__init__(expected)
        self.reason = reason
        """A word of ``records.REASONS``."""


class XmlElement:
    """An element; namespaces of names and attributes are left out."""

    __slots__ = ("_counts", "attributes", "children", "line", "name", "number", "parent", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int, parent: "XmlElement | None") -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[XmlElement] = []
        self.line = line
        """The line on which it begins, from 1."""
        self.parent = parent
        self._counts: dict[str, int] = {}
        self.number = parent.count_child(name) if parent is not None else 1
        """Which of those of its name it is in its parent, from 1."""
        self.text = ""
        """Its own text and that of what is in it, as far as it was kept."""

    def count_child(self, name: str) -> int:
        """Count one more child of a name in; how many there are now."""
        number = self._counts[name] = self._counts.get(name, 0) + 1
        return number

    def has_several(self, name: str) -> bool:
        return self._counts.get(name, 0) > 1

    def get(self, attribute: str) -> str:
        """An attribute; empty where it is not there."""
        return self.attributes.get(attribute, "")

    def find_all(self, path: str) -> "list[XmlElement]":
        """Elements below it by names, such as ``patientRole/patient``."""
        found = [self]
        for name in path.split("/"):
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def find(self, path: str) -> "XmlElement | None":
        found = self.find_all(path)
        return found[0] if found else None

    def attribute_at(self, path: str, attribute: str) -> str:
        found = self.find(path)
        return found.get(attribute) if found else ""


def name_xpath(element: XmlElement) -> str:
    """Where an element stands: its XPath without namespaces, numbered where there are several of a name."""
    steps: list[str] = []
    at: XmlElement | None = element
    while at is not None:
        numbered = at.parent is not None and at.parent.has_several(at.name)
        steps.append(f"{at.name}[{at.number}]" if numbered else at.name)
        at = at.parent
    return "/" + "/".join(reversed(steps))


def parse_xml(data: bytes) -> XmlElement:
    """The tree of a document. Raises UnsafeXml."""
    if len(data) > DOCUMENT:
        raise UnsafeXml(f"a document of less than {DOCUMENT >> 20} MiB is expected", "too_large")
    builder = _TreeBuilder()
    parser = builder.parser
    try:
        parser.Parse(data, True)
    except UnsafeXml:
        raise
    except expat.ExpatError as error:
        if error.code in _ENCODING or (error.code == _INVALID and not _is_utf8(data)):
            raise UnsafeXml(
                f"text in the character set of the XML declaration is expected (line {error.lineno})",
                "bad_encoding",
            ) from None
        raise UnsafeXml(f"well-formed XML is expected (line {error.lineno})") from None
    except (ValueError, LookupError):  # what Python says of an encoding that it cannot map
        raise UnsafeXml("XML in a known character set is expected", "bad_encoding") from None
    if builder.root is None:
        raise UnsafeXml("an element is expected")
    return builder.root


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _TreeBuilder:
    def __init__(self) -> None:
        self.root: XmlElement | None = None
        self.parser = parser = expat.ParserCreate(namespace_separator="\x1f")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add_text
        parser.StartDoctypeDeclHandler = self._refuse_document_type
        parser.EntityDeclHandler = self._refuse_document_type
        parser.ExternalEntityRefHandler = self._refuse_document_type
        self._open: list[XmlElement] = []
        self._texts: list[list[str]] = []
        self._sizes: list[int] = []
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.parser.CurrentLineNumber
        if self._count > ELEMENTS or len(self._open) >= DEPTH:
            raise UnsafeXml(f"less than {DEPTH} levels and {ELEMENTS:,} elements are expected (line {line})")
        plain = {_strip_namespace(key): value for key, value in attributes.items()}
        parent = self._open[-1] if self._open else None
        element = XmlElement(_strip_namespace(name), plain, line, parent)
        if parent is not None:
            parent.children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])
        self._sizes.append(0)

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        element.text = " ".join("".join(self._texts.pop()).split())
        self._sizes.pop()
        if self._texts:
            self._keep_text(f" {element.text} ")

    def _add_text(self, text: str) -> None:
        if self._texts:
            self._keep_text(text)

    def _keep_text(self, text: str) -> None:
        if self._sizes[-1] <= TEXT:
            self._texts[-1].append(text[:TEXT])
            self._sizes[-1] += len(text)

    def _refuse_document_type(self, *_: object) -> int:
        raise UnsafeXml(
            f"XML without a document type or entities is expected (line {self.parser.CurrentLineNumber})"
        )


def _strip_namespace(name: str) -> str:
    return name.rpartition("\x1f")[2]
