"""``tocsin protocol``: the instructions of a day, and one person's plan."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from tocsin.charter import words
from tocsin.charter.schema import MAX
from tocsin.cli.paper import Paper
from tocsin.cli.parser import PLAN_DAYS, PLAN_KNOWN
from tocsin.cli.status import BadData, NoSuchFile
from tocsin.cli.words import title
from tocsin.protocol.facts import Facts
from tocsin.protocol.load import ProtocolError, UnknownDiseaseError, diseases, load, load_file
from tocsin.protocol.plan import Line, Plan, plan
from tocsin.protocol.rules import in_force
from tocsin.protocol.schema import Protocol, Rule
from tocsin.protocol.show import show


def run(options: Namespace) -> int:
    """Run one of the actions."""
    actions: dict[str, Callable[[Namespace], int]] = {"show": _show, "plan": _plan, "list": _list}
    return actions[options.action](options)


def _list(_options: Namespace) -> int:
    for name in diseases():
        protocol = load(name)
        print(f"{name}  {protocol.version}  {len(protocol.rules)} rules  {protocol.name.en}")
    return 0


def _protocol(name: str) -> Protocol:
    try:
        return load_file(Path(name)) if name.endswith((".yaml", ".yml")) else load(name)
    except ProtocolError as error:
        raise BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise BadData("not UTF-8", place=name) from error
    except UnknownDiseaseError as error:
        raise NoSuchFile(str(error)) from error


# ---- show


def _show(options: Namespace) -> int:
    protocol = _protocol(options.disease)
    on: date = options.on or date.today()
    if options.json:
        print(msgspec.json.encode(show(protocol, on)).decode())
        return 0
    paper, lang = Paper.standard(), options.lang
    paper.put((f"{words.said(protocol.name, lang)}, {words.day(on, lang)}", "strong"))
    rules = in_force(protocol, on)
    if not rules:
        paper.put((title("no_rule", lang), ""), first="  ")
    for rule in rules:
        paper.gap()
        _rule(paper, rule, lang)
    return 0


def _rule(paper: Paper, rule: Rule, lang: str) -> None:
    paper.put(
        (rule.id, "strong"),
        (f"  {title('case' if rule.who == 'case' else 'contact_case', lang)}", ""),
        first="  ",
    )
    paper.put((words.said(rule.summary, lang), ""), first="      ")
    until = "" if rule.in_force.until == MAX else f" → {words.day(rule.in_force.until, lang)}"
    paper.put(
        (title("dates", lang) + _colon(lang), "faint"),
        (words.day(rule.in_force.start, lang) + until, "faint"),
        first="      ",
    )
    if rule.page_changed and rule.page_changed != rule.in_force.start:
        shown = words.day(rule.page_changed, lang)
        paper.put((title("page_changed", lang) + _colon(lang) + shown, "faint"), first="      ")
    for source in rule.sources:
        paper.put((source, "faint"), first="      - ", rest="        ")
    for conflict in rule.conflicts:
        paper.put(
            (title("conflict", lang) + _colon(lang) + conflict, "faint"), first="      ! ", rest="        "
        )


def _colon(lang: str) -> str:
    return ": " if lang == "en" else " : "


# ---- plan


def _plan(options: Namespace) -> int:
    names = [name.replace("-", "_") for name in (*PLAN_DAYS, *PLAN_KNOWN)]
    known = {name: getattr(options, name) for name in (*names, "role", "age", "variant")}
    protocol = _protocol(options.disease)
    made = plan(protocol, Facts(**known), options.on or date.today())
    if options.json:
        print(msgspec.json.encode(made).decode())
    else:
        _drawn(Paper.standard(), protocol, made, options.lang)
    return 0


def _drawn(paper: Paper, protocol: Protocol, made: Plan, lang: str) -> None:
    paper.put((f"{words.said(protocol.name, lang)}, {words.day(made.on, lang)}", "strong"))
    for day, lines in made.days():
        paper.gap()
        paper.put((words.day(day, lang), "strong"), first="  ")
        for line in lines:
            _line(paper, line, lang)
    paper.gap()
    paper.put((title("any_day", lang), "strong"), first="  ")
    for line in made.lines:
        if line.day is None:
            _line(paper, line, lang)


def _line(paper: Paper, line: Line, lang: str) -> None:
    rule = f"  ({title('rule', lang)} {line.rule})" if line.rule else ""
    paper.put((words.said(line.text, lang), ""), (rule, "faint"), first="    - ", rest="      ")
