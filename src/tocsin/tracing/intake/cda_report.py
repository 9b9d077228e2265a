"""CDA R2 level 3: the results of a biology report, as the CI-SIS' volets CR-BIO and BIO-TROD have it.

The header says of whom and from which laboratory; in each section an entry's act holds batteries (``organizer``)
and results (``observation``), with the sample (``procedure``) beside them. Earlier results that a laboratory
repeats for comparison (``entryRelationship`` of type ``REFR``) are none of this report.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from tocsin.tracing.intake import code_tables
from tocsin.tracing.intake.cda_header import read_report_header
from tocsin.tracing.intake.code_tables import choose_answers, has_known_test, says_answer
from tocsin.tracing.intake.records import Code, RawResult, RefusedRecord
from tocsin.tracing.intake.xml_tree import UnsafeXml, XmlElement, name_xpath, parse_xml

REPORTS: Final = ("1.3.6.1.4.1.19376.1.3.3", "1.2.250.1.213.1.1.1.55", "1.2.250.1.213.1.1.1.59")
"""Templates of a document that is a laboratory's: IHE PaLM XD-LAB, CI-SIS CR-BIO, CI-SIS BIO-TROD."""
_CODES: Final = (("loinc", "11502-2"), ("loinc", "96173-0"))
"""Codes of such a document, where a template is not said."""
_RESULT: Final = "1.3.6.1.4.1.19376.1.3.1"
"""Root of the templates of entries that hold results (IHE PaLM); others describe a document that is attached."""
_EARLIER: Final = "REFR"
_CODED: Final = ("CD", "CE", "CO", "CV", "CS")
_NUMBERS: Final = ("PQ", "REAL", "INT", "MO", "RTO", "RTO_PQ_PQ", "IVL_PQ", "IVL_REAL", "IVL_INT")
RESULTS: Final = 500
"""Results of one report: nobody's has as many."""
_HOUR: Final = 12
"""Characters of a time that has an hour and a minute."""


class _Panel(Struct):
    """The observations of one battery, or those that stand in an act by themselves."""

    holder: XmlElement
    observations: list[XmlElement]


def read_report(data: bytes, place: str = "") -> list[RawResult | RefusedRecord]:
    """The results of a document; one refused record where it cannot be read. ``place`` stands before lines."""
    whole = place.rstrip(", ") or "document"
    try:
        tree = parse_xml(data)
    except UnsafeXml as error:
        return [RefusedRecord(whole, data, error.reason, str(error))]
    roots = [one for one in _iterate(tree) if one.name == "ClinicalDocument"]
    if len(roots) != 1:  # one inside a style sheet that shows it is how the CI-SIS makes it show itself
        return [RefusedRecord(whole, data, "unknown_format", "one ClinicalDocument of CDA R2 is expected")]
    root = roots[0]
    if not _is_laboratory_report(root):
        detail = "a report of biology is expected in /ClinicalDocument/templateId or code"
        return [RefusedRecord(whole, data, "wrong_message", detail)]
    found = _Report(root, data, place).read_results()
    if len(found) > RESULTS:
        return [RefusedRecord(whole, data, "too_large", f"a report of at most {RESULTS} results is expected")]
    if found:
        return list(found)
    return [RefusedRecord(whole, data, "not_structured", "entries of level 3 are expected in structuredBody")]


def _is_laboratory_report(root: XmlElement) -> bool:
    if any(one.get("root") in REPORTS for one in root.find_all("templateId")):
        return True
    return any(
        (code_tables.name_code_system(one.get("codeSystem")), one.get("code")) in _CODES
        for one in root.find_all("code")
    )


