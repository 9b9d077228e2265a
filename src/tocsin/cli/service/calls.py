"""``tocsin calls``: the next person to ring, and what came of it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any, Final

from tocsin.cli import status
from tocsin.cli.parser import LANGUAGES, day
from tocsin.cli.service import desk
from tocsin.conversation import quiet
from tocsin.tracing import calls, gatherings
from tocsin.tracing.calls import gathering, script, timeline, words
from tocsin.tracing.calls.languages import LANGUAGES as LANGUAGES_SPOKEN
from tocsin.tracing.calls.lease import about
from tocsin.tracing.vault import Vault

_YES_NO: Final = {"yes": True, "oui": True, "no": False, "non": False}
_SAID: Final[dict[type[Exception], tuple[str, str]]] = {
    calls.NoSuchTask: ("il n'y a pas d'appel de ce numéro", "there is no call of this number"),
    calls.NoSuchReply: (
        "il n'y a pas de message à lire de ce numéro",
        "there is no message of this number to read",
    ),
    calls.AlreadyLookedAt: ("quelqu'un l'a déjà lu", "somebody has read it already"),
    calls.TakenByOther: (
        "le temps est passé, et quelqu'un d'autre a cet appel",
        "the time has passed, and somebody else has this call",
    ),
    calls.AlreadyDone: ("cet appel est déjà terminé", "this call is done already"),
    calls.NotForContacts: (
        "seul un cas donne des contacts ou un rassemblement",
        "only a case gives contacts or a gathering",
    ),
    calls.NotConfirmed: (
        "« reached » : il faut que l'identité soit confirmée et que les consignes soient dites : "
        "--identity-confirmed --instructions-given ; sinon choisissez une autre issue",
        "'reached' needs that the identity is confirmed and the instructions are given: "
        "--identity-confirmed --instructions-given; choose another outcome otherwise",
    ),
    calls.NotTakenBack: (
        "il n'y a rien à reprendre : les dix minutes sont passées, ou il s'est passé autre chose depuis",
        "there is nothing to take back: the ten minutes are over, or something else happened since",
    ),
    calls.NobodyRead: (
        "personne n'est reconnu dans ce texte : des noms et des numéros, séparés par des virgules",
        str(calls.NobodyRead.__doc__).rstrip("."),
    ),
    calls.WrongBefore: (
        "quelqu'un d'autre a répondu à ce numéro : ce n'est pas celui de cette personne",
        str(calls.WrongBefore.__doc__).rstrip("."),
    ),
    calls.BadNumber: (
        "ce n'est pas un numéro à appeler, comme 06 39 98 12 34",
        str(calls.BadNumber.__doc__).rstrip("."),
    ),
    gathering.NoSuchGathering: (
        "il n'y a pas de rassemblement de ce numéro",
        "there is no gathering of this number",
    ),
    timeline.NoSuchCase: ("il n'y a pas de cas de ce numéro", "there is no case of this number"),
}
_MISTAKES: Final[tuple[type[Exception], ...]] = (*_SAID, calls.BadFact)


def add(parser: ArgumentParser) -> None:
    """The words of the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    found = actions.add_parser("next", help="the next person to ring, yours for 20 minutes")
    found.add_argument("--territory", type=desk.territory, default="", help="code of a département")
    _outcome(actions.add_parser("outcome", help="what came of a call"))
    number = actions.add_parser("number", help="a number found for somebody who had none")
    number.add_argument("task", type=int, metavar="CALL")
    number.add_argument("number", metavar="NUMBER")
    actions.add_parser("take-back", help="take back what you wrote of a call, within ten minutes")
    release = actions.add_parser("release", help="give a call back")
    release.add_argument("task", type=int, metavar="CALL")
    listed = actions.add_parser("list", help="the calls that wait, without names")
    listed.add_argument("--territory", type=desk.territory, default="", help="code of a département")
    listed.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    replies = actions.add_parser("replies", help="what people wrote that was not understood: read it first")
    replies.add_argument("reply", type=int, nargs="?", metavar="REPLY")
    replies.add_argument(
        "finding", choices=calls.FINDINGS, nargs="?", metavar="FINDING", help="harmless, ring"
    )
    replies.add_argument("--territory", type=desk.territory, default="", help="code of a département")
    case = actions.add_parser("case", help="a case: what happened, whom it named, the chain both ways")
    case.add_argument("case", type=int, metavar="CASE")
    where = actions.add_parser("gathering", help="where cases meet; with a number, who was there")
    where.add_argument("gathering", type=int, nargs="?", metavar="NUMBER")
    where.add_argument("--territory", type=desk.territory, default="", help="code of a département")
    where.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    for action in actions.choices.values():
        desk.agent_words(action)
        action.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of what you read")


