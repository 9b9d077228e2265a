"""``tocsin charter``: show, lint, compare, test, publish and list charters."""

from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tocsin.charter import lint as linting
from tocsin.charter import trial as trials
from tocsin.charter import words
from tocsin.charter.diff import Answer, Change, diff, verdict_of
from tocsin.charter.load import available, load
from tocsin.charter.publish import document
from tocsin.charter.questions import Question
from tocsin.charter.schema import Charter, Example
from tocsin.charter.show import Row, show
from tocsin.cli.paper import Paper
from tocsin.cli.status import BadData, PartNotInstalled, failure_of
from tocsin.cli.words import ANSWERS, title
from tocsin.message.harmless import one_line
from tocsin.message.model import Attachment, Message
from tocsin.message.text import passages_of
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

if TYPE_CHECKING:
    from tocsin.web.signature import Signer

FOUND = 1
"""Exit status where a lint or an example has something to say."""


def run(options: Namespace) -> int:
    """Run one of the actions."""
    actions: dict[str, Callable[[Namespace], int]] = {
        "show": _show,
        "lint": _lint,
        "diff": _diff,
        "test": _test,
        "publish": _publish,
        "list": _list,
    }
    return actions[options.action](options)


def _list(_options: Namespace) -> int:
    for name in available():
        charter = load(name)
        print(f"{name}  {charter.version}  {len(charter.clauses)} clauses  {charter.name.en}")
    return 0


# ---- show


def _show(options: Namespace) -> int:
    charter = load(options.charter)
    paper = Paper.standard()
    paper.put((f"{words.said(charter.name, options.lang)} ({charter.id}, {charter.version})", "strong"))
    for group in show(charter, options.on, options.lang):
        if group.rows and options.channel in (None, group.channel):
            paper.gap()
            paper.put((group.title, "strong"))
            for row in group.rows:
                _row(paper, row, options.lang)
    return 0


def _row(paper: Paper, row: Row, lang: str) -> None:
    answer = ANSWERS[row.answer][lang == "en"] if row.answer else ""
    head = " · ".join(part for part in (row.subject, answer) if part)
    paper.put((row.clause, "strong"), (f"  {head}" if head else "", ""), first="  ", rest="      ")
    paper.put((row.text, ""), first="      ")
    doubt = f" ({title('perhaps', lang)})" if row.state == "perhaps" else ""
    paper.put((f"{row.dates}{doubt} · {row.source}", "faint"), first="      ")


# ---- lint


def _lint(options: Namespace) -> int:
    findings = linting.lint(options.charter)
    for finding in findings:
        place = f"{finding.clause}: " if finding.clause else ""
        print(f"{finding.rule}: {place}{finding.message}")
    print(f"{len(findings)} found")
    return FOUND if findings else 0


# ---- diff


def _diff(options: Namespace) -> int:
    found = diff(load(options.charter), options.before, options.after)
    paper = Paper.standard()
    lang = options.lang
    _changes(paper, "begun", found.begun, lang)
    _changes(paper, "ended", found.ended, lang)
    _changes(paper, "surer", found.surer, lang)
    _answers(paper, found.answers, lang)
    if not (found.begun or found.ended or found.surer or found.answers):
        paper.put((title("no_change", lang), ""))
    return 0


def _changes(paper: Paper, name: str, changes: Iterable[Change], lang: str) -> None:
    for number, change in enumerate(changes):
        if not number:
            paper.put((title(name, lang), "strong"))
        clause = change.clause
        paper.put((clause.id, "strong"), (f"  {change.before} → {change.after}", "faint"), first="  ")
        paper.put((words.said(clause.wording, lang), ""), first="      ")
        paper.put((words.in_force(clause.in_force, lang), "faint"), first="      ")


def _answers(paper: Paper, answers: Iterable[Answer], lang: str) -> None:
    for number, answer in enumerate(answers):
        if not number:
            paper.put((title("changed_answers", lang), "strong"))
        change = f"{verdict_of(answer.before)} → {verdict_of(answer.after)}"
        paper.put((f"{_question(answer.question, lang)}: {change}", ""), first="  - ", rest="    ")


def _question(question: Question, lang: str) -> str:
    """A question in few words: what, by which channel, in which circumstances."""
    what = [str(getattr(question, name)) for name in ("item", "kind", "medium") if hasattr(question, name)]
    flags = ("partial", "inside_account", "solicited", "programme", "direction")
    marks = [f"{name}" for name in flags if getattr(question, name, False) is True]
    marks += [
        str(getattr(question, name)) for name in ("programme", "direction") if getattr(question, name, "")
    ]
    return ", ".join([*what, words.channel(question.channel, lang), *marks])


# ---- publish


def _publish(options: Namespace) -> int:
    data = document(load(options.charter))
    files = {"charter.json": data}
    if options.key:
        signer = _signer(Path(options.key))
        files |= {
            "charter.json.sig": signer.raw(data),
            "charter.json.jws": signer.jws(data).encode() + b"\n",
            "keys.json": msgspec.json.format(msgspec.json.encode(signer.keys), indent=1) + b"\n",
            "key.pem": signer.pem,
        }
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
            print(folder / name)
    except OSError as error:
        raise failure_of(error, str(folder)) from error
    if not options.key:
        print(title("not_signed", options.lang))
    return 0


def _signer(path: Path) -> "Signer":
    try:
        from tocsin.web import signature
    except ModuleNotFoundError as error:
        raise PartNotInstalled("service", error.name) from None
    try:
        return signature.signer(path)
    except signature.BadKey as error:
        raise BadData(error.problem, place=str(path)) from None


# ---- test


def _test(options: Namespace) -> int:
    charter = load(options.charter)
    failed = 0
    ran = 0
    for outcome in trials.trial(charter, checker):
        ran += 1
        if not outcome.passed:
            failed += 1
            _failure(outcome)
    print(f"{ran} examples, {failed} failed")
    return FOUND if failed else 0


def checker(charter: Charter, example: Example) -> Verdict:
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
        passages=passages_of(example.text, example.channel),
    )
    return judge(message, charter)


def _failure(outcome: trials.Outcome) -> None:
    example = outcome.example
    kind = "must fire" if example.fires else "near miss"
    print(f"{example.clause} ({kind}, {example.channel}, {example.on})")
    print(f"    wanted:  {one_line(outcome.expected, 300)}")
    print(f"    message: {one_line(example.text, 300)}")
    for found in outcome.found or ("nothing",):
        print(f"    found:   {one_line(found, 300)}")