class _Report:
    def __init__(self, root: XmlElement, raw: bytes, place: str) -> None:
        self._raw = raw
        self._place = place
        self._header = read_report_header(root)
        everything = list(_iterate(root))
        self._texts = {one.get("ID"): one.text for one in everything if one.get("ID")}
        self._numbers: dict[int, int] = {}
        """Observation -> which of those of its test it is, from 1."""
        counts: Counter[str] = Counter()
        for one in everything:
            if one.name == "observation":
                name = _name_test(one.find("code"))
                counts[name] += 1
                self._numbers[id(one)] = counts[name]
        self._sampled: dict[int, str] = {}
        self._panels: list[_Panel] = []
        for section in everything:
            if section.name == "section":
                for entry in section.find_all("entry"):
                    self._collect_panels(entry, entry, said=_has_result_template(entry))

    def read_results(self) -> list[RawResult]:
        """Its results; where no panel answers, the first stands for them all."""
        found: list[RawResult] = []
        silent: list[RawResult] = []
        for panel in self._panels:
            answers, read = self._read_panel(panel)
            (found if answers else silent).extend(read)
            if len(found) > RESULTS:
                break
        return found or silent[:1]

    def _collect_panels(self, element: XmlElement, holder: XmlElement, *, said: bool) -> None:
        """The panels below an element; ``holder`` is the nearest act, battery or cluster.

        ``said``: a template above says that these are results of a laboratory.
        """
        own: list[XmlElement] = []
        for child in element.children:
            if child.get("typeCode") == _EARLIER:
                continue
            inside = child.children if child.name in ("entryRelationship", "component") else [child]
            for inner in inside:
                template = said or _has_result_template(inner)
                if inner.name == "observation":
                    if template or has_known_test(_collect_codes(inner.find("code"))):
                        own.append(inner)
                    self._collect_panels(inner, inner, said=template)
                elif inner.name in ("organizer", "act"):
                    self._collect_panels(inner, inner, said=template)
        own = [one for one in own if one.get("moodCode") in ("", "EVN")]
        if own:
            self._panels.append(_Panel(holder, own))

    def _read_panel(self, panel: _Panel) -> tuple[bool, list[RawResult]]:
        """Whether one of its observations answers, and its results."""
        told = []
        for one in panel.observations:
            tests = _collect_codes(one.find("code"))
            told.append((tests, has_known_test(tests) or says_answer(*_read_value(one, self._texts))))
        chosen, alone = choose_answers(told)
        found = []
        for at in chosen[: RESULTS + 1]:
            one, tests = panel.observations[at], told[at][0]
            if alone and not any(code_tables.name_code_system(system) for system, _ in tests):
                tests += tuple(
                    code
                    for code in _collect_codes(panel.holder.find("code"))
                    if not (tests and code_tables.is_untraced_test((code,)))
                )
            found.append(self._extract_raw_result(one, tests))
        return any(answers for _, answers in told), found

    def _extract_raw_result(self, one: XmlElement, tests: tuple[Code, ...]) -> RawResult:
        header = self._header
        values, text, marks = _read_value(one, self._texts)
        status = _read_status(one)
        if status == "completed" and header.replaces:
            status = "corrected"
        return RawResult(
            place=f"{self._place}line {one.line}",
            fields=_name_fields(one),
            raw=self._raw,
            laboratory=header.laboratory,
            source_id=self._make_identifier(one),
            status=code_tables.map_status("cda", status),
            tests=tests,
            values=values,
            text=text,
            text_counts=True,
            interpretations=tuple(("HL70078", mark) for mark in marks),
            taken=_find_sample_time(one, self._sampled),
            resulted=_find_result_time(one) or header.released,
            unknown_modifier=one.get("negationInd") == "true",
            **header.patient,  # type: ignore[arg-type]
        )

    def _make_identifier(self, one: XmlElement) -> str:
        """The report's own identifier, which all its versions have, with the test and which of them it is.

        The identifier of an observation is optional, and may be made anew with each version.
        """
        if not self._header.identifier:
            return ""
        number = self._numbers[id(one)]
        name = f"{self._header.identifier}/{_name_test(one.find('code'))}"
        return f"{name}/{number}" if number > 1 else name


