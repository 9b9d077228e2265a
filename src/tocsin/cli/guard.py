"""``tocsin guard``: what may be said against texts before they are sent."""

import signal
from argparse import Namespace
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from tocsin.charter.load import load
from tocsin.charter.schema import Charter
from tocsin.charter.view import as_of
from tocsin.cli import status
from tocsin.cli.check import contents
from tocsin.cli.lines import LINE_BYTES, Lines
from tocsin.cli.output import opened
from tocsin.cli.progress import Progress
from tocsin.conversation.flow.load import FlowError, flows, load_file
from tocsin.conversation.flow.load import load as load_flow
from tocsin.conversation.flow.schema import Flow, Role
from tocsin.conversation.guarded import drafts
from tocsin.guard import Draft, Ruling, Waiver, day_for, guard
from tocsin.guard.waivers import BadWaivers, read
from tocsin.verdict.answer import ENCODER, Refusal
from tocsin.verdict.rows import Judged, identifier_of, problem, too_long


class Row(Struct, frozen=True):
    """A line of the input. Unknown keys are ignored."""

    text: str
    sender: str
    flow: Role
    id: str | int | None = None
    lang: str | None = "fr"
    consent: bool | None = False
    values: dict[str, str] | None = None
    on: date | None = None
    """Day as of which the charter is applied, where it is not that of the whole run."""

    @property
    def draft(self) -> Draft:
        """What it says is about to leave."""
        return Draft(
            sender=self.sender,
            flow=self.flow,
            text=self.text,
            lang=self.lang or "fr",
            id=self.id,
            consent=bool(self.consent),
            values=self.values or {},
        )


_YAML = (".yaml", ".yml")
_decode = msgspec.json.Decoder(Row).decode


class Guard:
    """Judges drafts under one charter, each as of its day."""

    def __init__(self, options: Namespace, today: date) -> None:
        self.charter: Charter = load(options.charter)
        self.on: date | None = options.on
        self.today = today
        self.waivers = tuple(w for w in _waivers(options.waivers) if w.until >= (options.on or today))
        """Those in force; an expired one counts for nothing, whatever the day of the charter."""

    def rule(self, draft: Draft, on: date | None = None) -> Ruling:
        """The ruling on a draft, as of the day given, or of the run, or of its flow."""
        day = on or self.on or day_for(self.charter, draft.flow, self.today)
        return guard(draft, as_of(self.charter, day), self.waivers)


def run(options: Namespace) -> int:
    """Judge one text, every text of a flow, or every line of the input."""
    if (options.text is None) == (options.input is None):
        raise status.Usage("give a file of drafts, a flow, or --text", place="guard")
    chosen = Guard(options, date.today())
    if options.text is not None:
        return _few([typed(options)], options, chosen)
    if options.input.endswith(_YAML) or options.input in flows():
        return _few(drafts_of(options.input, options.consent), options, chosen)
    return _many(options, chosen)


def _waivers(name: str | None) -> tuple[Waiver, ...]:
    if name is None:
        return ()
    try:
        return read(contents(name).decode(), name)
    except BadWaivers as error:
        raise status.BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise status.BadData("not UTF-8", place=name) from error


# ---- some texts, for people


def typed(options: Namespace) -> Draft:
    """The draft that the words typed make."""
    return Draft(
        sender=options.sender,
        flow=options.flow,
        text=options.text,
        lang=options.lang,
        id=options.id,
        consent=options.consent,
    )


def drafts_of(name: str, consent: bool = False) -> list[Draft]:
    """Every text of a flow, by name or from a file, in every language, with its facts at their worst."""
    return list(drafts(_flow(name), consent=consent))


def _flow(name: str) -> Flow:
    try:
        return load_file(Path(name)) if name.endswith(_YAML) else load_flow(name)
    except FlowError as error:
        raise status.BadData(str(error)) from error
    except UnicodeDecodeError as error:
        raise status.BadData("not UTF-8", place=name) from error


def _few(drafts: list[Draft], options: Namespace, chosen: Guard) -> int:
    """Show the rulings; the exit status is that of the worst."""
    rulings = [chosen.rule(draft) for draft in drafts]
    if options.json:
        for ruling in rulings:
            print(ENCODER.encode(ruling).decode())
    else:
        from tocsin.cli.ruling import draw, sum_up

        for draft, ruling in zip(drafts, rulings, strict=True):
            if ruling.result != "pass" or len(drafts) == 1:
                draw(draft, ruling, chosen.charter, options.lang)
        if len(drafts) > 1:
            sum_up(rulings, options.lang)
    return max(status.OF_RESULT[ruling.result] for ruling in rulings)


# ---- many lines


def _many(options: Namespace, chosen: Guard) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a draft of the output is not left behind
    with Lines.opened(options.input) as lines, opened(options.out) as out:
        progress = Progress(options.input, lines.size)
        for chunk in lines.chunks():
            done = (
                too_long(chunk.first, LINE_BYTES)
                if chunk.lines is None
                else _rulings(chunk.lines, chunk.first, chosen)
            )
            out.write(done.output)
            progress.add(done.lines, done.bad, lines.position)
        progress.end()
    return status.BAD_DATA if progress.bad and options.strict else 0


def _rulings(lines: bytes, first: int, chosen: Guard) -> Judged:
    out = bytearray()
    bad = 0
    number = first
    for number, line in enumerate(lines.split(b"\n"), first):
        if not line or line.isspace():
            continue
        try:
            row = _decode(line)
            answer: object = chosen.rule(row.draft, row.on)
        except Exception as error:  # whatever a line holds, the next ones must still be judged
            answer = Refusal(number, problem(error), identifier_of(line))
            bad += 1
        out += ENCODER.encode(answer) + b"\n"
    return Judged(bytes(out), number - first + (not lines.endswith(b"\n")), bad)
