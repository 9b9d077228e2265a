"""The network of a town as a process that writes down what it does.

``python -m tests.faults.network NAME PORT PEOPLE RECORD STATE [FAULT...]``, where a fault is a switch
of ``sms.habits.Faults`` that is on: ``receipt_first``, ``answer_twice``. Everybody answers at once. Killed
and begun again it has forgotten everything, as a network must not: only what it wrote down remains.
"""

import asyncio
import sys
import time
from collections import Counter
from pathlib import Path

from tests.faults.seen import describe_part
from tests.faults.shared import Record, State, die_with_parent, impatient
from tocsin.runtime.clock import MachineClock, SecondsClock
from tocsin.sms import pdu
from tocsin_simulation.sms.network import SimulatedNetwork, SmscLine
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile
from tocsin_simulation.town.network_process import GRAIN, handset_factory
from tocsin_simulation.town.people import Town

HURRY = 20_000.0
"""An hour in which somebody hesitates is a fifth of a second."""
LIVES = 10_000_000
"""Messages of one life: the references of two lives are not the same, as those of a real network."""


class Recording(SimulatedNetwork):
    """Writes down what it takes, what people send, and what it was told to be safe."""

    def begin(self, record: Record, state: State) -> "Recording":
        self.record, self.state = record, state
        self.keep_taken = False
        self.life = int(time.time() * 10) % 1_000_000
        self._accepted = self.life * LIVES
        self._sent: Counter[str] = Counter()
        self._told: dict[bytes, tuple[str, str, int]] = {}
        record.write("up", self.life)
        return self

    def flush(self) -> None:
        super().flush()
        owed = len(self._to_client) + sum(len(line.unanswered) for line in self.lines)
        self.state.write(len(self._due), owed)

    def accept_part(self, sm: pdu.ShortMessage) -> int:
        self.record.write(*describe_part(sm))
        return super().accept_part(sm)

    def send_from(self, number: str, to: str, text: str) -> None:
        """Each SMS of a person is unlike any other: by the blanks at its end, which nobody reads."""
        self._sent[number] += 1
        blanks = f"{self.life % 1024 * 64 + self._sent[number]:b}"
        text += "".join(" \n"[int(bit)] for bit in blanks)
        self._reference = (self.life + self._sent[number]) % 256  # a telephone counts its own
        self.record.write("sends", number, text)
        before = len(self._to_client)
        super_send_waiting, self.send_waiting = self.send_waiting, lambda: None
        super().send_from(number, to, text)
        self.send_waiting = super_send_waiting
        mine = list(self._to_client)[before:]
        self._told |= {_key(sm): (number, text, len(mine)) for sm in mine}
        self.send_waiting()
        self.flush()

    def confirmed(self, sm: pdu.ShortMessage) -> None:
        told = self._told.pop(_key(sm), None)
        if told and told not in self._told.values():
            self.record.write("confirmed", told[0], told[1])

    def open_line(self, write, cut):
        made = Confirming(self, write, cut)
        self.lines.append(made)
        return made


class Confirming(SmscLine):
    """Tells its network what was confirmed."""

    def _handle_answer(self, found: pdu.ShortMessageResponse) -> None:
        sm = self.unanswered.get(found.sequence)
        if sm is not None:
            self._network.confirmed(sm)
        super()._handle_answer(found)


def _key(sm: pdu.ShortMessage) -> bytes:
    return f"{sm.source}/{sm.esm_class}/".encode() + sm.payload


async def main(port: int, people: int, record: Record, state: State, faults: NetworkFaults) -> None:
    clock = SecondsClock(MachineClock(), GRAIN)
    town = Town(people, figures=impatient())
    network = Recording(
        clock=clock,
        habits=NetworkProfile(delay=(0.0, 0.0 if faults.receipt_first else 12.0 / HURRY)),
        faults=faults,
        default=handset_factory(town, clock.now(), HURRY),
    ).begin(record, state)
    await network.serve(port=port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    die_with_parent()
    _name, port, people, record, state, *on = sys.argv[1:]
    switches = NetworkFaults(**dict.fromkeys(on, True))
    asyncio.run(main(int(port), int(people), Record(Path(record)), State(Path(state)), switches))