def _has_result_template(element: XmlElement) -> bool:
    return any(one.get("root").startswith(_RESULT) for one in element.find_all("templateId"))


def _name_fields(one: XmlElement) -> dict[str, str]:
    """Where in the document each field of a result stands."""
    path = name_xpath(one)
    patient = "/ClinicalDocument/recordTarget/patientRole"
    return {
        "": path,
        "no_patient": patient,
        "test_identity": f"{patient}/id",
        "deceased": f"{patient}/patient",
        "family_name": f"{patient}/patient/name",
        "given_names": f"{patient}/patient/name",
        "birth_date": f"{patient}/patient/birthTime",
        "test": f"{path}/code",
        "value": f"{path}/value",
        "status": f"{path}/statusCode",
        "resulted_at": f"{path}/effectiveTime",
        "result_id": "/ClinicalDocument/setId",
    }


def _name_test(code: XmlElement | None) -> str:
    if code is None:
        return ""
    own = code.get("code")
    return own or next((one.get("code") for one in code.find_all("translation") if one.get("code")), "")


def _read_status(one: XmlElement) -> str:
    """The status of a result: its own, else its battery's; what was given up with all that is around it, is."""
    own = ""
    at: XmlElement | None = one
    while at is not None and at.name != "section":
        said = at.attribute_at("statusCode", "code") if at.name in ("observation", "organizer", "act") else ""
        own = own or said
        if said in ("aborted", "cancelled", "nullified"):
            return said
        at = at.parent
    return own


def _find_result_time(one: XmlElement) -> str:
    """When the laboratory had it, with an hour: of the result, else of its battery."""
    at: XmlElement | None = one
    while at is not None and at.name != "section":
        if at.name in ("observation", "organizer", "act"):
            time = _read_time(at.find("effectiveTime"))
            if len(time) >= _HOUR:
                return time
        at = at.parent
    return ""


def _find_sample_time(one: XmlElement, known: dict[int, str]) -> str:
    """When the sample was taken: by the nearest ``procedure`` beside or above it.

    ``known``: what was found below an element before.
    """
    at: XmlElement | None = one
    while at is not None and at.name != "section":
        if id(at) not in known:
            procedures = (*at.find_all("entryRelationship/procedure"), *at.find_all("component/procedure"))
            times = (_read_time(procedure.find("effectiveTime")) for procedure in procedures)
            known[id(at)] = next(filter(None, times), "")
        if known[id(at)]:
            return known[id(at)]
        at = at.parent
    return ""


def _read_time(element: XmlElement | None) -> str:
    if element is None:
        return ""
    return (
        element.get("value") or element.attribute_at("high", "value") or element.attribute_at("low", "value")
    )


def _read_value(
    observation: XmlElement, texts: dict[str, str]
) -> tuple[tuple[Code, ...], str, tuple[str, ...]]:
    marks = tuple(one.get("code") for one in observation.find_all("interpretationCode") if one.get("code"))
    value = observation.find("value")
    kind = value.get("type").rpartition(":")[2] if value is not None else ""
    if value is None or kind in _NUMBERS:
        return (), "", marks
    if kind in _CODED or value.get("code"):
        return _collect_codes(value), _read_original_text(value, texts), marks
    return (), value.text or value.get("value") or _read_original_text(value, texts), marks


def _read_original_text(coded: XmlElement, texts: dict[str, str]) -> str:
    original = coded.find("originalText")
    if original is None:
        return ""
    reference = original.attribute_at("reference", "value")
    return texts.get(reference.removeprefix("#"), "") if reference else original.text


def _collect_codes(coded: XmlElement | None) -> tuple[Code, ...]:
    """The code of an element and its translations, with their systems."""
    if coded is None:
        return ()
    every = (coded, *coded.find_all("translation"))
    return tuple((one.get("codeSystem"), one.get("code")) for one in every if one.get("code"))


def _iterate(element: XmlElement) -> Iterator[XmlElement]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.children))
