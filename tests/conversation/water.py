"""A small flow of a made-up water company, for faults."""

from msgspec.structs import replace

from tocsin.charter.yaml_document import YamlDocument
from tocsin.conversation.flow.lint import find_faults
from tocsin.conversation.flow.load import FlowError, load_common_texts
from tocsin.conversation.flow.schema import Flow

FLOW = """\
flow: water
version: 1
name: {fr: une coupure, en: a cut}
role: other
sender: "38663"
start: notice
corrected: changed
facts:
  given_name: {kind: name, optional: true, otherwise: {fr: à vous, en: there}}
  cut_day: {kind: day}
  at_home: {kind: flag, optional: true}
  why: {kind: text, worst: {fr: Une longue raison., en: A long reason.}}
  seen: {kind: flag, optional: true}
asides:
  dry:
    heard: plus d eau
    unless: plus d eau chaude
    say: {fr: "C'est noté. Réf. {code}", en: "Noted. Réf. {code}"}
    set: {seen: true}
    call: dry
    fires: ["j'ai plus d'eau"]
    near_misses: ["j'ai plus d'eau chaude"]
states:
  notice:
    say:
      fr: "Bonjour {given_name}. {why} Serez-vous là le {cut_day} ? OUI ou NON. Réf. {code}"
      en: "Hello {given_name}. {why} Will you be there on {cut_day}? YES or NO. Réf. {code}"
    again: {fr: "OUI ou NON ? Réf. {code}", en: "YES or NO? Réf. {code}"}
    ask: yes_no
    save: at_home
    go: {yes: until_day, no: size}
    silence:
      - after: 2h
        say: {fr: "OUI ou NON. Réf. {code}", en: "YES or NO. Réf. {code}"}
      - after: 1d
        go: until_day
  size:
    say: {fr: "Combien ? 1 peu, 2 beaucoup. Réf. {code}", en: "How much? 1 little, 2 much. Réf. {code}"}
    ask: choice
    options:
      little: {fr: peu, en: little}
      much: {fr: beaucoup, en: much}
    go: {little: until_day, much: by_phone}
    lost: by_phone
    silence:
      - after: 1h
        go: until_day
  by_phone:
    call: much
    next: until_day
  until_day:
    wait: {until: cut_day, at: "09:00", missed: done}
    next: home_fork
  home_fork:
    branch:
      - {if: at_home, is: true, go: rest}
    next: done
  rest:
    wait: {after: 3d}
    next: done
  changed:
    say: {fr: "C'est le {cut_day}. Réf. {code}", en: "It is on {cut_day}. Réf. {code}"}
    next: until_day
  done:
    end: done
example:
  at: "2021-03-04 09:00"
  facts: {given_name: Léa, cut_day: "2021-03-08", why: "Travaux. | Works."}
"""


def flow(*changes, version=1):
    """The flow with pieces of its text changed: ``old, new``."""
    text = FLOW.replace("version: 1", f"version: {version}", 1)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return replace(YamlDocument(text, "water.yaml", FlowError).convert_to(Flow), common=load_common_texts())


def found(*changes):
    """Its faults: where, and what."""
    return [
        (".".join(map(str, fault.place)), fault.problem, fault.grave) for fault in find_faults(flow(*changes))
    ]
