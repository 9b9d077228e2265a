"""``tocsin protocol``: the instructions of a day, and one person's plan."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from tocsin.charter import words
from tocsin.charter.schema import MAX
from tocsin.cli.authoring_arguments import PLAN_DAYS, PLAN_KNOWN
from tocsin.cli.exit_status import BadData, NoSuchFile
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.protocol.lint import find_unconfirmed
from tocsin.protocol.load import (
    ProtocolError,
    UnknownDiseaseError,
    list_diseases,
    load_protocol,
    load_protocol_file,
    read_protocol_text,
)
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import InstructionPlan, PlanLine, make_plan
from tocsin.protocol.rule_choice import list_rules_in_force
from tocsin.protocol.rules_summary import summarise_rules
from tocsin.protocol.schema import DiseaseProtocol, ProtocolRule

FOUND = 1
"""Exit status where a lint has something to say."""


def run_command(options: Namespace) -> int:
    actions: dict[str, Callable[[Namespace], int]] = {
        "show": _show_rules,
        "plan": _plan_person,
        "list": _list_protocols,
        "lint": _lint_protocols,
    }
    return actions[options.action](options)


def _list_protocols(_options: Namespace) -> int:
    for name in list_diseases():
        protocol = load_protocol(name)
        print(f"{name}  {protocol.version}  {len(protocol.rules)} rules  {protocol.name.en}")
    return 0


def _lint_protocols(options: Namespace) -> int:
    found = 0
    names = options.protocols or list(list_diseases())
    for name in names:
        text, file = _read_protocol(name)
        try:
            findings = find_unconfirmed(text, file)
        except ProtocolError as error:
            raise BadData(str(error)) from error
        for finding in findings:
            print(finding)
        found += len(findings)
    print(f"{len(names)} protocol{'s' * (len(names) > 1)}, {found} to confirm")
    return FOUND if found else 0


def _read_protocol(name: str) -> tuple[str, str]:
    try:
        if name.endswith((".yaml", ".yml")):
            return Path(name).read_text(encoding="utf-8"), Path(name).name
        return read_protocol_text(name)
    except UnicodeDecodeError as error:
        raise BadData("not UTF-8", place=name) from error
    except UnknownDiseaseError as error:
        raise NoSuchFile(str(error)) from error


def _load_protocol(name: str) -> DiseaseProtocol:
    try:
        return load_protocol_file(Path(name)) if name.endswith((".yaml", ".yml")) else load_protocol(name)
    except ProtocolError as error:
        raise BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise BadData("not UTF-8", place=name) from error
    except UnknownDiseaseError as error:
        raise NoSuchFile(str(error)) from error


# ---- show


def _show_rules(options: Namespace) -> int:
    protocol = _load_protocol(options.disease)
    on: date = options.on or date.today()
    if options.json:
        print(msgspec.json.encode(summarise_rules(protocol, on)).decode())
        return 0
    paper, lang = TerminalWriter.for_stdout(), options.lang
    paper.write_paragraph(
        (f"{words.translate_wording(protocol.name, lang)}, {words.format_day(on, lang)}", "strong")
    )
    rules = list_rules_in_force(protocol, on)
    if not rules:
        paper.write_paragraph((translate("titles", "no_rule", lang), ""), first="  ")
    for rule in rules:
        paper.write_blank_line()
        _draw_rule(paper, rule, lang)
    return 0


def _draw_rule(paper: TerminalWriter, rule: ProtocolRule, lang: str) -> None:
    paper.write_paragraph(
        (rule.id, "strong"),
        (f"  {translate('titles', 'case' if rule.who == 'case' else 'contact_case', lang)}", ""),
        first="  ",
    )
    paper.write_paragraph((words.translate_wording(rule.summary, lang), ""), first="      ")
    until = "" if rule.in_force.until == MAX else f" → {words.format_day(rule.in_force.until, lang)}"
    paper.write_paragraph(
        (translate("titles", "dates", lang) + get_language(lang).colon, "faint"),
        (words.format_day(rule.in_force.start, lang) + until, "faint"),
        first="      ",
    )
    if rule.page_changed and rule.page_changed != rule.in_force.start:
        shown = words.format_day(rule.page_changed, lang)
        paper.write_paragraph(
            (translate("titles", "page_changed", lang) + get_language(lang).colon + shown, "faint"),
            first="      ",
        )
    for source in rule.sources:
        paper.write_paragraph((source, "faint"), first="      - ", rest="        ")
    for conflict in rule.conflicts:
        paper.write_paragraph(
            (translate("titles", "conflict", lang) + get_language(lang).colon + conflict, "faint"),
            first="      ! ",
            rest="        ",
        )


# ---- plan


def _plan_person(options: Namespace) -> int:
    names = [name.replace("-", "_") for name in (*PLAN_DAYS, *PLAN_KNOWN)]
    known = {name: getattr(options, name) for name in (*names, "role", "age", "variant")}
    protocol = _load_protocol(options.disease)
    made = make_plan(protocol, PersonFacts(**known), options.on or date.today())
    if options.json:
        print(msgspec.json.encode(made).decode())
    else:
        _draw_plan(TerminalWriter.for_stdout(), protocol, made, options.lang)
    return 0


def _draw_plan(paper: TerminalWriter, protocol: DiseaseProtocol, made: InstructionPlan, lang: str) -> None:
    paper.write_paragraph(
        (f"{words.translate_wording(protocol.name, lang)}, {words.format_day(made.on, lang)}", "strong")
    )
    for day, lines in made.group_by_day():
        paper.write_blank_line()
        paper.write_paragraph((words.format_day(day, lang), "strong"), first="  ")
        for line in lines:
            _draw_line(paper, line, lang)
    paper.write_blank_line()
    paper.write_paragraph((translate("titles", "any_day", lang), "strong"), first="  ")
    for line in made.lines:
        if line.day is None:
            _draw_line(paper, line, lang)


def _draw_line(paper: TerminalWriter, line: PlanLine, lang: str) -> None:
    rule = f"  ({translate('titles', 'rule', lang)} {line.rule})" if line.rule else ""
    paper.write_paragraph(
        (words.translate_wording(line.text, lang), ""), (rule, "faint"), first="    - ", rest="      "
    )
