"""Write src/tocsin/guard/approved_sentences.txt: the sentences of our own fixed texts, which the guard knows word for word.

Run by hand after a change of a conversation or of what is answered by SMS or mail:

    python -m tools.write_approved_sentences
"""

from collections.abc import Iterator

from tocsin.charter.institution_name import fill_text
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import AdviceClause
from tocsin.charter.words import Wording, translate_wording
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.guard_check import draft_flow_buttons, draft_flow_texts
from tocsin.guard.approved_sentences import APPROVED_SENTENCES, write_canonical_sentence
from tocsin.guard.draft_sentences import split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.ruling import list_name_words
from tocsin.locale.catalogues import CountedSentence, load_catalogue
from tocsin.locale.languages import ORIGINALS

_CONTEXTS = ("sms", "mail")
"""Contexts of the catalogues that hold what is answered: these, and those that begin so with a dot."""
_PARTS = ("sms.asks", "sms.by")
"""What is put into sentences of the others."""
_FILL = {
    **dict.fromkeys(("reported", "since", "sent", "down", "day"), "4 {month} 2021"),
    **dict.fromkeys(("weeks", "months", "count", "n"), "12"),
    "receipt": "K7QF-2M9D-HJ4R",
    "code": "{code}",
}
"""What stands for each thing that is put in."""


def list_approved_sentences() -> list[str]:
    """Each once, in the order of the alphabet."""
    names = list_name_words(load_charter("assurance_maladie"))
    return sorted(
        {
            write_canonical_sentence(sentence, names)
            for template in (*_list_flow_templates(), *_list_answers())
            for sentence in split_sentences(template.filled_with_kinds)
        }
    )


def _list_flow_templates() -> Iterator[DraftTemplate]:
    for flow in map(load_flow, list_flows()):
        for draft in (*draft_flow_texts(flow), *draft_flow_buttons(flow)):
            yield DraftTemplate(draft.text, draft.values)


def _list_answers() -> Iterator[DraftTemplate]:
    for lang in ORIGINALS:
        said = load_catalogue("tocsin", lang)
        for context in sorted(said):
            if context.partition(".")[0] in _CONTEXTS and context not in _PARTS:
                for text in said[context].values():
                    yield from map(DraftTemplate, _fill_answer(text, lang))


def _fill_answer(text: str, lang: str) -> Iterator[str]:
    """A sentence of an answer with everything that may be put into it."""
    said = load_catalogue("tocsin", lang)
    if "{institution}" in text:
        yield from (fill_text(text, name, lang) for name in _list_names(lang))
    elif "{what}" in text:
        for what in said["sms.asks"].values():
            yield from (text.format(what=what, by=by) for by in said["sms.by"].values())
    elif "{at}" in text:
        yield text.format(at="33700")
        yield from (text.format(at=f"33700 ({price})") for price in _list_prices(lang))
    elif text[-1:] == ":":  # which the next sentence follows
        yield from (text, f"{text} {said['sms']['careful']}")
    else:
        month = said["months"]["3"]
        filled = {name: value.replace("{month}", month) for name, value in _FILL.items()}
        for form in text.forms if isinstance(text, CountedSentence) else (text,):
            yield form.format("ameli.fr", **filled)


def _list_names(lang: str) -> list[Wording]:
    """Names of institutions that an answer may be about, and what stands for one that is not named."""
    somebody = load_catalogue("tocsin", lang)["sms.other"]["somebody"]
    return [*(load_charter(name).name for name in list_charter_names()), Wording(fr=somebody, en=somebody)]


def _list_prices(lang: str) -> list[str]:
    """What the advice of charters says that a number costs."""
    clauses = [clause for name in list_charter_names() for clause in load_charter(name).clauses]
    prices = (one.price for one in clauses if isinstance(one, AdviceClause) and one.price)
    return sorted({translate_wording(price, lang) for price in prices})


if __name__ == "__main__":
    APPROVED_SENTENCES.write_text("\n".join(list_approved_sentences()) + "\n", encoding="utf-8")
