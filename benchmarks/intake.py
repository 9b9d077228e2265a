"""How many results a second are read and decided on, and written to a store; memory at 50,000 and 500,000.

Beside it, in the same run, fhir.resources validates the same bundles: the ratio is what reading only what is
needed saves. Run it with ``./dev bench intake``.
"""

import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from _measure import TOCSIN, against, command, here, machine

SIZES = (50_000, 500_000)
STORED = 50_000
TARGET = 20_000
STORED_TARGET = 5_000
MOST_GROWTH = 120.0
"""MB that ten times as many results may add: what a dry run must know of each."""
PEERS = 500
RECEIVED = "2022-01-25T20:00:00Z"
GIVEN = ("Léa", "Karim", "Zoé", "Paul", "Anne-Marie", "Inès", "Jean Marc", "Nour")
COLUMNS = (
    "laboratory,result_id,status,test,value,taken_at,resulted_at,family_name,given_names,birth_date,sex,"
    "phone,postcode"
)
V3 = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"


def results(count: int) -> Iterator[dict[str, str]]:
    """A day's results: three in ten positive, one person in fifty without a mobile."""
    chance = random.Random(1)
    for number in range(count):
        exchange = "01 99 00" if number % 50 == 0 else "06 39 98"
        at = datetime(2022, 1, 25, 8) + timedelta(seconds=number % 30_000)  # noqa: DTZ001  # as laboratories do
        yield {
            "laboratory": f"Labo {number % 97}",
            "id": f"R{number}",
            "positive": "x" if chance.random() < 0.3 else "",
            "at": at.isoformat(),
            "family": "Nom" + "".join(chance.choices("abcdefghij", k=6)),
            "given": chance.choice(GIVEN),
            "born": (date(1930, 1, 1) + timedelta(days=chance.randrange(30_000))).isoformat(),
            "phone": f"{exchange} {chance.randrange(100):02d} {number % 100:02d}",
        }


def csv_of(made: Iterator[dict[str, str]]) -> Iterator[str]:
    """As a table."""
    yield COLUMNS + "\n"
    for r in made:
        value = "10828004" if r["positive"] else "260385009"
        yield (
            f"{r['laboratory']},{r['id']},final,94500-6,{value},{r['at']},{r['at']},{r['family']},{r['given']},"
            f"{r['born']},female,{r['phone']},35000\n"
        )


def resources(r: dict[str, str], patient: str) -> tuple[dict, dict]:
    """A patient and the result."""
    value, mark = ("10828004", "POS") if r["positive"] else ("260385009", "NEG")
    who = {
        "resourceType": "Patient",
        "id": f"p{r['id']}",
        "name": [{"use": "official", "family": r["family"], "given": [r["given"]]}],
        "telecom": [{"system": "phone", "use": "mobile", "value": r["phone"]}],
        "gender": "female",
        "birthDate": r["born"],
        "address": [{"postalCode": "35000"}],
    }
    what = {
        "resourceType": "Observation",
        "id": f"o{r['id']}",
        "identifier": [{"system": f"https://{r['laboratory'][5:]}.example/results", "value": r["id"]}],
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "94500-6"}]},
        "subject": {"reference": patient},
        "issued": r["at"] + "+01:00",
        "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": value}]},
        "interpretation": [{"coding": [{"system": V3, "code": mark}]}],
    }
    return who, what


def ndjson_of(made: Iterator[dict[str, str]]) -> Iterator[str]:
    """As bulk data."""
    for r in made:
        for one in resources(r, f"Patient/p{r['id']}"):
            yield json.dumps(one) + "\n"


def bundle_of(made: Iterator[dict[str, str]]) -> Iterator[str]:
    """As one bundle."""
    yield '{"resourceType": "Bundle", "type": "collection", "entry": [\n'
    for number, r in enumerate(made):
        who, what = resources(r, f"urn:uuid:p{r['id']}")
        yield ",\n" if number else ""
        yield json.dumps({"fullUrl": f"urn:uuid:p{r['id']}", "resource": who})
        yield ",\n" + json.dumps({"fullUrl": f"urn:uuid:o{r['id']}", "resource": what})
    yield "]}"


