"""Clients of the HTTP API, generated from its OpenAPI document: a package for Python, and one for TypeScript.

Python's is made by openapi-python-client, TypeScript's types by openapi-typescript around openapi-fetch. Both
are folders that can be installed, and neither is kept in the repository: the document is what they come from.

    python -m tools.build_clients FOLDER
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
CLIENTS: Final = ROOT / "clients"
NO_NODE: Final = "npm is not on this machine: the client for TypeScript was not made"


class PackagesNotFetched(OSError):
    """npm could not fetch what the client for TypeScript is made with: its registry is away, or too slow."""


def read_openapi_document() -> dict[str, Any]:
    """The document that the site serves."""
    import django

    django.setup()
    from tocsin.web.api.openapi import build_openapi_document

    document: dict[str, Any] = json.loads(json.dumps(build_openapi_document()))
    return document


def simplify_schemas(node: Any) -> Any:
    """The document as generators read it that do not know all of JSON Schema 2020-12.

    What is taken out only refuses more: the end of a tuple, which of several keys must be there, and a second
    media type with the same schema. The server still refuses it.

    >>> simplify_schemas({"prefixItems": [], "items": False})
    {'prefixItems': []}
    >>> simplify_schemas({"properties": {"a": {}}, "anyOf": [{"required": ["a"]}]})
    {'properties': {'a': {}}}
    """
    if isinstance(node, list):
        return [simplify_schemas(part) for part in node]
    if not isinstance(node, dict):
        return node
    kept = {key: part for key, part in node.items() if not (key == "items" and part is False)}
    if "properties" in kept and all("required" in part for part in kept.get("anyOf", ())):
        kept.pop("anyOf", None)
    if "application/fhir+json" in kept and "application/json" in kept:
        kept.pop("application/json")
    return {key: simplify_schemas(part) for key, part in kept.items()}


def build_python_client(document: dict[str, Any], folder: Path) -> None:
    """A package ``tocsin_client`` in the folder, typed; it needs httpx and attrs.

    Raises CalledProcessError.
    """
    source = folder.with_suffix(".openapi.json")
    source.write_text(json.dumps(simplify_schemas(document)), encoding="utf-8")
    generator = Path(sys.executable).with_name("openapi-python-client")
    command = [
        generator,
        "generate",
        "--path",
        source,
        "--output-path",
        folder,
        "--overwrite",
        "--meta",
        "setup",
    ]
    command += ["--config", CLIENTS / "python.yaml"]
    try:
        subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    finally:
        source.unlink()


def build_typescript_client(document: dict[str, Any], folder: Path) -> None:
    """A package ``tocsin-client`` in the folder, compiled: an ES module and its types.

    Raises PackagesNotFetched, and CalledProcessError where it does not compile.
    """
    shutil.copytree(CLIENTS / "typescript", folder, dirs_exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    command = [
        "npm",
        "ci",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--fetch-retries=0",
        "--fetch-timeout=20000",
    ]
    fetch = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if fetch.returncode:
        raise PackagesNotFetched(fetch.stderr.strip()[-300:])
    subprocess.run(["npm", "run", "build"], cwd=folder, check=True, capture_output=True, text=True)


def main(folder: str) -> None:
    """Write both into a folder, TypeScript's where npm is."""
    target = Path(folder).resolve()
    target.mkdir(parents=True, exist_ok=True)
    document = read_openapi_document()
    build_python_client(document, target / "python")
    if shutil.which("npm"):
        build_typescript_client(document, target / "typescript")
    else:
        print(NO_NODE, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
