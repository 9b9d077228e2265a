"""A flow with other words: its graph, its questions and what they listen for stay as they are.

Words can change without a new version of the flow: each text that says something else carries a version of
its own, by which the register knows it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.lint import find_faults
from tocsin.conversation.flow.schema import Flow, FlowTemplate, list_flow_templates
from tocsin.conversation.flow.text_variables import BUILT_IN, CODE, fill_variables, list_variables
from tocsin.locale.languages import ORIGINALS

LONGEST = 1000
"""Characters of a text, in one language: seven SMS without anything filled in."""


class RewordedText(Struct, frozen=True):
    """What one text says instead."""

    version: str
    """Its own: ``3.12`` is the twelfth wording, written against version 3 of the flow."""
    text: Wording


class UnfitWording(Struct, frozen=True):
    """Why words cannot stand in a place of a flow."""

    kind: Literal["empty", "too_long", "blank_lost", "blank_unknown", "code_missing", "code_twice", "flow"]
    lang: str
    """``fr`` or ``en``: the text that it is about."""
    what: str = ""
    """Names of the blanks, as texts write them; for ``flow`` what is wrong with the whole."""


def reword_flow(flow: Flow, words: Mapping[str, RewordedText]) -> Flow:
    """The flow saying these words, by the names of their templates; those of other flows are left out.

    Whether they fit is for ``unfit`` to say.
    """
    found = [template for template in list_flow_templates(flow) if template.id in words]
    if not found:
        return flow
    plain: Any = msgspec.to_builtins(flow)
    for template in found:
        holder = plain["common"]["texts"] if template.place[0] == "common" else plain
        path = template.place[1:] if template.place[0] == "common" else template.place
        for step in path[:-1]:
            holder = _open_for_change(holder, step)
        holder[path[-1]] = msgspec.to_builtins(words[template.id].text)
    versions = {template.id: words[template.id].version for template in found}
    return replace(msgspec.convert(plain, Flow), reworded=versions)


def _open_for_change(holder: Any, step: str | int) -> Any:
    """What stands there; a tuple becomes a list, in which a place can be filled anew."""
    if isinstance(holder[step], tuple):
        holder[step] = list(holder[step])
    return holder[step]


def find_unfit_wordings(flow: Flow, template: FlowTemplate, text: Wording) -> Iterator[UnfitWording]:
    """Why these words cannot stand there: what a person is to mend, language by language."""
    wrong = [one for lang in ORIGINALS for one in _find_unfit_in_language(flow, template, text, lang)]
    yield from wrong
    if not wrong:
        before = set(find_faults(flow))
        after = find_faults(reword_flow(flow, {template.id: RewordedText("", text)}))
        yield from (UnfitWording("flow", "fr", fault.problem) for fault in after if fault not in before)


def _find_unfit_in_language(
    flow: Flow, template: FlowTemplate, text: Wording, lang: str
) -> Iterator[UnfitWording]:
    written = translate_wording(text, lang)
    if not written.strip():
        yield UnfitWording("empty", lang)
        return
    if len(written) > LONGEST:
        yield UnfitWording("too_long", lang, f"{len(written)}")
    has, needs = list_variables(written), list_variables(translate_wording(template.text, lang))
    if lost := _format_variable_names(name for name in needs if name not in has and name != CODE):
        yield UnfitWording("blank_lost", lang, lost)
    own = frozenset(needs) if template.place[0] == "common" else flow.text_facts | frozenset(needs)
    if unknown := _format_variable_names(name for name in has if name not in own | BUILT_IN):
        yield UnfitWording("blank_unknown", lang, unknown)
    elif set("{}") & set(fill_variables(written, dict.fromkeys(has, ""))):
        yield UnfitWording("blank_unknown", lang, "{ }")
    if has.count(CODE) != 1:
        yield UnfitWording("code_twice" if CODE in has else "code_missing", lang)


def _format_variable_names(names: Iterator[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
