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

from tocsin.web.security_headers import SECURITY

FOLDER: Final = Path(__file__).with_name("static")
ROOT: Final = "/static/"
ICON: Final = "/favicon.ico"
"""Browsers, bookmarks and mail programs ask for it where a page names no icon that they can show."""
_TYPES: Final = {
    ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ico": "image/x-icon"
}  # fmt: skip
_KEPT: Final = "public, max-age=31536000, immutable"
_KEPT_A_DAY: Final = "public, max-age=86400"


class StaticFile(Struct, frozen=True):
    """A file, as it is sent."""

    kind: str
    """Its media type."""
    plain: bytes
    packed: bytes
    """The same by gzip; empty where that is not shorter."""


class NoSuchStaticFile(Exception):
    """There is no such file in ``static/``."""


@cache
def _urls_by_name() -> dict[str, str]:
    return {file.name: _hashed_url(file) for file in _list_files()}


@cache
def _files_by_url() -> dict[str, StaticFile]:
    found = {_hashed_url(file): _load_file(file) for file in _list_files()}
    return found | {ICON: _load_file(FOLDER / ICON.lstrip("/"))}


def _list_files() -> list[Path]:
    return sorted(file for file in FOLDER.iterdir() if file.suffix in _TYPES or file.suffix == ".png")


def _hashed_url(file: Path) -> str:
    return f"{ROOT}{file.stem}.{sha256(file.read_bytes()).hexdigest()[:10]}{file.suffix}"


def _load_file(file: Path) -> StaticFile:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    plain = file.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    return StaticFile(kind, plain, packed if len(packed) < len(plain) else b"")


def static_file_url(name: str) -> str:
    """Where a file is. Raises NoSuchStaticFile."""
    found = _urls_by_name().get(name)
    if found is None:
        raise NoSuchStaticFile(name)
    return found


def serve_static_file(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes] | None:
    """Answer a request for a static file; None where the address is no such file."""
    path = environ.get("PATH_INFO", "")
    asset = _files_by_url().get(path)
    if asset is None or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        return None
    packed = bool(asset.packed) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    body = asset.packed if packed else asset.plain
    kept = _KEPT_A_DAY if path == ICON else _KEPT
    headers = [
        ("Content-Type", _content_type(asset.kind)),
        ("Cache-Control", kept),
        ("Vary", "Accept-Encoding"),
    ]
    headers += [("Content-Length", str(len(body))), *SECURITY.items()]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _content_type(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
