"""The graph of a flow as Mermaid text, which GitHub, GitLab and most editors draw.

Pure: the same flow gives the same text.
"""

from collections.abc import Iterator
from typing import Final

from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.part_names import Shape
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.summary import StateSummary, summarise_states
from tocsin.message.safe_display import escape_to_one_line

_FRAMES: Final[dict[Shape, tuple[str, str]]] = {
    "question": ("[", "]"),
    "message": ("[", "]"),
    "pause": ("[[", "]]"),
    "fork": ("{{", "}}"),
    "end": ("([", "])"),
    "call": ("[/", "/]"),
    "step": ("[", "]"),
}
"""What a state is -> the outline of its box, as Mermaid writes it."""
_LONGEST: Final = 90
"""Characters of a text shown in a box."""
_ACTING: Final = frozenset('"#;<>&`|\\%*')


def write_mermaid(flow: Flow, lang: str) -> str:
    """A Mermaid flowchart: a box for each state, an arrow for each way, dashed where nobody chose it."""
    states = summarise_states(flow, lang)
    # states go by number: a name such as "end" is a word of Mermaid's own
    numbers = {state.name: f"s{number}" for number, state in enumerate(states)}
    name = translate_wording(flow.name, lang)
    title = escape_to_one_line(f"{name[:1].upper()}{name[1:]} ({flow.flow})")
    lines = ["flowchart TD", f"  accTitle: {_escape(title)}"]
    for state in states:
        opening, closing = _FRAMES[state.shape]
        lines.append(f'  {numbers[state.name]}{opening}"{"<br>".join(_label(state))}"{closing}')
    for state in states:
        for way in state.exits:
            if way.target in numbers:
                arrow = "-.->" if way.is_quiet else "-->"
                label = f'|"{_escape(escape_to_one_line(way.label))}"|'
                lines.append(f"  {numbers[state.name]} {arrow}{label} {numbers[way.target]}")
    return "\n".join(lines) + "\n"


def _label(state: StateSummary) -> Iterator[str]:
    cost = f" · {state.parts} SMS" if state.parts else ""
    yield f"{_escape(escape_to_one_line(state.name))} · {_escape(state.kind)}{cost}"
    for line in (escape_to_one_line(state.body, _LONGEST), state.silence, *state.calls):
        if line:
            yield _escape(escape_to_one_line(line))


def _escape(text: str) -> str:
    """The text with whatever Mermaid or HTML would act on as an entity.

    >>> _escape('Réf. "#1" <b>')
    'Réf. #34;#35;1#34; #60;b#62;'
    """
    return "".join(f"#{ord(letter)};" if letter in _ACTING else letter for letter in text)
