"""What the town's simulated network costs for each SMS: receipts for every part, and answers as people write.

The network runs in a process of its own; here is a lean client, which sends a notice, a question about
contacts or a list read back to each telephone, and answers what comes. The CPU of the network is what counts:
in the benchmark of a record day it shares two cores with the service. Run it with ``./dev bench town``.
"""

import asyncio
import os
import struct
import subprocess
import sys
import time
from pathlib import Path

from tocsin.sms import message_parts, pdu, pdu_codec
from tocsin_simulation.town import town_numbers

TEXTS = (
    "Assurance Maladie : bonjour Léa. Un conseiller vous appellera dans les 24 heures, dans le cadre de la "
    "lutte contre le Covid-19. Vous pouvez déjà nous répondre par SMS. Est-ce bien Léa ? Répondez OUI ou NON."
    " Réf. K7QF-2M9D",
    "Assurance Maladie : merci. Qui avez-vous vu depuis le lundi 1er mars sans masque : repas, trajet, "
    "logement ou plus de 15 minutes ? Répondez par leurs noms et leurs numéros, en un ou plusieurs SMS, ou "
    "PERSONNE. Réf. K7QF-2M9D",
    "Assurance Maladie : nous avons noté Hugo (fin 30 01), Nadia (fin 30 02). Est-ce exact ? Répondez OUI,"
    " ou envoyez la correction. Réf. K7QF-2M9D",
)
COUNT = 60_000
WINDOW = 2_000
HURRY = "3000"
"""Times faster than people: all answers come within seconds."""
QUIET = 12.0
"""Seconds without anything after which everything has come: nine hours of the town, the latest answer."""
TARGET = 100
_RESP = struct.pack(">III", 17, pdu.CommandId.DELIVER_SM_RESP, 0)


def frames(people):
    """Every part to send, as octets."""
    made = []
    for n in range(COUNT):
        number = town_numbers.mobile_number(n % people, big=people > town_numbers.FICTION)
        for part in message_parts.split_into_parts(TEXTS[n % len(TEXTS)], n % 256):
            sm = pdu.ShortMessage(
                command=pdu.CommandId.SUBMIT_SM,
                sequence=len(made) + 2,
                source="38663",
                dest_ton=pdu.NumberType.INTERNATIONAL,
                dest=number[1:],
                esm_class=pdu.UDH if part.has_header else 0,
                registered=1,
                coding=part.coding,
                payload=part.payload,
            )
            made.append(pdu_codec.encode_pdu(sm))
    return made


async def play(port, sent):
    """Send everything, answer everything; gives receipts and messages from people."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(pdu_codec.encode_pdu(pdu.BindRequest(sequence=1, system_id="tocsin", password="secret")))
    await reader.read(100)
    framer, at, outstanding, receipts, incoming = pdu_codec.FrameSplitter(), 0, 0, 0, 0
    while True:
        if outstanding < WINDOW and at < len(sent):
            some = sent[at : at + WINDOW - outstanding]
            writer.write(b"".join(some))
            at, outstanding = at + len(some), outstanding + len(some)
        try:
            data = await asyncio.wait_for(reader.read(1 << 18), QUIET)
        except TimeoutError:
            return receipts, incoming
        answers = []
        for frame in framer.split_frames(data):
            if frame[7] == 4:
                outstanding -= 1
                continue
            answers.append(
                struct.pack(">II", 17, pdu.CommandId.DELIVER_SM_RESP) + bytes(4) + frame[12:16] + b"\0"
            )
            receipts += b"stat:" in frame
            incoming += b"stat:" not in frame
        writer.write(b"".join(answers))


def cpu(pid):
    """Seconds of CPU that a process used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """MiB that it takes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def measure(people):
    """One run; true where the target is met."""
    command = [
        sys.executable,
        "-m",
        "tocsin_simulation.town.network_process",
        "--people",
        str(people),
        "--hurry",
        HURRY,
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port, sent = int(process.stdout.readline()), frames(people)
    before, start = cpu(process.pid), time.perf_counter()
    receipts, incoming = asyncio.run(play(port, sent))
    seconds = time.perf_counter() - start - QUIET
    each = (cpu(process.pid) - before) / COUNT * 1e6
    print(
        f"town of {people:,}: {COUNT:,} SMS, {len(sent):,} parts, {receipts:,} receipts, {incoming:,} answers"
    )
    print(f"  {seconds:.0f} s; network: {each:.0f} us of CPU an SMS, {memory(process.pid)} MiB")
    process.stdin.close()
    process.wait(20)
    return each <= TARGET


def main():
    print(f"load {os.getloadavg()[0]:.1f}; target: {TARGET} us an SMS, all in")
    met = [measure(people) for people in (4_000, 1_500_000)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
