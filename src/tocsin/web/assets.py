"""The static files of the site: few and small, so they are kept in memory, packed once, under names that
change with their content. A browser keeps each for a year; the icon that it asks for by a name of its own, a
day."""

import gzip
import mimetypes
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tocsin.web.headers import SECURITY

FOLDER: Final = Path(__file__).with_name("static")
ROOT: Final = "/static/"
ICON: Final = "/favicon.ico"
"""Browsers, bookmarks and mail programs ask for it where a page names no icon that they can show."""
_TYPES: Final = {
    ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ico": "image/x-icon"
}  # fmt: skip
_KEPT: Final = "public, max-age=31536000, immutable"
_KEPT_A_DAY: Final = "public, max-age=86400"


class Asset(Struct, frozen=True):
    """A file, as it is sent."""

    kind: str
    """Its media type."""
    plain: bytes
    packed: bytes
    """The same by gzip; empty where that is not shorter."""


class NoSuchAsset(Exception):
    """There is no such file in ``static/``."""


@cache
def _addresses() -> dict[str, str]:
    return {file.name: _address(file) for file in _files()}


@cache
def _served() -> dict[str, Asset]:
    found = {_address(file): _asset(file) for file in _files()}
    return found | {ICON: _asset(FOLDER / ICON.lstrip("/"))}


def _files() -> list[Path]:
    return sorted(file for file in FOLDER.iterdir() if file.suffix in _TYPES or file.suffix == ".png")


def _address(file: Path) -> str:
    return f"{ROOT}{file.stem}.{sha256(file.read_bytes()).hexdigest()[:10]}{file.suffix}"


def _asset(file: Path) -> Asset:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    plain = file.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    return Asset(kind, plain, packed if len(packed) < len(plain) else b"")


def address(name: str) -> str:
    """Where a file is. Raises NoSuchAsset."""
    found = _addresses().get(name)
    if found is None:
        raise NoSuchAsset(name)
    return found


def handle(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes] | None:
    """Answer a request for a static file; None where the address is no such file."""
    path = environ.get("PATH_INFO", "")
    asset = _served().get(path)
    if asset is None or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        return None
    packed = bool(asset.packed) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = asset.packed if packed else asset.plain
    kept = _KEPT_A_DAY if path == ICON else _KEPT
    headers = [("Content-Type", _typed(asset.kind)), ("Cache-Control", kept), ("Vary", "Accept-Encoding")]
    headers += [("Content-Length", str(len(body))), *SECURITY.items()]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
