"""A session and a simulated network joined without sockets: octets flow when told, time passes when told."""

from collections import Counter

from tocsin.sms.account import Account
from tocsin.sms.clock import VirtualClock
from tocsin.sms.exchange import Exchange
from tocsin.sms.gateway import Accepted, Outgoing, Refused, Uncertain
from tocsin.sms.network import Network
from tocsin.sms.pace import Pace
from tocsin.sms.session import Session

ACCOUNT = Account(
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
        self.network = network or Network(clock=self.clock)
        self.exchange = Exchange(account)
        self.pace = Pace(account.rate, account.burst, self.clock.now())
        self.told = []
        self.sent = {}
        self.connect()

    @property
    def now(self):
        return self.clock.now()

    def connect(self):
        """A new connection; the bind goes out and is answered, unless a fault forbids."""
        self.session = Session(self.exchange, self.pace, "line", self.now)
        self._arrived = []
        self._cut = False
        self.line = self.network.line(self._arrived.append, self._on_cut)
        self.flow()

    def _on_cut(self):
        self._cut = True

    def flow(self):
        """Let every octet arrive, on both sides, until nothing moves."""
        while not self.session.closed:
            out = self.session.output()
            if out and not self.line.gone:
                self.line.received(out)
            arrived = b"".join(self._arrived)
            self._arrived.clear()
            if arrived:
                self.session.received(arrived, self.now)
            if self._cut and not self._arrived:
                self.session.end("dropped", self.now)
            if not out and not arrived:
                break
        if self.session.closed and not self.line.gone:
            self.line.lost()
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
        self.line.lost()
        self.session.end("dropped", self.now)
        self.flow()

    def send(self, id, text="Bonjour", to="+33639980001", **more):
        message = Outgoing(id=id, to=to, sender="38663", text=text, **more)
        self.sent[id] = message
        self.exchange.outbox.add(message)
        self.session.fill(self.now)
        self.flow()

    def pass_time(self, seconds):
        """Time passes, and whatever wants to be woken is."""
        end = self.now + seconds
        while not self.session.closed:
            wake_at = self.session.wake_at(self.now)
            if wake_at > end:
                break
            self.clock.advance(max(0.0, wake_at - self.now))
            self.flow()
            self.session.wake(self.now)
            self.flow()
        self.clock.advance(max(0.0, end - self.now))
        self.exchange.expire(self.now)
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
            if isinstance(event, Accepted | Refused | Uncertain):
                fates[event.id, event.part].append(type(event))
        return fates

    def deliveries(self):
        """How often the network took charge of each payload."""
        return Counter((sm.dest, sm.payload) for sm in self.network.taken)
