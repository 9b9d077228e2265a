"""An agent who takes a call and notes what came of it, for the tests of the page of a call."""

import re

from django.test import Client

from tests.tracing.calls.people import LEA, People
from tests.web.calls.office import Office

HTMX = {"HX-Request": "true"}


def text_of(response) -> str:
    """A page without its tags and its spaces."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\xa0", " ").replace("&#x27;", "'").split())


def taken(client: Client) -> str:
    """The address of the next call."""
    response = client.post("/poste/suivant")
    assert response.status_code == 302, text_of(response)
    return response.headers["Location"]


def call_lea(office: Office, people: People) -> tuple[Client, str]:
    """An agent who has the call of Léa, a case, and its address."""
    people.task(case=people.case("Léa", LEA))
    client = office.agent()
    return client, taken(client)


def noted(client: Client, address: str, outcome: str, **form: str):
    """The answer to what an agent noted, asked, and confirmed where it ends something."""
    asked = {"identity": "yes", "instructions": "yes", "sure": outcome}
    return client.post(f"{address}/issue", {"outcome": outcome, **asked, **form})
