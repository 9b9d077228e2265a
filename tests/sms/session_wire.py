"""A session on a wire, and what the network says on it out of the ordinary."""

from tests.sms.wire import ACCOUNT, Wire
from tocsin.sms import pdu_codec
from tocsin_simulation.sms.network import SimulatedNetwork


def wire_with(*handsets, clock=None, account=ACCOUNT, **more):
    return Wire(SimulatedNetwork(handsets, clock=clock, **more), account=account, clock=clock)


def raw(wire, *pdus):
    """The network says something out of the ordinary."""
    wire.session.receive_data(
        b"".join(p if isinstance(p, bytes) else pdu_codec.encode_pdu(p) for p in pdus), wire.now
    )
    wire.flow()
