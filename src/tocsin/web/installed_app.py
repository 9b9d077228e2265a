"""The site as a program on a telephone: its manifest, which lets others share to it, and its form without a network."""

from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static

from tocsin.locale.languages import get_language
from tocsin.web import language, page_urls
from tocsin.web.sentences import page_sentences

MANIFEST: Final = "app.webmanifest"
WORKER: Final = "worker.js"
"""Names below the address of a language, which is all that a worker governs."""
ICONS: Final = (192, 512)
"""Sides of the icons, in pixels; each holds its picture within the circle that a telephone may cut out."""
FILES: Final = ("site.css", "site.js", "htmx.js", "icon.svg")
"""What the form needs."""
COLOUR: Final = "#123a5c"
_BRIEFLY: Final = "public, max-age=3600"


def serve_manifest(request: HttpRequest) -> HttpResponse:
    """What is installed, in a language. What is shared to it goes where the form goes, under the same names."""
    lang = language.request_language(request)
    said = page_sentences("check", lang)
    home = page_urls.page_url("check", lang)
    manifest = {
        "name": said["app_name"],
        "short_name": said["site"],
        "lang": lang,
        "dir": get_language(lang).direction,
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": COLOUR,
        "theme_color": COLOUR,
        "icons": [
            {
                "src": static(f"icon-{side}.png"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for side in ICONS
            for purpose in ("any", "maskable")
        ],
        "share_target": {
            "action": home,
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "text": "text",
                "url": "url",
                "files": [{"name": "file", "accept": ["image/*", "message/rfc822", ".eml"]}],
            },
        },
    }
    found = JsonResponse(manifest, content_type="application/manifest+json")
    found.headers["Cache-Control"] = _BRIEFLY
    return found


def serve_worker(request: HttpRequest) -> HttpResponse:
    """What keeps the form of a language and its files for when there is no network: nothing else, and no answer."""
    home = page_urls.page_url("check", language.request_language(request))
    files = [static(name) for name in FILES]
    version = sha256(" ".join((settings.STATIC_URL, *files)).encode()).hexdigest()[:12]
    text = render_to_string("worker.js", {"home": home, "files": files, "version": version})
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")