def hl7_of(made: Iterator[dict[str, str]]) -> Iterator[str]:
    """As messages."""
    for r in made:
        at = r["at"].translate({ord(sign): None for sign in "-:T"})
        value, mark = ("10828004^Positif^SCT", "POS") if r["positive"] else ("260385009^Négatif^SCT", "NEG")
        yield (
            f"MSH|^~\\&|LIS|{r['laboratory']}|TOCSIN|CNAM|{at}||ORU^R01^ORU_R01|{r['id']}|P|2.5|||||FRA|"
            "UNICODE UTF-8\r"
            f"PID|1||{r['id']}^^^LABO^PI||{r['family']}^{r['given']}^^^^^L||{r['born'].replace('-', '')}|F|||"
            f"1 rue^^RENNES^^35000^FRA||{r['phone']}^PRN^CP\r"
            f"OBR|1||{r['id']}|94500-6^SARS-CoV-2^LN|||{at}|||||||||||||||{at}|||F\r"
            f"OBX|1|CWE|94500-6^SARS-CoV-2^LN||{value}|||{mark}|||F\r"
        )


WRITERS = {"csv": csv_of, "ndjson": ndjson_of, "json": bundle_of, "hl7": hl7_of}


def dry(folder: Path) -> None:
    """Each format, both sizes: rate and memory."""
    for ending, writer in WRITERS.items():
        peaks = []
        for size in SIZES:
            path = folder / f"results.{ending}"
            with path.open("w", newline="", encoding="utf-8") as file:
                file.writelines(writer(results(size)))
            cost = command(TOCSIN, "intake", "--dry-run", "--json", "--received", RECEIVED, path)
            assert cost.status == 0
            peaks.append(cost.peak)
            rate = against(size / cost.cpu, TARGET, "results a CPU-second")
            print(f"{ending:7} {size:8,}: {rate}, {cost.clock:.1f} s, {cost.peak:.0f} MB")
            path.unlink()
        print(f"{ending:7} memory:   {against(peaks[1] - peaks[0], MOST_GROWTH, 'MB more', most=True)}")


def stored(folder: Path) -> None:
    """Into a fresh store of its own, with its safety on."""
    os.environ["TOCSIN_KEYS"] = str(folder / "keys" / "keys.json")
    (folder / "keys").mkdir(mode=0o700)
    from tocsin.privacy.vault import Vault
    from tocsin.store import database, embedded

    Vault.load(make=True)
    home = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    try:
        os.environ["TOCSIN_DATABASE_URL"] = url = embedded.start_store(home)
        database.migrate_store(url)
        path = folder / "results.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            file.writelines(csv_of(results(STORED)))
        cost = command(TOCSIN, "intake", "--json", "--received", RECEIVED, path)
        assert cost.status == 0
        print(
            f"stored  {STORED:8,}: {against(STORED / cost.clock, STORED_TARGET, 'results a second')},"
            f" {STORED / cost.cpu:,.0f} a CPU-second of ours, {cost.peak:.0f} MB"
        )
    finally:
        embedded.stop_store(home)
        shutil.rmtree(home, ignore_errors=True)


def peer() -> None:
    """fhir.resources on the same bundles of one patient and one result, and ours on them."""
    import msgspec
    from fhir.resources.R4B.bundle import Bundle

    from tocsin.tracing.intake import fhir_extraction, fhir_resources

    texts = ["".join(bundle_of(iter([r]))).encode() for r in results(PEERS)]
    bundle = msgspec.json.Decoder(
        type("_B", (msgspec.Struct,), {"__annotations__": {"entry": list[fhir_resources.FhirEntry]}})
    )

    def ours() -> None:
        for text in texts:
            who, what = bundle.decode(text).entry
            fhir_extraction.extract_raw_result(
                fhir_resources.read_observation(bytes(what.resource)),
                (fhir_resources.read_patient(bytes(who.resource)), b""),
                "",
                text,
            )

    def theirs() -> None:
        for text in texts:
            Bundle.model_validate_json(text)

    _, cpu = here(ours)
    _, other = here(theirs)
    print(
        f"fhir.resources, the same bundles: {PEERS / other:,.0f} a CPU-second; ours {other / cpu:.0f} times"
    )


def main() -> None:
    """Print the figures."""
    print(machine())
    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    try:
        dry(folder)
        stored(folder)
        peer()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
