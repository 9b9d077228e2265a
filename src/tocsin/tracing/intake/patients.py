"""Patients by their references, in files of any size: where they stand is kept, not what they say."""

import os
from array import array
from collections.abc import Iterator

from tocsin.tracing.intake.fhir import Patient, read_entry, read_patient
from tocsin.tracing.intake.record import No
from tocsin.tracing.intake.table import Table

_SAME = 16
"""Patients under one reference beyond which it is not followed: a file made to slow us down."""
_ENTRY = 1
_BASED = 2
"""It has an absolute address: another server's patient of the same id is somebody else."""
_ANY = "*/"
"""Before a reference: any patient whose server is not known will do."""


class Patients:
    """An index over files that are open. Some 50 bytes a patient."""

    def __init__(self) -> None:
        self._heads = Table()
        self._previous = array("i")
        self._depth = array("B")
        self._scope = array("Q")
        self._offset = array("Q")
        self._length = array("I")
        self._file = array("H")
        self._flags = array("B")
        self._files: list[int] = []

    def __len__(self) -> int:
        return len(self._offset)

    def open(self, descriptor: int) -> int:
        """Make a file known; its number."""
        self._files.append(descriptor)
        return len(self._files) - 1

    def add(
        self, file: int, scope: int, offset: int, length: int, *, entry: bool, id: str | None, full_url: str
    ) -> None:
        """Note where a patient stands, and under which references."""
        flags = entry * _ENTRY | full_url.startswith("http") * _BASED
        for reference in references_of(id, full_url):
            key = hash(reference)
            before = self._heads.get(key)
            self._heads.set(key, len(self._offset))
            self._previous.append(before)
            self._depth.append(min(self._depth[before] + 1, _SAME) if before >= 0 else 0)
            self._scope.append(file << 32 | scope)
            self._offset.append(offset)
            self._length.append(length)
            self._file.append(file)
            self._flags.append(flags)

    def find(self, references: list[str], file: int, scope: int) -> tuple[Patient, bytes] | None:
        """The patient of the first reference that leads to one, and its bytes: in its document, else in any.

        Raises No where two different patients have it, and ``msgspec.DecodeError``.
        """
        for reference in references:
            unbased = reference.startswith(_ANY)
            at = self._heads.get(hash(reference[len(_ANY) :] if unbased else reference))
            if at < 0:
                continue
            if self._previous[at] < 0:
                if unbased and self._flags[at] & _BASED:
                    continue
                return self._read(at)
            if self._depth[at] >= _SAME:
                raise No("two_patients", "a reference to one patient is expected")
            found = self._one(at, file << 32 | scope, unbased)
            if found is not None:
                return found
        return None

    def _one(self, at: int, scope: int, unbased: bool) -> tuple[Patient, bytes] | None:
        chain: list[int] = []
        while at >= 0:
            if not (unbased and self._flags[at] & _BASED):
                chain.append(at)
            at = self._previous[at]
        near = [one for one in chain if self._scope[one] == scope]
        read = [self._read(one) for one in near or chain]
        if any(one[0] != read[0][0] for one in read):
            raise No("two_patients", "a reference to one patient is expected")
        return read[0] if read else None

    def _read(self, at: int) -> tuple[Patient, bytes]:
        data = os.pread(self._files[self._file[at]], self._length[at], self._offset[at])
        if self._flags[at] & _ENTRY:
            entry = read_entry(data)
            return read_patient(bytes(entry.resource)), bytes(entry.resource)
        return read_patient(data), data


def references_of(id: str | None, full_url: str) -> Iterator[str]:
    """What a patient may be referred to as."""
    short = id or (full_url.rpartition("/Patient/")[2] if "/Patient/" in full_url else "")
    if short:
        yield f"Patient/{short}"
    if full_url:
        yield full_url


def candidates(reference: str, full_url: str) -> list[str]:
    """What a reference may mean, the narrowest first; ``full_url`` is of the entry that it stands in."""
    reference = reference.partition("/_history/")[0]
    if reference.startswith("Patient/"):
        base = full_url.rpartition("/")[0].rpartition("/")[0] if full_url.startswith("http") else ""
        return [f"{base}/{reference}", _ANY + reference] if base else [reference]
    if reference.startswith("http") and "/Patient/" in reference:
        return [reference, f"{_ANY}Patient/{reference.rpartition('/Patient/')[2]}"]
    if reference.startswith("urn:uuid:"):
        return [reference, f"Patient/{reference[9:]}"]
    return [reference]
