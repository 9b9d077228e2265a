"""What a check costs, beside two filters of e-mail on the same texts: `./dev bench check`.

Everything is generated here (``_texts.py``), from a fixed seed. CPU seconds are what to compare: the clock
depends on what else the machine does, which is why its load is printed before and after.
"""

import base64
import gc
import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from _measure import ROOT, TOCSIN, Cost, against, command, cores, here, machine, median
from _peers import Scanned, rspamd, spamassassin
from _texts import SEED, Text, Writer, email, wrapped

import tocsin
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.evidence.token_kernel import describe_reading
from tocsin.message.message_reader import MessageRow, message_from_row
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.verdict.model import Verdict

SMS = 20_000
SMS_OF_SCAN = 100_000
"""Enough for the start of two processes not to weigh on their ratio."""
EMAILS = 4_000
RUNS = 3
STARTS = 10
SAMPLE: dict[str, int] = {"SpamAssassin": 400, "rspamd": 2_000}
"""How many of the same texts the slower filters are given."""
FLAGGED = ("imposture", "suspicious")
TODAY = date(2026, 11, 25)


def main() -> int:
    """Measure, and print."""
    print(f"Tocsin {tocsin.__version__}; {machine()}; seed {SEED}")
    writer = Writer()
    texts = list(writer.texts(SMS))
    stream = list(writer.stream(SMS_OF_SCAN))
    frauds = [writer.text("fraud") for _ in range(SMS // 2)]
    mails = [email(text, number) for number, text in enumerate(texts[:EMAILS])]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        stream_rates = _library("SMS of a stream, 1 % fraud,", stream[:SMS], _sms, 20_000)
        fraud_rates = _library("frauds by SMS", frauds, _sms, 6_000)
        sms_rates = _library("SMS of the mix", texts, _sms)
        mail_rates = _library("e-mails", list(zip(texts, mails, strict=False)), _mail, 1_400)
        _found_by_itself(stream[:SMS])
        _load_all()
        failures += _scan(Path(folder), stream)
        failures += _scan_plain(Path(folder), stream[:SMS])
        failures += _scan_mails(Path(folder), mails)
        failures += _start()
    wraps = [
        [wrapped(text, number) for number, text in enumerate(some)] for some in (stream[:SMS], frauds, texts)
    ]
    _peers("SMS of a stream", stream, wraps[0], stream_rates)
    _peers("frauds by SMS", frauds, wraps[1], fraud_rates)
    _peers("SMS of the mix", texts, wraps[2], sms_rates)
    _peers("e-mails", texts, mails, mail_rates)
    print(f"\n{machine()}")
    return min(failures, 1)


# ---- in this process


def _sms(text: Text) -> Verdict:
    return judge(message_from_text(text.text, "sms", sender=text.sender, received=text.received), DEFAULT)


def _mail(pair: tuple[Text, bytes]) -> Verdict:
    row = MessageRow(
        channel="email", eml=base64.b64encode(pair[1]).decode(), received_at=pair[0].received.isoformat()
    )
    return judge(message_from_row(row, TODAY), DEFAULT)


Rates = tuple[float, list[str]]
"""CPU seconds a message, and the levels."""


def _library[M](
    name: str, messages: Sequence[M], check: Callable[[M], Verdict], target: int | None = None
) -> Rates:
    """One core, in this process, as a program that imports Tocsin sees it."""
    load_charter(DEFAULT)
    for message in messages[: len(messages) // 40]:
        check(message)
    levels: list[str] = []
    gc.collect()
    gc.freeze()
    clock, cpu = here(lambda: levels.extend(check(message).level for message in messages))
    print(f"\n{len(messages):,} {name} library, one core ({describe_reading()})")
    unit, rate = "a CPU-second", len(messages) / cpu
    said = against(rate, target, unit) if target else f"{rate:,.0f} {unit}"
    print(f"  {said}; {len(messages) / clock:,.0f} by the clock")
    return cpu / len(messages), levels


def _found_by_itself(texts: Sequence[Text]) -> None:
    """What it costs to find the institution among all, beside one charter that is named; the least of runs in turns."""
    messages = [message_from_text(t.text, "sms", sender=t.sender, received=t.received) for t in texts]
    least = {DEFAULT: float("inf"), "": float("inf")}
    for _ in range(RUNS + 1):
        for charter, cpu in least.items():
            spent = here(lambda charter=charter: [judge(m, charter or None) for m in messages])[1]  # type: ignore[misc]
            least[charter] = min(cpu, spent)
    one, found = (cpu / len(messages) * 1e6 for cpu in least.values())
    print(f"\n{len(messages):,} SMS of a stream: the institution found by itself, beside one that is named")
    print(f"  {found:.0f} us and {one:.0f} us: {against(found / one, 1.3, 'times', most=True)}")


def _load_all() -> None:
    """Every charter decoded in a process that has just started: the least of some starts, in CPU milliseconds."""
    code = (
        "import time; from tocsin.charter.loading import list_charter_names, load_charter;"
        "names = list_charter_names(); start = time.process_time();"
        "[load_charter(n) for n in names]; print(time.process_time() - start)"
    )
    python = str(ROOT / ".venv" / "bin" / "python")
    runs = [subprocess.run([python, "-c", code], capture_output=True, check=True) for _ in range(STARTS)]
    least = min(float(run.stdout) for run in runs) * 1000
    count = len(list_charter_names())
    print(f"\nall {count} charters decoded: {against(least, 15, 'ms of CPU', most=True)}")


# ---- the command


def _scan(folder: Path, texts: Sequence[Text]) -> int:
    """`tocsin scan`, with one process and with two, in turns."""
    file = folder / "sms.jsonl"
    file.write_text("".join(_line(number, text) for number, text in enumerate(texts)), encoding="utf-8")
    costs: dict[int, list[Cost]] = {1: [], 2: []}
    for _ in range(RUNS):
        for jobs, runs in costs.items():
            runs.append(_scanned(file, jobs))
    count = len(texts)
    print(f"\n{count:,} SMS of a stream, tocsin scan, start included, medians of {RUNS} runs in turns")
    for jobs, runs in costs.items():
        clock, cpu = median([r.clock for r in runs]), median([r.cpu for r in runs])
        peak = max(r.peak for r in runs)
        rate = against(count / cpu, 20_000, "SMS a CPU-second")
        print(f"  --jobs {jobs}: {rate}; {count / clock:,.0f} by the clock")
        print(f"    memory of the largest process: {against(peak, 120, 'MB', most=True)}")
    ratio = median([one.clock / two.clock for one, two in zip(costs[1], costs[2], strict=True)])
    print(f"  two processes to one: {against(ratio, 1.9, 'times')} on {cores()} cores")
    return _failed(r for runs in costs.values() for r in runs)


def _scan_plain(folder: Path, texts: Sequence[Text]) -> int:
    """The same without the compiled kernel, as on a machine without a compiler."""
    file = folder / "plain.jsonl"
    file.write_text("".join(_line(number, text) for number, text in enumerate(texts)), encoding="utf-8")
    os.environ["TOCSIN_KERNEL"] = "plain"
    runs = [_scanned(file, 1) for _ in range(RUNS)]
    del os.environ["TOCSIN_KERNEL"]
    print(f"\n{len(texts):,} SMS of a stream, tocsin scan --jobs 1 in plain Python, start included")
    print(f"  {against(len(texts) / median([r.cpu for r in runs]), 8_000, 'SMS a CPU-second')}")
    return _failed(runs)


def _line(number: int, text: Text) -> str:
    row = {
        "id": number,
        "channel": "sms",
        "sender": text.sender,
        "received_at": text.received.isoformat(),
        "text": text.text,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _scanned(file: Path, jobs: int) -> Cost:
    return command(TOCSIN, "scan", file, "--jobs", str(jobs), "--out", file.with_suffix(".out"), "--strict")


def _scan_mails(folder: Path, mails: Sequence[bytes]) -> int:
    file = folder / "mails.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number, source in enumerate(mails):
            encoded = base64.b64encode(source).decode()
            out.write(json.dumps({"id": number, "channel": "email", "eml": encoded}) + "\n")
    runs = [_scanned(file, 1) for _ in range(RUNS)]
    clock, cpu = median([r.clock for r in runs]), median([r.cpu for r in runs])
    print(f"\n{len(mails):,} e-mails, tocsin scan --jobs 1, start included")
    rate = against(len(mails) / cpu, 1_400, "e-mails a CPU-second")
    print(f"  {rate}; {len(mails) / clock:,.0f} by the clock")
    print(f"  memory: {against(max(r.peak for r in runs), 120, 'MB', most=True)}")
    return _failed(runs)


def _start() -> int:
    """From nothing to a verdict, and what of it is the interpreter's."""
    text = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
    runs = [command(TOCSIN, "check", text) for _ in range(STARTS + 1)][1:]
    bare = [command(ROOT / ".venv" / "bin" / "python", "-c", "pass") for _ in range(STARTS)]
    print(f"\ntocsin check, start to verdict, median of {STARTS}")
    clock, cpu = median([r.clock for r in runs]), median([r.cpu for r in runs])
    print(f"  {against(clock, 0.1, 's', most=True)}, {cpu:.3f} s of CPU")
    print(f"  of which the interpreter alone: {median([r.clock for r in bare]):.3f} s")
    print(f"  memory: {against(max(r.peak for r in runs), 120, 'MB', most=True)}")
    return sum(r.status != 2 for r in runs)


def _failed(runs: Iterable[Cost]) -> int:
    bad = [r.status for r in runs if r.status]
    if bad:
        print(f"  FAILED: exit status {bad[0]}")
    return len(bad)


# ---- beside others


def _peers(name: str, texts: Sequence[Text], sources: Sequence[bytes], rates: Rates) -> None:
    families = [text.family for text in texts]
    cost, levels = rates
    print(f"\nBeside filters of e-mail without their network tests, on the same {name}")
    print("  (flagged: imposture or suspicious; for the others, spam)")
    _row("Tocsin", cost, cost, families, [level in FLAGGED for level in levels])
    wrong, worse = (
        _count(families, levels, "genuine", "imposture"),
        _count(families, levels, "fraud", "authentic"),
    )
    print(f"    genuine called imposture: {wrong}; frauds called authentic: {worse}")
    for peer, scan in (("SpamAssassin", spamassassin), ("rspamd", rspamd)):
        found = scan(list(sources[: SAMPLE[peer]]))
        if isinstance(found, Scanned):
            _row(peer, found.cpu / len(found.caught), cost, families, found.caught)
        else:
            print(f"  {peer}: not measured. {found}")


def _count(families: Sequence[str], levels: Sequence[str], family: str, level: str) -> int:
    return sum(pair == (family, level) for pair in zip(families, levels, strict=False))


def _row(name: str, cost: float, ours: float, families: Sequence[str], flagged: Sequence[bool]) -> None:
    told, all_of = Counter[str](), Counter[str]()
    for family, flag in zip(families, flagged, strict=False):
        told[family] += flag
        all_of[family] += 1
    counts = ", ".join(f"{family} {told[family]}/{all_of[family]}" for family in sorted(all_of))
    ratio = "" if cost == ours else f", {cost / ours:,.0f} times the CPU of Tocsin"
    print(f"  {name}: {cost * 1000:.3f} ms of CPU a message ({1 / cost:,.0f}/s){ratio}; flagged: {counts}")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    raise SystemExit(main())
