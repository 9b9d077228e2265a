"""People and their telephones, as a batch of results leaves them: written in bulk, in the transaction of the caller."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import psycopg
from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.phone_numbers.kinds import classify_number
from tocsin.privacy import stored_threads
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.identity import make_name_key
from tocsin.privacy.index_lookup import IndexLookup
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids
from tocsin.tracing.intake.contactability import find_age_band, find_contact_route, find_department
from tocsin.tracing.intake.records import ResultRecord
from tocsin.tracing.intake.result_batch import BatchCase, BatchPerson, ResultBatch
from tocsin.tracing.supervision.territory import find_local_day, find_zone

_encode = msgspec.json.Encoder().encode


class PersonWriter:
    """Writes the people of one batch, and those who speak for them."""

    def __init__(self, batch: ResultBatch, now: datetime) -> None:
        self.batch = batch
        self.connection: psycopg.Connection[Any] = batch.connection
        self.vault: Vault = batch.vault
        self.now = now
        self.today = now.date()
        self.phones: dict[str, tuple[int, int]] = {}
        """Number -> id and shard."""

    def get_or_create_phones(self, people: Sequence[BatchPerson], cases: Sequence[BatchCase]) -> None:
        zones: dict[str, str] = {}
        for case in cases:  # of two results of one person, the case may be reached by what the other says
            if case.route and case.route.number:
                zones[case.route.number] = find_reach_zone(case.route.number, case.record)
        for person in people:
            if (record := person.record) is None:
                continue
            for number in (*record.phones, *record.guardian.phones):
                zones.setdefault(number, find_reach_zone(number, record))
        if not zones:
            return
        numbers = IndexLookup(self.vault, "number", zones, self.today)
        self._find_phones(numbers)
        new = [(key, number) for number, key in numbers.indexes.items() if number not in self.phones]
        if new:
            ids = draw_ids(self.connection, "tracing_phone", len(new))
            self._execute(
                "contact_matching.add_phones",
                ids=ids,
                sealed=[
                    self.vault.seal(number, "phone.sealed", self.today, id)
                    for id, (_, number) in zip(ids, new, strict=True)
                ],
                indexes=[key for key, _ in new],
                shards=[key[-1] for key, _ in new],
                kinds=[classify_number(number) for _, number in new],
                zones=[zones[number] for _, number in new],
                days=[self.today] * len(new),
            )
            self._find_phones(numbers)
        self._renew_collection_days()

    def _find_phones(self, numbers: IndexLookup) -> None:
        for id, key, shard, _, _ in self._fetch_all("contact_matching.phones", indexes=numbers.all_indexes):
            if number := numbers.find_value(key):
                self.phones[number] = id, shard

    def _renew_collection_days(self) -> None:
        """Phones known for longer are given again today: their three months begin anew."""
        ids = [id for id, _ in self.phones.values()]
        lapsed = self._fetch_all("contact_matching.lapsed", phones=ids, today=self.today)
        if lapsed:
            self._execute(
                "contact_matching.recollect_phones",
                ids=[id for id, _, _ in lapsed],
                sealed=[self._reseal(sealed, "phone.sealed") for _, sealed, _ in lapsed],
                threads=[self._reseal(thread, stored_threads.PLACE) for _, _, thread in lapsed],
                today=self.today,
            )

    def _reseal(self, read: bytes | None, place: str) -> bytes | None:
        return None if read is None else self.vault.reseal(read, place, self.today)

    def write_people(self, people: Sequence[BatchPerson]) -> dict[int, int]:
        """Write those who are new, and guardians; ward -> guardian."""
        new = [person for person in people if person.new]
        self._add_people(
            [person.id for person in new],
            [_make_person_details(person.record) for person in new if person.record],
            [person.index for person in new],
            [person.record for person in new if person.record],
        )
        wards = [
            person
            for person in people
            if person.record
            and person.guardian is None
            and (person.record.guardian.phones or person.record.guardian.family)
        ]
        guardians = {person.id: next(self.batch.person_ids) for person in wards}
        self._add_people(
            list(guardians.values()),
            [PersonDetails(p.record.guardian.family, p.record.guardian.given) for p in wards if p.record],
            [None] * len(wards),
            [None] * len(wards),
        )
        if guardians:
            self._execute("intake.guardians", ids=list(guardians), guardians=list(guardians.values()))
        for person in people:
            if person.guardian is not None:
                guardians[person.id] = person.guardian
        return guardians

    def _add_people(
        self,
        ids: list[int],
        details: list[PersonDetails],
        identities: Sequence[bytes | None],
        records: Sequence[ResultRecord | None],
    ) -> None:
        if not ids:
            return
        rows = zip(ids, details, identities, records, strict=True)
        copy_rows(
            self.connection,
            "intake.add_persons",
            (
                (
                    id,
                    self.vault.seal(_encode(one), "person.sealed", self.today, id),
                    identity,
                    _index_name(self.vault, one, self.today),
                    self.today,
                    _find_age_band(record) if record else "",
                    find_department(record.postcode) if record else "",
                    record.lang if record else "fr",
                )
                for id, one, identity, record in rows
            ),
        )

    def renew_known_people(self, people: Sequence[BatchPerson]) -> None:
        told = [(person.id, person.record) for person in people if person.record]
        if told:
            self._execute(
                "intake.told_again",
                ids=[id for id, _ in told],
                sealed=[
                    self.vault.seal(_encode(_make_person_details(one)), "person.sealed", self.today, id)
                    for id, one in told
                ],
                names=[_index_name(self.vault, _make_person_details(one), self.today) for _, one in told],
                bands=[_find_age_band(one) for _, one in told],
                territories=[find_department(one.postcode) for _, one in told],
                day=self.today,
            )

    def write_holdings(self, people: Sequence[BatchPerson], guardians: dict[int, int]) -> None:
        held = [
            (id, self.phones[number][0])
            for person in people
            if (record := person.record)
            for id, numbers in (
                (person.id, record.phones),
                (guardians.get(person.id), record.guardian.phones),
            )
            if id is not None
            for number in numbers
        ]
        if held:
            self._execute(
                "contact_matching.add_holdings",
                persons=[person for person, _ in held],
                phones=[phone for _, phone in held],
                whys=["result"] * len(held),
                now=self.now,
            )

    def _execute(self, name: str, **parameters: Any) -> None:
        self.connection.execute(query(name), parameters)

    def _fetch_all(self, name: str, **parameters: Any) -> list[Any]:
        return self.connection.execute(query(name), parameters).fetchall()


def copy_rows(connection: psycopg.Connection[Any], name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(query(name)) as copy:
        for row in rows:
            copy.write_row(row)


def _make_person_details(record: ResultRecord | None) -> PersonDetails:
    assert record is not None
    return PersonDetails(record.family, record.given, record.birth_date, record.sex)


def _index_name(vault: Vault, details: PersonDetails, on: date) -> bytes | None:
    name = make_name_key(details.family_name, details.given_names)
    return vault.index("name", name, on) if name else None


def find_reach_zone(number: str, record: ResultRecord | None) -> str:
    """On whose clock somebody is rung: by the number, where its code says so, else where they live."""
    return quiet_hours.find_zone_of_number(
        number, find_zone(find_department(record.postcode) if record else "")
    )


def _find_age_band(record: ResultRecord) -> str:
    return find_age_band(
        record.birth_date, find_local_day(record.resulted_at, find_zone(find_department(record.postcode)))
    )


# Two people of the same names and birth date are taken for one: a number that says otherwise is rung.
#
# A result that supports a case known already, with a mobile, and without any number that the person is known
# to hold, may be somebody else's, to whom nothing was ever written. The case keeps a change for each such
# number; whether it is the same person is a call's to ask (``sweep.namesakes``).


class PossibleNamesake(Struct, frozen=True):
    """A number on which perhaps somebody else is reached."""

    case: int
    result: int
    """Which gave it."""
    phone: int


def find_namesakes(
    connection: psycopg.Connection[Any], cases: Sequence[BatchCase], phones: Mapping[str, tuple[int, int]]
) -> list[PossibleNamesake]:
    """Those of a batch, before it is written; ``phones`` are number -> id and shard."""
    doubtful = [case for case in cases if case.supports and len(case.results) > case.new]
    if not doubtful:
        return []
    known = [case.id for case in doubtful if not case.new]
    rows = connection.execute(query("intake.held"), {"cases": known}).fetchall() if known else []
    held = dict(rows)
    return [
        PossibleNamesake(case.id, result, phone)
        for case in doubtful
        for result, phone in _find_other_numbers(case.results, held.get(case.id, ()), phones)
    ]


def _find_other_numbers(
    told: Sequence[tuple[int, ResultRecord]], held: Collection[int], phones: Mapping[str, tuple[int, int]]
) -> list[tuple[int, int]]:
    """Results that share no number with what was known before each, and the mobile that they give."""
    known, found = set(held), []
    for result, record in told:
        numbers = [phones[number][0] for number in (*record.phones, *record.guardian.phones)]
        way = find_contact_route(record)
        if known and way.way == "sms" and known.isdisjoint(numbers):
            found.append((result, phones[way.number][0]))
        known.update(numbers)
    return found
