"""Build the extension of browsers (Manifest V3) for one site: select a text on any page, and have it checked.

    python tools/build_extension.py https://tocsin.example [FOLDER]

Its looks, its sentences and its icons are those of the site; the folder (default: ``dist/extension``) is what
Chromium loads unpacked, and what is zipped for a store.
"""

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from tocsin.locale.languages import LANGUAGES
from tocsin.web.sentences import page_sentences
from tocsin.web.static_files import list_static_files

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path(__file__).with_name("extension")
LEVELS = ("imposture", "suspicious", "unproven", "authentic", "unrelated")
SAID = ("title", "text", "submit", "busy", "lost", "know_kept", "all_reasons", *LEVELS)
STATIC = ("site.css", "icon-192.png", "icon-512.png")


def build_extension(site: str, folder: Path) -> Path:
    """Write the extension that asks a site; raises ValueError where that is no address of one."""
    parts = urlsplit(site)
    if parts.scheme not in ("https", "http") or site.rstrip("/") != f"{parts.scheme}://{parts.netloc}":
        raise ValueError(f"{site} is not the address of a site, such as https://tocsin.example")
    folder.mkdir(parents=True, exist_ok=True)
    for file in SOURCES.iterdir():
        shutil.copy(file, folder)
    for name in STATIC:
        shutil.copy(list_static_files()[name], folder)
    (folder / "manifest.json").write_text(json.dumps(_describe_extension(site.rstrip("/")), indent=1))
    texts = {code: _collect_texts(code) for code in LANGUAGES}
    (folder / "texts.js").write_text(
        f"var SITE = {json.dumps(site.rstrip('/'))};\nvar TEXTS = {json.dumps(texts, ensure_ascii=False)};\n",
        encoding="utf-8",
    )
    return folder


def _describe_extension(site: str) -> dict[str, object]:
    """The manifest: it may read what is selected where the person opens it, and ask the one site."""
    return {
        "manifest_version": 3,
        "name": "Tocsin",
        "description": page_sentences("check", "en")["title"],
        "version": version("tocsin").split("+")[0],
        "action": {"default_popup": "popup.html", "default_title": "Tocsin"},
        "icons": {"192": "icon-192.png", "512": "icon-512.png"},
        "permissions": ["activeTab", "scripting"],
        "host_permissions": [f"{site}/*"],
    }


def _collect_texts(code: str) -> dict[str, str]:
    said = page_sentences("check", code)
    return {
        **{name: said[name] for name in SAID},
        "home": LANGUAGES[code].root,
    }


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    print(
        build_extension(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) == 3 else ROOT / "dist" / "extension")
    )
