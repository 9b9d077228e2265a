"""``tocsin explain``: a clause of the charter, or a known sign, in words."""

from argparse import Namespace
from collections.abc import Iterable

from tocsin.charter import clause_table, words
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import AnyClause, Charter, ClauseExample
from tocsin.cli.exit_status import UsageError
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message.safe_display import escape_acting_characters
from tocsin.verdict import verdict_sentences
from tocsin.verdict.charter_judge import ISSUES
from tocsin.verdict.explanation import REGISTER, SIGN

FROM_REGISTER = tuple(REGISTER + kind for _, kind in ISSUES.values())


def run_command(options: Namespace) -> int:
    charter = load_charter(options.charter)
    paper = TerminalWriter.for_stdout()
    clause = next((c for c in charter.clauses if c.id == options.clause), None)
    if clause is not None:
        _draw_clause(paper, charter, clause, options.lang)
    elif options.clause.removeprefix(SIGN) in _known_signs():
        _draw_sign(paper, charter, options.clause.removeprefix(SIGN), options.lang)
    elif options.clause in FROM_REGISTER:
        _draw_register_finding(paper, charter, options.clause.removeprefix(REGISTER), options.lang)
    else:
        raise UsageError(_unknown_clause_message(charter, options.clause), place="explain")
    return 0


def _known_signs() -> list[str]:
    return [
        kind
        for kind in verdict_sentences.load_wording_table()["kinds"]
        if REGISTER + kind not in FROM_REGISTER
    ]


def _unknown_clause_message(charter: Charter, name: str) -> str:
    from difflib import get_close_matches

    known = [c.id for c in charter.clauses] + [SIGN + kind for kind in _known_signs()] + list(FROM_REGISTER)
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    near += [k for k in known if name and name in k and k not in near][:5]
    hint = f"did you mean {', '.join(near)}?" if near else "tocsin charter show lists them"
    return f"no clause is named {name!r}; {hint}"


def _draw_clause(paper: TerminalWriter, charter: Charter, clause: AnyClause, lang: str) -> None:
    paper.write_paragraph((f"{translate('titles', 'clause', lang)} {clause.id}", "strong"))
    paper.write_paragraph((words.translate_wording(clause.wording, lang), ""), first="  ")
    _draw_facts(paper, clause, lang)
    paper.write_blank_line()
    paper.write_paragraph((translate("titles", "sources", lang), "strong"))
    for source in clause.sources:
        paper.write_paragraph((words.format_source(source, lang), ""), first="  - ", rest="    ")
        if source.note:
            paper.write_paragraph((source.note, "faint"), first="    ")
    _draw_founding(paper, charter, clause, lang)
    own = [e for e in charter.examples if e.clause == clause.id]
    _draw_examples(paper, "fires", (e for e in own if e.fires), lang)
    _draw_examples(paper, "silent", (e for e in own if not e.fires), lang)


def _draw_facts(paper: TerminalWriter, clause: AnyClause, lang: str) -> None:
    channels = ", ".join(words.translate_channel(channel, lang) for channel in clause.channels)
    answer = clause_table.describe_answer(clause)
    facts = (
        ("about", clause_table.describe_subject(clause, lang)),
        ("answers", translate("answers", answer, lang) if answer else ""),
        ("channels", channels),
        ("dates", words.format_validity(clause.in_force, lang)),
        ("seen", " → ".join(dict.fromkeys((clause.seen.first, clause.seen.last)))),
        ("programme", clause.programme),
        ("supersedes", ", ".join(clause.supersedes)),
    )
    paper.write_blank_line()
    for name, value in facts:
        if value:
            colon = get_language(lang).colon
            paper.write_paragraph(
                (translate("titles", name, lang) + colon, "faint"), (value, ""), first="  ", rest="    "
            )


def _draw_founding(paper: TerminalWriter, charter: Charter, clause: AnyClause, lang: str) -> None:
    if not clause.founding:
        return
    texts = {s.id: words.translate_wording(s.wording, lang) for s in charter.founding}
    paper.write_blank_line()
    paper.write_paragraph((translate("titles", "founding", lang), "strong"))
    for name in clause.founding:
        paper.write_paragraph((f"{name} {texts.get(name, '')}", ""), first="  - ", rest="    ")


def _draw_examples(paper: TerminalWriter, name: str, examples: Iterable[ClauseExample], lang: str) -> None:
    lead = translate("titles", name, lang)
    for example in examples:
        if lead:
            paper.write_blank_line()
            paper.write_paragraph((lead, "strong"))
            lead = ""
        sender = (
            ", " + translate("titles", "from", lang).format(escape_acting_characters(example.sender))
            if example.sender
            else ""
        )
        place = (
            f"{words.translate_channel(example.channel, lang)}{sender}, {words.format_day(example.on, lang)}"
        )
        paper.write_paragraph((place, "faint"), first="  - ", rest="    ")
        paper.write_paragraph((escape_acting_characters(example.text), ""), first="    ")


def _draw_sign(paper: TerminalWriter, charter: Charter, kind: str, lang: str) -> None:
    name = words.translate_wording(charter.name, lang)
    paper.write_paragraph(
        (
            f"{translate('titles', 'sign_of', lang)}{get_language(lang).colon}{kind}",
            "strong",
        )
    )
    paper.write_paragraph((verdict_sentences.describe_finding(kind, lang, "…", name), ""), first="  ")
    paper.write_paragraph((translate("titles", "sign_weighs", lang), "faint"), first="  ")


def _draw_register_finding(paper: TerminalWriter, charter: Charter, kind: str, lang: str) -> None:
    colon = get_language(lang).colon
    paper.write_paragraph((f"{translate('titles', 'register_of', lang)}{colon}{kind}", "strong"))
    paper.write_paragraph(
        (
            verdict_sentences.describe_finding(kind, lang, "…", words.translate_wording(charter.name, lang)),
            "",
        ),
        first="  ",
    )
