"""``/.well-known/security.txt`` (RFC 9116): to whom somebody who found a weakness of this site says so.

``TOCSIN_SECURITY_CONTACT`` is a ``mailto:`` or ``https://`` address of whoever runs the site; several are
separated by commas, the best one first. Without it there is no such file: an address that nobody reads is
worse than none.
"""

import os
from datetime import UTC, datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

VARIABLE: Final = "TOCSIN_SECURITY_CONTACT"
ADDRESS: Final = "/.well-known/security.txt"
VALID: Final = timedelta(days=30)
"""The file is made anew at every request, so that whoever keeps a copy soon asks again."""
_SCHEMES: Final = ("mailto:", "https://", "tel:")


class BadSecurityContact(ValueError):
    """TOCSIN_SECURITY_CONTACT must be mailto:..., https://... or tel:..., several separated by commas:"""

    def __init__(self, value: str) -> None:
        super().__init__(f"{self.__doc__} {value!r}")
        self.value = value


def read_contacts() -> tuple[str, ...]:
    """The contacts that this process was given, best first; none where it was given none.

    Raises BadSecurityContact.
    """
    contacts = tuple(part.strip() for part in os.environ.get(VARIABLE, "").split(",") if part.strip())
    for contact in contacts:
        if not contact.startswith(_SCHEMES) or any(sign.isspace() for sign in contact):
            raise BadSecurityContact(contact)
    return contacts


def show(request: HttpRequest) -> HttpResponse:
    """The file, or 404 where nobody is named."""
    contacts = read_contacts()
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
