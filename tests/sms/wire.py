"""A session and a simulated network joined without sockets: octets flow when told, time passes when told."""

from collections import Counter

from tests.virtual_clock import VirtualClock
from tocsin.sms.account_state import AccountState
from tocsin.sms.gateway import OutgoingSms, PartAccepted, PartRefused, PartUncertain
from tocsin.sms.pacing import TokenBucket
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_session import SmppSession
from tocsin_simulation.sms.network import SimulatedNetwork

ACCOUNT = SmppAccount(
    host="x",
    port=1,
    system_id="tocsin",
    password="secret",
    window=5,
    rate=1000.0,
    burst=100,
    answer_within=60.0,
)


class Wire:
    """One account, its sessions one after the other, and the network at the other end."""

    def __init__(self, network=None, account=ACCOUNT, clock=None):
        self.clock = clock or VirtualClock()
        self.network = network or SimulatedNetwork(clock=self.clock)
        self.exchange = AccountState(account)
        self.pace = TokenBucket(account.rate, account.burst, self.clock.now())
        self.told = []
        self.sent = {}
        self.connect()

    @property
    def now(self):
        return self.clock.now()

    def connect(self):
        """A new connection; the bind goes out and is answered, unless a fault forbids."""
        self.session = SmppSession(self.exchange, self.pace, "line", self.now)
        self._arrived = []
        self._cut = False
        self.line = self.network.open_line(self._arrived.append, self._on_cut)
        self.flow()

    def _on_cut(self):
        self._cut = True

    def flow(self):
        """Let every octet arrive, on both sides, until nothing moves."""
        while not self.session.is_closed:
            out = self.session.take_output()
            if out and not self.line.gone:
                self.line.receive_data(out)
            arrived = b"".join(self._arrived)
            self._arrived.clear()
            if arrived:
                self.session.receive_data(arrived, self.now)
            if self._cut and not self._arrived:
                self.session.end_session("dropped", self.now)
            if not out and not arrived:
                break
        if self.session.is_closed and not self.line.gone:
            self.line.mark_lost()
        self.told += [event for event, _ in self.exchange.events]
        self._confirms = [confirm for _, confirm in self.exchange.events if confirm]
        self.exchange.events.clear()

    def confirm(self):
        for confirm in self._confirms:
            confirm()
        self._confirms = []
        self.flow()

    def cut(self):
        """The line drops."""
        self.line.mark_lost()
        self.session.end_session("dropped", self.now)
        self.flow()

    def send(self, id, text="Bonjour", to="+33639980001", **more):
        message = OutgoingSms(id=id, to=to, sender="38663", text=text, **more)
        self.sent[id] = message
        self.exchange.outbox.add_message(message)
        self.session.send_waiting(self.now)
        self.flow()

    def pass_time(self, seconds):
        """Time passes, and whatever wants to be woken is."""
        end = self.now + seconds
        while not self.session.is_closed:
            wake_at = self.session.next_timeout(self.now)
            if wake_at > end:
                break
            self.clock.advance(max(0.0, wake_at - self.now))
            self.flow()
            self.session.handle_timeouts(self.now)
            self.flow()
        self.clock.advance(max(0.0, end - self.now))
        self.exchange.expire_waiting(self.now)
        self.flow()

    def all(self, kind):
        return [event for event in self.told if isinstance(event, kind)]

    def ids(self, kind):
        return [event.id for event in self.all(kind)]

    @property
    def tally(self):
        return self.exchange.tally

    def fates(self):
        """For each part of each message: what was told of it, in order."""
        fates = {(m.id, n): [] for m in self.sent.values() for n in range(1, m.parts + 1)}
        for event in self.told:
            if isinstance(event, PartAccepted | PartRefused | PartUncertain):
                fates[event.id, event.part].append(type(event))
        return fates

    def deliveries(self):
        """How often the network took charge of each payload."""
        return Counter((sm.dest, sm.payload) for sm in self.network.taken)
