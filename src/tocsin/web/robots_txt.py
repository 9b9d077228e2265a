"""``/robots.txt`` (RFC 9309): search engines may read the public pages of a site whose operator is named.

A trial is kept out of them: somebody who looks for help must not find it. Shared results say ``noindex``
themselves, which only whoever may read them sees.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse

from tocsin.web.site_operator import read_site_operator

ADDRESS: Final = "/robots.txt"
CLOSED: Final = ("/api/v1/", "/healthz", "/readyz", "/metrics")
"""What programs ask for, and nobody looks for."""


def serve_robots_txt(request: HttpRequest) -> HttpResponse:
    """The file."""
    closed = CLOSED if read_site_operator().name else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
