"""From the outbox to the phones and back: the ordinary day, and the days that are not."""

from tocsin.sms.handset import Answers, Handset
from tocsin.sms.network import Network

from .conftest import ALICE, NOON, listening, running, until


async def test_the_first_sms_reaches_its_phone_and_its_answer_comes_back(world):
    alice = Handset(ALICE, Answers(("OUI",), after=0))
    case = world.case(world.phone(ALICE))
    message = world.message(ALICE, "Votre test est positif. OUI ou NON ?", case=case)
    async with listening(Network([alice])) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["delivered_at"] and world.letters())
    assert [sms.text for sms in alice.inbox] == ["Votre test est positif. OUI ou NON ?"]
    assert [sms.sender for sms in alice.inbox] == ["38663"]
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(NOON, NOON)]
    assert world.replies() == ["OUI"]
    assert world.count("outbox") == world.count("part") == 0
