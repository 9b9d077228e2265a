"""Patients by their references, in files of any size: where they stand is kept, not what they say,
in a table of numbers."""

import os
from array import array
from collections.abc import Iterator

import msgspec

from tocsin.message.repeated_keys import repeats_key
from tocsin.tracing.intake.fhir_resources import FhirIdentifier, FhirPatient, read_entry, read_patient
from tocsin.tracing.intake.records import RejectedRecord


class IntegerHashTable:
    """Open addressing with linear probing; a key is a ``hash()``, which nobody outside can foresee."""

    def __init__(self) -> None:
        self._allocate(1 << 10)
        self._used = 0

    def _allocate(self, size: int) -> None:
        self._mask = size - 1
        self._keys = array("q", bytes(8 * size))
        self._values = array("i", b"\xff" * 4 * size)  # -1: free

    def __len__(self) -> int:
        return self._used

    def get(self, key: int) -> int:
        """The number of a key, or -1."""
        keys, values, mask = self._keys, self._values, self._mask
        at = key & mask
        while (value := values[at]) >= 0:
            if keys[at] == key:
                return value
            at = (at + 1) & mask
        return -1

    def set(self, key: int, value: int) -> None:
        """Give a key its number, from 0 on."""
        keys, values, mask = self._keys, self._values, self._mask
        at = key & mask
        while values[at] >= 0:
            if keys[at] == key:
                values[at] = value
                return
            at = (at + 1) & mask
        keys[at] = key
        values[at] = value
        self._used += 1
        if self._used * 3 > len(keys) * 2:
            self._grow()

    def _grow(self) -> None:
        before = zip(self._keys, self._values, strict=True)
        self._allocate(len(self._keys) * 2)
        self._used = 0
        for key, value in before:
            if value >= 0:
                self.set(key, value)


_SAME = 16
"""Patients under one reference beyond which it is not followed: a file made to slow us down."""
_ENTRY = 1
_BASED = 2
"""It has an absolute address: another server's patient of the same id is somebody else."""
_UNNAMED = "\x1f"
"""The reference under which those stand to whom none leads: only their identifiers do."""
_BROKEN = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)
_ANY = "*/"
"""Before a reference: any patient whose server is not known will do."""


class PatientIndex:
    """An index over files that are open. Some 50 bytes a patient."""

    def __init__(self) -> None:
        self._heads = IntegerHashTable()
        self._previous = array("i")
        self._depth = array("B")
        self._scope = array("Q")
        self._offset = array("Q")
        self._length = array("I")
        self._file = array("H")
        self._flags = array("B")
        self._files: list[int] = []
        self._identified = False
        """Whether identifiers lead to their patients too: they do once one is asked for."""

    def __len__(self) -> int:
        return len(self._offset)

    def add_file(self, descriptor: int) -> int:
        """Make a file known; its number."""
        self._files.append(descriptor)
        return len(self._files) - 1

    def add_patient(
        self, file: int, scope: int, offset: int, length: int, *, entry: bool, id: str | None, full_url: str
    ) -> None:
        """Note where a patient stands, and under which references."""
        flags = entry * _ENTRY | full_url.startswith("http") * _BASED
        for reference in (*list_references(id, full_url),) or (_UNNAMED,):
            self._add_reference(hash(reference), file << 32 | scope, offset, length, file, flags)

    def _add_reference(self, key: int, scope: int, offset: int, length: int, file: int, flags: int) -> None:
        before = self._heads.get(key)
        self._heads.set(key, len(self._offset))
        self._previous.append(before)
        self._depth.append(min(self._depth[before] + 1, _SAME) if before >= 0 else 0)
        self._scope.append(scope)
        self._offset.append(offset)
        self._length.append(length)
        self._file.append(file)
        self._flags.append(flags)

    def find_by_reference(
        self, references: list[str], file: int, scope: int
    ) -> tuple[FhirPatient, bytes] | None:
        """The patient of the first reference that leads to one, and its bytes: in its document, else in any.

        Raises RejectedRecord where two different patients have it, and ``msgspec.DecodeError``.
        """
        for reference in references:
            unbased = reference.startswith(_ANY)
            at = self._heads.get(hash(reference[len(_ANY) :] if unbased else reference))
            if at < 0:
                continue
            if self._previous[at] < 0:
                if unbased and self._flags[at] & _BASED:
                    continue
                return self._read_patient(at)
            if self._depth[at] >= _SAME:
                raise RejectedRecord("two_patients", "a reference to one patient is expected")
            found = self._resolve_patient(at, file << 32 | scope, unbased)
            if found is not None:
                return found
        return None

    def find_by_identifier(
        self, identifier: FhirIdentifier, file: int, scope: int
    ) -> tuple[FhirPatient, bytes] | None:
        """The patient who has an identifier; one without a system holds only in its own document.

        Raises as ``find_by_reference`` does. Identifiers are read when the first is asked for: most results need none.
        """
        if not identifier.value:
            return None
        if not self._identified:
            self._index_identifiers()
        at = self._heads.get(_make_identifier_key(identifier, file << 32 | scope))
        if at < 0:
            return None
        if self._depth[at] >= _SAME:
            raise RejectedRecord("two_patients", "an identifier of one patient is expected")
        return self._resolve_patient(at, file << 32 | scope, unbased=False)

    def _index_identifiers(self) -> None:
        self._identified = True
        seen = -1, -1
        for at in range(len(self._offset)):
            where = self._file[at], self._offset[at]
            if where == seen:
                continue  # the same under another reference
            seen = where
            try:
                patient, _ = self._read_patient(at)
            except (*_BROKEN, RejectedRecord):
                continue
            keys = {
                _make_identifier_key(one, self._scope[at]) for one in patient.identifier or () if one.value
            }
            for key in keys:
                self._add_reference(
                    key, self._scope[at], self._offset[at], self._length[at], self._file[at], self._flags[at]
                )

    def _resolve_patient(self, at: int, scope: int, unbased: bool) -> tuple[FhirPatient, bytes] | None:
        chain: list[int] = []
        while at >= 0:
            if not (unbased and self._flags[at] & _BASED):
                chain.append(at)
            at = self._previous[at]
        near = [one for one in chain if self._scope[one] == scope]
        read = [self._read_patient(one) for one in near or chain]
        if any(one[0] != read[0][0] for one in read):
            raise RejectedRecord("two_patients", "a reference to one patient is expected")
        return read[0] if read else None

    def _read_patient(self, at: int) -> tuple[FhirPatient, bytes]:
        data = os.pread(self._files[self._file[at]], self._length[at], self._offset[at])
        if repeats_key(data):
            raise RejectedRecord("repeated_key", "a patient with each key once is expected")
        if self._flags[at] & _ENTRY:
            entry = read_entry(data)
            resource = bytes(entry.resource)
            if entry.modifierExtension:
                modified = {"modifierExtension": entry.modifierExtension}
                resource = msgspec.json.encode(msgspec.json.decode(resource, type=dict) | modified)
            return read_patient(resource), resource
        return read_patient(data), data


def _make_identifier_key(identifier: FhirIdentifier, scope: int) -> int:
    return hash((identifier.system or scope, identifier.value))


def list_references(id: str | None, full_url: str) -> Iterator[str]:
    short = id or (full_url.rpartition("/Patient/")[2] if "/Patient/" in full_url else "")
    if short:
        yield f"Patient/{short}"
    if full_url:
        yield full_url


def list_candidates(reference: str, full_url: str) -> list[str]:
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
