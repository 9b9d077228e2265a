"""``tocsin charter``: show, lint, compare, test, publish and list charters."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tocsin.charter import example_runner, lint, words
from tocsin.charter.clause_table import ClauseRow, list_clauses_by_channel
from tocsin.charter.diff import AnswerDifference, ClauseChange, compare_charter_days, summarise_answer
from tocsin.charter.inheritance import list_overridden_clauses
from tocsin.charter.json_export import export_charter, export_charters
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.questions import Question
from tocsin.charter.schema import Charter, ClauseExample
from tocsin.cli.exit_status import BadData, failure_from_os_error, needs_part
from tocsin.cli.new_charter import write_new_charter
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.evidence.shared_names import list_shared_names
from tocsin.locale.catalogues import translate
from tocsin.message.model import Attachment, Message
from tocsin.message.plain_text import find_channel_passages
from tocsin.message.safe_display import escape_to_one_line
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

if TYPE_CHECKING:
    from tocsin.web.data_signing import DataSigner

FOUND = 1
"""Exit status where a lint or an example has something to say."""


def run_command(options: Namespace) -> int:
    actions: dict[str, Callable[[Namespace], int]] = {
        "show": _show_charter,
        "lint": _lint_charter,
        "diff": _compare_days,
        "test": _test_examples,
        "publish": _publish_charter,
        "list": _list_charters,
        "new": write_new_charter,
    }
    return actions[options.action](options)


def _list_charters(_options: Namespace) -> int:
    for name in list_charter_names():
        charter = load_charter(name)
        print(f"{name}  {charter.version}  {len(charter.clauses)} clauses  {charter.name.en}")
    return 0


# ---- show


def _show_charter(options: Namespace) -> int:
    charter = load_charter(options.charter)
    paper = TerminalWriter.for_stdout()
    paper.write_paragraph(
        (f"{words.translate_wording(charter.name, options.lang)} ({charter.id}, {charter.version})", "strong")
    )
    for group in list_clauses_by_channel(charter, options.on, options.lang):
        if group.rows and options.channel in (None, group.channel):
            paper.write_blank_line()
            paper.write_paragraph((group.title, "strong"))
            for row in group.rows:
                _draw_row(paper, row, options.lang)
    return 0


def _draw_row(paper: TerminalWriter, row: ClauseRow, lang: str) -> None:
    answer = translate("answers", row.answer, lang) if row.answer else ""
    head = " · ".join(part for part in (row.subject, answer) if part)
    paper.write_paragraph(
        (row.clause, "strong"),
        (_say_layer(row.layer), "faint"),
        (f"  {head}" if head else "", ""),
        first="  ",
        rest="      ",
    )
    paper.write_paragraph((row.text, ""), first="      ")
    doubt = f" ({translate('titles', 'perhaps', lang)})" if row.state == "perhaps" else ""
    paper.write_paragraph((f"{row.dates}{doubt} · {row.source}", "faint"), first="      ")


def _say_layer(layer: str) -> str:
    return f" [{layer}]" if layer else ""


# ---- lint


def _lint_charter(options: Namespace) -> int:
    findings = lint.lint_charter(options.charter)
    if not any(finding.rule == "schema" for finding in findings):
        charter = load_charter(options.charter)
        _print_inheritance(charter)
        findings = (*findings, *_find_shared_names(charter))
    for finding in findings:
        place = f"{finding.clause}: " if finding.clause else ""
        print(f"{finding.rule}: {place}{finding.message}")
    print(f"{len(findings)} found")
    return FOUND if findings else 0


def _find_shared_names(charter: Charter) -> Iterator[lint.LintFinding]:
    """Names that it has in common with an institution that comes with Tocsin."""
    others = [load_charter(name) for name in list_charter_names() if name != charter.id]
    for shared in list_shared_names([charter, *others]):
        if charter.id in shared.institutions:
            who = " and ".join(shared.institutions)
            yield lint.LintFinding("name", "", f"{shared.name!r} points to {who}: put it in short_names")


def _print_inheritance(charter: Charter) -> None:
    for layer in charter.layers:
        count = sum(clause.layer == layer.id for clause in charter.clauses)
        print(f"inherits {layer.id} ({layer.version}): {count} clauses")
    for one in list_overridden_clauses(charter):
        print(f"    {one.inherited} is {one.how} by {one.own}")


# ---- diff


def _compare_days(options: Namespace) -> int:
    found = compare_charter_days(load_charter(options.charter), options.before, options.after)
    paper = TerminalWriter.for_stdout()
    lang = options.lang
    _draw_changes(paper, "begun", found.begun, lang)
    _draw_changes(paper, "ended", found.ended, lang)
    _draw_changes(paper, "surer", found.surer, lang)
    _draw_answer_changes(paper, found.answers, lang)
    if not (found.begun or found.ended or found.surer or found.answers):
        paper.write_paragraph((translate("titles", "no_change", lang), ""))
    return 0


def _draw_changes(paper: TerminalWriter, name: str, changes: Iterable[ClauseChange], lang: str) -> None:
    for number, change in enumerate(changes):
        if not number:
            paper.write_paragraph((translate("titles", name, lang), "strong"))
        clause = change.clause
        paper.write_paragraph(
            (clause.id, "strong"),
            (f"{_say_layer(clause.layer)}  {change.before} → {change.after}", "faint"),
            first="  ",
        )
        paper.write_paragraph((words.translate_wording(clause.wording, lang), ""), first="      ")
        paper.write_paragraph((words.format_validity(clause.in_force, lang), "faint"), first="      ")


def _draw_answer_changes(paper: TerminalWriter, answers: Iterable[AnswerDifference], lang: str) -> None:
    for number, answer in enumerate(answers):
        if not number:
            paper.write_paragraph((translate("titles", "changed_answers", lang), "strong"))
        change = f"{summarise_answer(answer.before)} → {summarise_answer(answer.after)}"
        paper.write_paragraph(
            (f"{_question_in_words(answer.question, lang)}: {change}", ""), first="  - ", rest="    "
        )


def _question_in_words(question: Question, lang: str) -> str:
    """A question in few words: what, by which channel, in which circumstances."""
    what = [str(getattr(question, name)) for name in ("item", "kind", "medium") if hasattr(question, name)]
    flags = ("partial", "inside_account", "solicited", "programme", "direction")
    marks = [f"{name}" for name in flags if getattr(question, name, False) is True]
    marks += [
        str(getattr(question, name)) for name in ("programme", "direction") if getattr(question, name, "")
    ]
    return ", ".join([*what, words.translate_channel(question.channel, lang), *marks])


# ---- publish


def _publish_charter(options: Namespace) -> int:
    if options.all:
        name, data = "charters.json", export_charters(map(load_charter, list_charter_names()))
    else:
        name, data = "charter.json", export_charter(load_charter(options.charter))
    files = {name: data}
    if options.key:
        signer = _load_signer(Path(options.key))
        files |= {
            f"{name}.sig": signer.sign_raw(data),
            f"{name}.jws": signer.sign_jws(data).encode() + b"\n",
            "keys.json": msgspec.json.format(msgspec.json.encode(signer.jwk_set), indent=1) + b"\n",
            "key.pem": signer.public_key_pem,
        }
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            print(folder / name)
    except OSError as error:
        raise failure_from_os_error(error, str(folder)) from error
    if not options.key:
        print(translate("titles", "not_signed", options.lang))
    return 0


def _load_signer(path: Path) -> "DataSigner":
    with needs_part("service"):
        from tocsin.web import data_signing
    try:
        return data_signing.load_signer(path)
    except data_signing.BadSigningKey as error:
        raise BadData(error.problem, place=str(path)) from None


# ---- test


def _test_examples(options: Namespace) -> int:
    charter = load_charter(options.charter)
    failed = 0
    ran = 0
    for outcome in example_runner.run_examples(charter, judge_example):
        ran += 1
        if not outcome.passed:
            failed += 1
            _print_failure(outcome)
    print(f"{ran} examples, {failed} failed")
    return FOUND if failed else 0


def judge_example(charter: Charter, example: ClauseExample) -> Verdict:
    """The verdict on an example of a charter: what its trial is judged with."""
    message = Message(
        channel=example.channel,
        text=example.text,
        sender=example.sender,
        received=example.on,
        subject=example.subject,
        inside_account=example.inside_account,
        solicited=example.solicited,
        attachments=tuple(Attachment(name, "") for name in example.attachments),
        passages=find_channel_passages(example.text, example.channel),
    )
    return judge(message, charter)


def _print_failure(outcome: example_runner.ExampleOutcome) -> None:
    example = outcome.example
    kind = "must fire" if example.fires else "near miss"
    print(f"{example.clause} ({kind}, {example.channel}, {example.on})")
    print(f"    wanted:  {escape_to_one_line(outcome.expected, 300)}")
    print(f"    message: {escape_to_one_line(example.text, 300)}")
    for found in outcome.found or ("nothing",):
        print(f"    found:   {escape_to_one_line(found, 300)}")
