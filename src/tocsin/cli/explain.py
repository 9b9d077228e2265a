"""``tocsin explain``: a clause of the charter, or a known sign, in words."""

from argparse import Namespace
from collections.abc import Iterable

from tocsin.charter import show, words
from tocsin.charter.load import load
from tocsin.charter.schema import AnyClause, Charter, Example
from tocsin.cli.paper import Paper
from tocsin.cli.status import Usage
from tocsin.cli.words import ANSWERS, title
from tocsin.message.harmless import harmless
from tocsin.verdict import wording
from tocsin.verdict.decide import ISSUES, REGISTER, SIGN

FROM_REGISTER = tuple(REGISTER + kind for _, kind in ISSUES.values())


def run(options: Namespace) -> int:
    """Explain the clause or the sign that is named."""
    charter = load(options.charter)
    paper = Paper.standard()
    clause = next((c for c in charter.clauses if c.id == options.clause), None)
    if clause is not None:
        _clause(paper, charter, clause, options.lang)
    elif options.clause.removeprefix(SIGN) in _signs():
        _sign(paper, charter, options.clause.removeprefix(SIGN), options.lang)
    elif options.clause in FROM_REGISTER:
        _from_register(paper, charter, options.clause.removeprefix(REGISTER), options.lang)
    else:
        raise Usage(_unknown(charter, options.clause), place="explain")
    return 0


def _signs() -> list[str]:
    return [kind for kind in wording.table()["kinds"] if REGISTER + kind not in FROM_REGISTER]


def _unknown(charter: Charter, name: str) -> str:
    from difflib import get_close_matches

    known = [c.id for c in charter.clauses] + [SIGN + kind for kind in _signs()] + list(FROM_REGISTER)
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    near += [k for k in known if name and name in k and k not in near][:5]
    hint = f"did you mean {', '.join(near)}?" if near else "tocsin charter show lists them"
    return f"no clause is named {name!r}; {hint}"


def _clause(paper: Paper, charter: Charter, clause: AnyClause, lang: str) -> None:
    paper.put((f"{title('clause', lang)} {clause.id}", "strong"))
    paper.put((words.said(clause.wording, lang), ""), first="  ")
    _facts(paper, clause, lang)
    paper.gap()
    paper.put((title("sources", lang), "strong"))
    for source in clause.sources:
        paper.put((words.source(source, lang), ""), first="  - ", rest="    ")
        if source.note:
            paper.put((source.note, "faint"), first="    ")
    _founding(paper, charter, clause, lang)
    own = [e for e in charter.examples if e.clause == clause.id]
    _examples(paper, "fires", (e for e in own if e.fires), lang)
    _examples(paper, "silent", (e for e in own if not e.fires), lang)


def _facts(paper: Paper, clause: AnyClause, lang: str) -> None:
    channels = ", ".join(words.channel(channel, lang) for channel in clause.channels)
    answer = show.answer(clause)
    facts = (
        ("about", show.subject(clause, lang)),
        ("answers", ANSWERS[answer][lang == "en"] if answer else ""),
        ("channels", channels),
        ("dates", words.in_force(clause.in_force, lang)),
        ("seen", " → ".join(dict.fromkeys((clause.seen.first, clause.seen.last)))),
        ("programme", clause.programme),
        ("supersedes", ", ".join(clause.supersedes)),
    )
    paper.gap()
    for name, value in facts:
        if value:
            colon = ": " if lang == "en" else " : "
            paper.put((title(name, lang) + colon, "faint"), (value, ""), first="  ", rest="    ")


def _founding(paper: Paper, charter: Charter, clause: AnyClause, lang: str) -> None:
    if not clause.founding:
        return
    texts = {s.id: words.said(s.wording, lang) for s in charter.founding}
    paper.gap()
    paper.put((title("founding", lang), "strong"))
    for name in clause.founding:
        paper.put((f"{name} {texts.get(name, '')}", ""), first="  - ", rest="    ")


def _examples(paper: Paper, name: str, examples: Iterable[Example], lang: str) -> None:
    lead = title(name, lang)
    for example in examples:
        if lead:
            paper.gap()
            paper.put((lead, "strong"))
            lead = ""
        sender = ", " + title("from", lang).format(harmless(example.sender)) if example.sender else ""
        place = f"{words.channel(example.channel, lang)}{sender}, {words.day(example.on, lang)}"
        paper.put((place, "faint"), first="  - ", rest="    ")
        paper.put((harmless(example.text), ""), first="    ")


def _sign(paper: Paper, charter: Charter, kind: str, lang: str) -> None:
    name = words.said(charter.name, lang)
    paper.put(
        (
            f"{title('sign_of', lang)} : {kind}" if lang == "fr" else f"{title('sign_of', lang)}: {kind}",
            "strong",
        )
    )
    paper.put((wording.seen(kind, lang, "…", name), ""), first="  ")
    paper.put((title("sign_weighs", lang), "faint"), first="  ")


def _from_register(paper: Paper, charter: Charter, kind: str, lang: str) -> None:
    colon = ": " if lang == "en" else " : "
    paper.put((f"{title('register_of', lang)}{colon}{kind}", "strong"))
    paper.put((wording.seen(kind, lang, "…", words.said(charter.name, lang)), ""), first="  ")
