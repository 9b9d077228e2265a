"""What can be wrong in data that is written in YAML. No YAML is read here, so that starting stays fast."""


class YamlDocumentError(Exception):
    """A document cannot be used."""

    def __init__(self, file: str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{file}, line {line}, {field}: {problem}")
        self.file = file
        self.line = line
        """From 1."""
        self.field = field
        """Path of the field, such as ``asks[3].direction``."""
        self.problem = problem


class CharterError(YamlDocumentError, ValueError):
    """A charter cannot be read."""


class NoSuchCharter(CharterError):
    """No charter has this name, and no folder this path."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        problem = f"no charter has this name, and no folder this path; there are {', '.join(known)}"
        ValueError.__init__(self, f"{name}: {problem}")
        self.file, self.line, self.field, self.problem = name, 0, "", problem
