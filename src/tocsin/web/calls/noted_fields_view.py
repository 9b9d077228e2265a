"""What was noted of a file, and a death, in words."""

from datetime import date
from typing import Any

from tocsin.charter.words import translate_wording
from tocsin.locale.catalogues import translate_name
from tocsin.privacy.noted_fields import NotedField, list_noted_fields
from tocsin.protocol.load import name_disease
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.cases.case_timeline import CaseFile
from tocsin.tracing.people.noted_details import DETAILS, NotedDetails
from tocsin.web.formatting import format_day_or_nothing
from tocsin.web.language import Lang
from tocsin.web.sentences import page_sentences


def describe_details(noted: NotedDetails, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What is known of a file, in words, but an address and a death; what is not known is left out."""
    fields = list_noted_fields()
    return tuple(
        (
            translate_wording(fields[name].label, lang),
            _describe_value(fields[name], getattr(noted, name), lang),
        )
        for name in DETAILS
        if name not in ("email", "died_on") and getattr(noted, name) not in (None, "")
    )


def describe_case(file: CaseFile, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What epidemiology asks of a case first; that nobody told when they fell ill is said too."""
    t = page_sentences("desk.file", lang)
    onset = list_noted_fields()["onset_on"].label.in_language(lang)
    said = {
        t["disease"]: name_disease(file.disease, lang),
        t["sample"]: format_day_or_nothing(file.sample_on, lang),
        t["result"]: format_day_or_nothing(file.result_on, lang),
        onset: format_day_or_nothing(file.onset_on, lang) or t["not_told"],
        t["age_band"]: file.age_band,
        t["sex"]: t[f"sex_{file.sex}"] if file.sex else "",
    }
    return tuple((label, value) for label, value in said.items() if value)


def _describe_value(field: NotedField, value: Any, lang: Lang) -> str:
    if isinstance(value, bool):
        return translate_name("call.values", str(value).lower(), lang)
    if isinstance(value, date):
        return translate_wording(format_long_date(value), lang)
    return translate_wording(field.values[value], lang) if value in field.values else str(value)
