"""A household of people for the browser and for the eye: a case with a past, and others who wait."""

from datetime import timedelta

import msgspec

from tests.privacy.sealing import Sealing
from tests.tracing.calls.people import HOME, NADIA, NOON, People
from tocsin.privacy.encrypted_payloads import ContactDetails

CAMILLE = "+33639980142"
MAX = "+33639980143"
IDA = "+33639980144"
NOOR = "+33639980145"


def fill(people: People) -> int:
    """Camille, who was written to, was named by Noor, and named two who became cases; her case."""
    before = NOON - timedelta(days=4)
    noor = people.case("Noor", NOOR, family="Haddad", at=before)
    people.case("Zoé", HOME, family="Blanc", at=before)
    camille = people.case("Camille", CAMILLE, family="Perrin", at=NOON - timedelta(hours=18))
    people.task(case=camille, due=NOON + timedelta(minutes=45), since=NOON - timedelta(hours=6))
    said = "Bonjour Camille, message de l'Assurance Maladie sur votre test. Répondez OUI si c'est bien vous."
    people.sms(said, NOON - timedelta(hours=17), case=camille)
    people.heard("c'est qui ?", NOON - timedelta(hours=16, minutes=50), case=camille)
    again = (
        "C'est l'Assurance Maladie. Pour vérifier : ameli.fr ou le 3646. Répondez OUI si vous êtes Camille."
    )
    people.sms(again, NOON - timedelta(hours=16, minutes=49), case=camille)
    link(people, noor, camille, "Camille", CAMILLE)
    for name, number in (("Max", MAX), ("Ida", IDA)):
        link(people, camille, people.case(name, number, family="Roux"), name, number)
    other = people.case("Nadia", NADIA, family="Petit")
    people.task(case=other, reason="distress", urgent=False, due=NOON + timedelta(hours=5))
    people.task(
        case=people.case("Karim", "+33639980146", family="Benali", lang="en"), due=NOON + timedelta(hours=9)
    )
    return camille


def link(people: People, source: int, case: int, name: str, number: str) -> int:
    """A case named somebody, who became a case."""
    details = Sealing(msgspec.json.encode(ContactDetails(name)), "contact.sealed", people.day)
    person, phone = people.rows("select person_id, phone_id from tracing_case where id = %s", case)[0]
    return people.insert(
        "contact", case_id=source, person_id=person, phone_id=phone, became_case_id=case, how="sms",
        named_at=NOON, collected_on=people.day, deadline=NOON, closed_at=NOON, outcome="became_case",
        sealed=details, name_index=people.vault.index("name", number),
    )  # fmt: skip