def _outcome(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("task", type=int, metavar="CALL")
    add("outcome", choices=calls.OUTCOMES, metavar="OUTCOME", help=", ".join(calls.OUTCOMES))
    add("--identity-confirmed", action="store_true", help="reached: they said that they are the person")
    add("--instructions-given", action="store_true", help="reached: the instructions of the day were told")
    add("--note", default="", help="for whoever rings next; kept under seal")
    add("--seconds", type=int, help="how long the call took")
    add("--at", type=desk.moment, help="call_back, interpreter: when, as '2021-03-05 10:00' in Paris")
    add("--contacts", action="append", default=[], metavar="TEXT", help="names and numbers, as they are said")
    add("--lived-with", action="append", default=[], metavar="TEXT", help="the same, who live with the case")
    add("--co-exposed", action="append", default=[], metavar="TEXT", help="the same, at the gathering")
    add("--nobody", action="store_true", help="the case has nobody to name")
    add(
        "--last-contact",
        type=day,
        metavar="DAY",
        help="day of the last contact with those named, or of the contact",
    )
    add("--needs-help", choices=_YES_NO, help="whether help is needed to stay at home")
    add("--onset", type=day, metavar="DAY", help="a case: the first day of symptoms, if it is told")
    add("--gathering", default="", metavar="TEXT", help="an event or a place up to ten days before")
    add("--gathering-day", type=day, metavar="DAY")
    add("--household", choices=_YES_NO, help="a contact: lives with the case")
    add("--tested", type=day, metavar="DAY", help="a contact: day of the test, never its result")
    add("--interpreter", choices=LANGUAGES_SPOKEN, metavar="CODE", help="language of the interpreter, as ar")
    add("--speaks", choices=LANGUAGES, help="language of the person")


def run(options: Namespace) -> int:
    """Do what the agent asked for."""
    agent = desk.whose(options.agent)
    with desk.opened() as connection:
        try:
            with connection.transaction():  # what is shown is in the log, or it is not shown
                return _ACTIONS[options.action](connection, options, agent)
        except _MISTAKES as error:
            raise status.BadData(_said(error, options.lang)) from None


def _said(error: Exception, lang: str) -> str:
    fr, en = _SAID.get(type(error), (str(error), str(error)))
    return en if lang == "en" else fr


def _next(connection: Any, options: Namespace, agent: str) -> int:
    now = desk.now()
    _say_unread(connection, options)
    sheet = calls.next_call(connection, Vault.load(), agent, now, calls.within(options.territory))
    if sheet:
        for action in ("desk.call", "desk.number"):
            desk.enter(connection, agent, action, _whose(sheet), f"next: {sheet.reason}")
        print(script.render(sheet, now, options.lang, desk.page(options.lang)), end="")
        return 0
    english = options.lang == "en"
    print("Nobody is waiting for a call." if english else "Personne n'attend d'appel pour le moment.")
    return 0


def _whose(sheet: calls.CallSheet) -> tuple[str, int, str]:
    return (*about(sheet), sheet.territory)


def _done(connection: Any, options: Namespace, agent: str) -> int:
    told = [
        one
        for texts, household, there in (
            (options.contacts, None, False),
            (options.lived_with, True, False),
            (options.co_exposed, None, True),
        )
        for text in texts
        for one in calls.read_contacts(
            text, last_contact=options.last_contact, household=household, co_exposed=there
        )
    ]
    facts = {
        "identity_confirmed": options.identity_confirmed or None,
        "instructions_given": options.instructions_given or None,
        "interpreter": options.interpreter,
        "nobody": options.nobody or None,
        "help": _YES_NO.get(options.needs_help),
        "lang": options.speaks,
        "gathering": options.gathering or None,
        "gathering_day": options.gathering_day,
        "last_contact": None if told else options.last_contact,
        "household": _YES_NO.get(options.household),
        "tested_on": options.tested,
        "onset_on": options.onset,
    }
    now = desk.now()
    whose = calls.whose_call(connection, options.task)
    again_at = calls.outcome(
        connection,
        Vault.load(),
        options.task,
        agent,
        now,
        options.outcome,
        note=options.note,
        seconds=options.seconds,
        call_back_at=options.at,
        contacts=told,
        facts={name: value for name, value in facts.items() if value is not None},
    )
    desk.enter(connection, agent, "desk.call", whose, f"outcome: {options.outcome}")
    english = options.lang == "en"
    people = ", ".join(f"{one.name or '?'} {script.shown_number(one.number or '')}".strip() for one in told)
    what = script.word(words.OUTCOMES, options.outcome, options.lang)
    print(f"Written down: {what}." if english else f"C'est noté : {what}.")
    if people:
        print(f"Named: {people}" if english else f"Nommés : {people}")
    if again_at:
        deadline, zone = calls.deadline_of(connection, options.task)
        for line in script.again_in_words(again_at, options.at, deadline, zone, options.lang):
            print(line)
    return 0


def _take_back(connection: Any, options: Namespace, agent: str) -> int:
    now = desk.now()
    last = calls.last_outcome(connection, agent, now)
    if last is None:
        raise calls.NotTakenBack
    task = calls.take_back(connection, last.attempt, agent, now)
    whose = calls.whose_call(connection, task)
    desk.enter(connection, agent, "desk.call", whose, f"taken back: {last.outcome}")
    what = script.word(words.OUTCOMES, last.outcome, options.lang)
    print(
        f"Taken back: {what}. Call {task} is yours again."
        if options.lang == "en"
        else f"C'est repris : {what}. L'appel {task} est de nouveau à vous."
    )
    return 0


def _number(connection: Any, options: Namespace, agent: str) -> int:
    now = desk.now()
    sheet = calls.give_number(connection, Vault.load(), options.task, agent, options.number, now)
    desk.enter(connection, agent, "desk.number", _whose(sheet), "found")
    print(script.render(sheet, now, options.lang, desk.page(options.lang)), end="")
    return 0


def _release(connection: Any, options: Namespace, agent: str) -> int:
    given = calls.release(connection, options.task, agent, desk.now())
    english = options.lang == "en"
    if given:
        print("Given back." if english else "C'est rendu.")
        return 0
    raise status.BadData("this call was not yours" if english else "cet appel n'était pas à vous")


def _list(connection: Any, options: Namespace, agent: str) -> int:
    now = desk.now()
    english = options.lang == "en"
    waiting, late, held = calls.count_open(connection, now, calls.within(options.territory))
    print(
        f"{waiting} calls wait, {late} of them late; {held} are being made."
        if english
        else f"{waiting} appels attendent, dont {late} en retard ; {held} en cours."
    )
    for task in calls.open_tasks(connection, now, calls.within(options.territory), options.limit):
        whom = (
            f"contact {task.contact_id}"
            if task.contact_id
            else f"{'case' if english else 'cas'} {task.case_id}"
        )
        left = task.deadline - now
        sign = "-" if left.total_seconds() < 0 else ""
        urgent = " !" if task.urgent else ""
        whose = f" ({task.leased_by})" if task.leased_by else ""
        why = script.word(words.REASONS, task.reason, options.lang)
        print(f"{task.id:>6}  {sign}{script.duration(abs(left)):>8}  {whom} : {why}{urgent}{whose}")
    return 0


def _say_unread(connection: Any, options: Namespace) -> None:
    """That there are replies to read before anybody is rung."""
    if count := calls.count_unexplained(connection, calls.within(options.territory)):
        first = "Messages to read first" if options.lang == "en" else "Messages à lire d'abord"
        print(f"{first}: {count} (tocsin calls replies)\n")


def _replies(connection: Any, options: Namespace, agent: str) -> int:
    """The replies to read; or what was found in one."""
    now, english = desk.now(), options.lang == "en"
    if options.reply is not None:
        if options.finding is None:
            raise status.BadData("say what you found: harmless, ring")
        territory = calls.territory_of_reply(connection, options.reply)
        calls.judge_reply(connection, options.reply, options.finding, agent, now)
        whose = ("reply", options.reply, territory)
        desk.enter(connection, agent, "desk.call", whose, f"reply: {options.finding}")
        print("Written down." if english else "C'est noté.")
        return 0
    found = calls.unexplained_replies(connection, Vault.load(), calls.within(options.territory))
    if not found:
        print("There is nothing to read." if english else "Il n'y a rien à lire.")
    for one in found:
        subject, id = ("contact", one.contact_id) if one.contact_id else ("case", one.case_id or 0)
        desk.enter(connection, agent, "desk.call", (subject, id, one.territory), "reply: read")
        when = f"{quiet.local(one.at, one.zone):%H:%M}"
        print(script.plain(f"{one.id:>6}  {when}  {one.name or '?'} : {one.text}"))
    return 0


def _case(connection: Any, options: Namespace, agent: str) -> int:
    file = timeline.case_file(connection, Vault.load(), options.case, agent, desk.now())
    desk.enter(connection, agent, "desk.file", ("case", file.id, file.territory), "case")
    print(timeline.render(file, options.lang), end="")
    return 0


def _gathering(connection: Any, options: Namespace, agent: str) -> int:
    vault = Vault.load()
    if options.gathering is None:
        found = gatherings.met(connection, vault, options.limit, options.territory)
        print(gathering.render_met(found, options.lang), end="")
        return 0
    one = gathering.gathering(connection, vault, options.gathering, agent, desk.now())
    desk.enter(connection, agent, "desk.file", ("gathering", one.id, one.territory), "gathering")
    print(gathering.render(one, options.lang), end="")
    return 0


_ACTIONS: Final[dict[str, Callable[[Any, Namespace, str], int]]] = {
    "next": _next,
    "outcome": _done,
    "number": _number,
    "take-back": _take_back,
    "release": _release,
    "replies": _replies,
    "list": _list,
    "case": _case,
    "gathering": _gathering,
}
