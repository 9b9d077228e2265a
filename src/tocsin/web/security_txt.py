"""``/.well-known/security.txt`` (RFC 9116): to whom somebody who found a weakness of this site says so.

``TOCSIN_SECURITY_CONTACT`` is a ``mailto:`` or ``https://`` address of whoever runs the site; several are
separated by commas, the best one first. Without it there is no such file: an address that nobody reads is
worse than none.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from tocsin.web.site_operator import read_contact_addresses

VARIABLE: Final = "TOCSIN_SECURITY_CONTACT"
ADDRESS: Final = "/.well-known/security.txt"
VALID: Final = timedelta(days=30)
"""The file is made anew at every request, so that whoever keeps a copy soon asks again."""


def serve_security_txt(request: HttpRequest) -> HttpResponse:
    """The file, or 404 where nobody is named."""
    contacts = read_contact_addresses(VARIABLE)
    if not contacts:
        said = "nobody is named for this site: TOCSIN_SECURITY_CONTACT is not set\n"
        return HttpResponseNotFound(said, content_type="text/plain; charset=utf-8")
    until = (datetime.now(UTC) + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri(ADDRESS)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
