"""What a release brings along, for whoever installs it: a CycloneDX bill of materials, and its licences in a table.

``./dev wheel`` runs it beside the wheel. Names, versions, hashes and what needs what are those of ``uv.lock``;
licences are read from the packages as they are installed here. The same commit gives the same bytes. What is
compiled into a package of others (OpenSSL in ``cryptography``) is told by the packages' own bills, which lie in
their ``.dist-info/sboms`` (PEP 770).

    python -m tools.build_sbom WHEEL EXPORT.json FOLDER
"""

import hashlib
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from subprocess import run
from typing import Any, Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT: Final = Path(__file__).resolve().parents[1]
KNOWN: Final = tomllib.loads(Path(__file__).with_name("component_licences.toml").read_text(encoding="utf-8"))


class UnknownLicence(ValueError):
    """A package says no licence that we can name: read its licence file, and write it in component_licences.toml."""


class InvalidBill(ValueError):
    """The bill of materials is not what the schema of CycloneDX asks."""


def find_licence(name: str) -> str:
    """The licence of an installed package, as an SPDX expression. Raises UnknownLicence, PackageNotFoundError.

    >>> find_licence("django"), find_licence("IMAPClient")
    ('BSD-3-Clause', 'BSD-3-Clause')
    """
    if known := KNOWN["packages"].get(name.lower()):
        return str(known)
    said = metadata(name)
    words = [said.get("License-Expression"), said.get("License")]
    words += [line for line in said.get_all("Classifier") or () if line.startswith("License :: OSI")]
    for word in filter(None, words):
        found = LicenseFactory().make_from_string(KNOWN["words"].get(word, word))
        if not isinstance(found, DisjunctiveLicense) or found.id:
            return KNOWN["words"].get(word, word)
    raise UnknownLicence(f"{name}: {words}")


def build_bill(wheel: Path, exported: dict[str, Any], at: datetime) -> Bom:
    """The bill of a wheel and of all that it needs, as uv exported it. Raises UnknownLicence."""
    bill = Bom.from_json(exported)  # type: ignore[attr-defined]  # added by the decorator of its serialisation
    for component in tuple(bill.components):
        try:
            component.licenses.add(LicenseFactory().make_from_string(find_licence(component.name)))
        except PackageNotFoundError:  # for another platform or Python: pinned, and never installed here
            bill.components.discard(component)
    ours = bill.metadata.component
    name, version = wheel.name.split("-")[:2]
    ours.type, ours.version, ours.purl = (
        ComponentType.APPLICATION,
        version,
        PackageURL("pypi", None, name, version),
    )
    ours.hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=_digest(wheel)))
    ours.licenses.add(LicenseFactory().make_from_string("Apache-2.0"))
    ours.components.update(_vendored_components())
    bill.metadata.timestamp = at
    bill.metadata.tools.tools.clear()
    bill.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, ours.purl.to_string() + _digest(wheel))
    kept = {component.bom_ref for component in bill.components} | {ours.bom_ref}
    for dependency in tuple(bill.dependencies):
        if dependency.ref not in kept:
            bill.dependencies.discard(dependency)
        for needed in tuple(dependency.dependencies):
            if needed.ref not in kept:
                dependency.dependencies.discard(needed)
    return bill


def write_bill(bill: Bom) -> str:
    """As JSON of CycloneDX 1.6, held against its schema. Raises InvalidBill."""
    text = JsonV1Dot6(bill).output_as_string(indent=2)
    if error := JsonStrictValidator(JsonV1Dot6(bill).schema_version).validate_str(text):
        raise InvalidBill(str(error))
    return text + "\n"


def write_licences(bill: Bom) -> str:
    """Who is in it, and under which licence, as a table in Markdown."""
    ours = bill.metadata.component
    rows = [
        f"| {c.name} | {c.version} | {' '.join(_name_licences(c))} |"
        for c in sorted((*bill.components, *ours.components), key=lambda c: c.name.lower())
    ]
    head = f"# Licences of {ours.name} {ours.version} and of what it brings\n\n"
    table = "| component | version | licence (SPDX) |\n|---|---|---|\n"
    return head + table + "\n".join((f"| {ours.name} | {ours.version} | Apache-2.0 |", *rows)) + "\n"


def _name_licences(component: Component) -> Iterator[str]:
    for one in component.licenses:
        yield one.id or one.name if isinstance(one, DisjunctiveLicense) else one.value


def _vendored_components() -> Iterable[Component]:
    for row in KNOWN["vendored"]:
        file = ROOT / row["file"]
        found = re.search(row["version"], file.read_text(encoding="utf-8"))
        version = found[1] if found else None
        yield Component(
            name=row["name"], version=version, type=ComponentType.LIBRARY, bom_ref=f"vendored-{row['name']}",
            purl=PackageURL(row["kind"], None, row["name"], version),
            licenses=[LicenseFactory().make_from_string(row["licence"])],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=_digest(file))],
        )  # fmt: skip


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _commit_time() -> datetime:
    said = run(["git", "log", "-1", "--format=%cI"], cwd=ROOT, capture_output=True, text=True, check=True)
    return datetime.fromisoformat(said.stdout.strip())


def main(wheel: str, exported: str, folder: str) -> None:
    """Write ``<wheel's name and version>.cdx.json`` and ``licences.md``."""
    built = Path(wheel)
    bill = build_bill(built, json.loads(Path(exported).read_text(encoding="utf-8")), _commit_time())
    name = "-".join(built.name.split("-")[:2])
    (Path(folder) / f"{name}.cdx.json").write_text(write_bill(bill), encoding="utf-8")
    (Path(folder) / "licences.md").write_text(write_licences(bill), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
