"""How many conversation steps a second on one core: replies read, texts rendered, sessions through JSON.

Beside it, in the same run, the state machine library transitions on the same graph and path: it reads
no reply, renders no text, and knows no time; the ratio is what understanding costs. Run it with
``./dev bench conversation``.
"""

import gc
import random
from datetime import timedelta

import msgspec
from _measure import against, here, machine, median
from transitions import Machine

from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.script_player import parse_facts, parse_local_time
from tocsin.conversation.session import ConversationSession, ReplyEvent, TimerEvent, encode_session
from tocsin.conversation.session_step import begin_flow_session, take_step

TARGET = 20_000
TALKS = 1_500
ROUNDS = 3
BEGINS = parse_local_time("2021-03-04 09:00", "Europe/Paris")
NAMES = "Léa Karim Awa Jean Paul Inès Marc Zoé Nour Hugo Emma Louis".split()
YES = "oui|OUI!!|oui c'est moi|ok|oui oui|ouais|yes|OUI|oui merci".split("|")
NO = "non|nn|non merci|NON|no|pas besoin merci".split("|")


def talks(count: int) -> list[tuple[str, list[str]]]:
    """A realistic mix: one case with his contacts to two contacts, some silent, some unclear."""
    chance = random.Random(1)
    made = []
    for _ in range(count):
        kind = chance.random()
        if kind < 0.2:
            made.append(("case", [chance.choice(YES), people(chance), *answers(chance, "ynn")]))
        elif kind < 0.33:
            made.append(("case", [chance.choice(YES), "personne", *answers(chance, "n")]))
        elif kind < 0.85:
            made.append(("contact", answers(chance, "yn")))
        elif kind < 0.9:
            made.append(("contact", ["c ki ?", *answers(chance, "yy")]))
        else:
            made.append((chance.choice(("case", "contact")), []))
    return made


def people(chance: random.Random) -> str:
    """A list as people send it."""
    one, two = chance.sample(NAMES, 2)
    numbers = [f"06 39 98 {chance.randrange(100):02d} {chance.randrange(100):02d}" for _ in range(2)]
    return f"{one} {numbers[0]}, mon ami {two} {numbers[1].replace(' ', '')}"


def answers(chance: random.Random, kinds: str) -> list[str]:
    """Yes and no in a person's words."""
    return [chance.choice(YES if kind == "y" else NO) for kind in kinds]


def ours(made: list[tuple[str, list[str]]], *, stored: bool) -> tuple[int, list[list[str]]]:
    """Every talk to its end; steps taken, and the path of each."""
    steps, paths = 0, []
    for number, (name, replies) in enumerate(made):
        flow = load_flow(name)
        session = begin_flow_session(
            flow, f"b{number}", parse_facts(flow, flow.example.facts), BEGINS
        ).session
        steps, at, path = steps + 1, BEGINS, [session.state]
        for reply in replies:
            at += timedelta(minutes=2)
            session = take_step(flow, through(session, stored), ReplyEvent(at, reply, f"r{steps}")).session
            steps += 1
            path.append(session.state)
        while session.next_due:
            session = take_step(flow, through(session, stored), TimerEvent(session.next_due)).session
            steps += 1
            path.append(session.state)
        paths.append(path)
    return steps, paths


def through(session, stored):
    """The session, as it comes out of a store."""
    return msgspec.json.decode(encode_session(session), type=ConversationSession) if stored else session


def peer(made: list[tuple[str, list[str]]], paths: list[list[str]]) -> int:
    """The same paths, walked by the library."""
    machines = {}
    for name in {name for name, _ in made}:
        states = list(load_flow(name).states)
        machines[name] = Machine(model=None, states=states, initial=states[0], send_event=False)
        for state in states:
            machines[name].add_transition(f"to_{state}_now", "*", state)
    steps = 0
    for (name, _), path in zip(made, paths, strict=True):
        model = Walker()
        machines[name].add_model(model)
        for state in path:
            model.trigger(f"to_{state}_now")
            steps += 1
        machines[name].remove_model(model)
    return steps


class Walker:
    """What the library moves."""


def rate(work) -> float:
    """Steps a CPU-second, the middle of some rounds."""
    found = []
    for _ in range(ROUNDS):
        gc.collect()
        steps = 0

        def once():
            nonlocal steps
            steps = work()

        _, cpu = here(once)
        found.append(steps / cpu)
    return median(found)


def main() -> None:
    """Print the figures."""
    print(machine())
    made = talks(TALKS)
    _, paths = ours(made, stored=False)
    bare = rate(lambda: ours(made, stored=False)[0])
    stored = rate(lambda: ours(made, stored=True)[0])
    library = rate(lambda: peer(made, paths))
    print(f"steps a CPU-second, session through JSON: {against(stored, TARGET, 'steps')}")
    print(f"steps a CPU-second, session in memory:    {bare:,.0f}")
    print(f"transitions, the same paths:              {library:,.0f} ({library / stored:.1f} times ours)")


if __name__ == "__main__":
    main()
