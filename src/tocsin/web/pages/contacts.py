"""How an institution contacts people: its charter on a day, as a page."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tocsin.charter.schema import Charter
from tocsin.charter.words import day
from tocsin.web import language, ours, render, store, wellknown, words
from tocsin.web.choices import Day, chosen_charter, chosen_day, elsewhere, named, short_name, today
from tocsin.web.language import Lang
from tocsin.web.lines import dated
from tocsin.web.promises import promises

_ITEMS: Final = {
    "iban": "i_iban",
    "card": "i_card",
    "nir": "i_nir",
    "medical": "i_medical",
    "password": "i_password",
    "identifiers": "i_identifiers",
    "code": "i_code",
    "tax_number": "i_tax_number",
    "payment": "i_payment",
    "identity_document": "i_identity_document",
    "personal": "i_personal",
}
PLACES: Final = ("by_phone", "by_sms", "by_email", "by_social", "by_letter")


def show(request: HttpRequest) -> HttpResponse:
    """The charter on a day."""
    lang = language.of(request)
    charter, on = chosen_charter(request), chosen_day(request)
    t = words.of("contacts", lang)
    found = promises(charter, on.day, lang)
    return render.page(
        request,
        "contacts",
        other=elsewhere(request),
        charter=charter,
        on=on,
        who=short_name(charter, lang),
        title=t["title"].format(name=short_name(charter, lang)),
        as_of=t["as_of"].format(
            day=day(on.day, lang), count=found.count, version=dated(charter.version, lang)
        ),
        promises=found,
        items=[(t[_ITEMS[asked.item]], asked) for asked in found.asked],
        parts=[(t[part.name], part) for part in found.parts],
        institutions=named(lang),
        files=wellknown.files(charter),
        texts_files=wellknown.texts_files(),
        **_ours(charter, on, lang),
    )


def _ours(charter: Charter, on: Day, lang: Lang) -> dict[str, Any]:
    """The texts that our SMS say, on the page of today."""
    if on.day != today():
        return {"texts": None, "texts_away": False}
    try:
        return {"texts": ours.groups(charter, lang), "texts_away": False}
    except store.Away:
        return {"texts": None, "texts_away": True}
