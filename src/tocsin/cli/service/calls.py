"""``tocsin calls``: the next person to ring, and what came of it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any, Final

from tocsin.cli import exit_status
from tocsin.cli.argument_types import parse_day
from tocsin.cli.service import agent_session
from tocsin.conversation import quiet_hours
from tocsin.locale.catalogues import load_sentences, translate, translate_name
from tocsin.locale.languages import LANGUAGES, ORIGINALS
from tocsin.phone_numbers.dialled_number import format_phone_number
from tocsin.privacy.noted_fields import list_noted_fields
from tocsin.privacy.vault import Vault
from tocsin.tracing import calls
from tocsin.tracing.calls import sheet_text
from tocsin.tracing.calls.call_sheet import find_sheet_subject
from tocsin.tracing.calls.languages import list_spoken_languages
from tocsin.tracing.cases import case_timeline, gathering_view
from tocsin.tracing.people import gatherings

_YES_NO: Final = {"yes": True, "oui": True, "no": False, "non": False}
_MISTAKES: Final[tuple[type[Exception], ...]] = (
    calls.NoSuchTask,
    calls.NoSuchReply,
    calls.ReplyAlreadyReviewed,
    calls.TaskTakenByOther,
    calls.TaskAlreadyDone,
    calls.NotForContacts,
    calls.IdentityNotConfirmed,
    calls.OutcomeNotReversible,
    calls.NoContactRead,
    calls.KnownWrongNumber,
    calls.UncallableNumber,
    gathering_view.NoSuchGathering,
    case_timeline.NoSuchCase,
    calls.BadCallFact,
)
"""What an agent can mend; said under its name in the catalogue, or else by its own message."""


def add_arguments(parser: ArgumentParser) -> None:
    """The words of the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    found = actions.add_parser("next", help="the next person to ring, yours for 20 minutes")
    found.add_argument(
        "--territory", type=agent_session.parse_territory, default="", help="code of a département"
    )
    _add_outcome_arguments(actions.add_parser("outcome", help="what came of a call"))
    number = actions.add_parser("number", help="a number found for somebody who had none")
    number.add_argument("task", type=int, metavar="CALL", help="number of the call")
    number.add_argument("number", metavar="NUMBER", help="the telephone number that was found")
    actions.add_parser("take-back", help="take back what you wrote of a call, within ten minutes")
    release = actions.add_parser("release", help="give a call back")
    release.add_argument("task", type=int, metavar="CALL", help="number of the call")
    listed = actions.add_parser("list", help="the calls that wait, without names")
    listed.add_argument(
        "--territory", type=agent_session.parse_territory, default="", help="code of a département"
    )
    listed.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    replies = actions.add_parser("replies", help="what people wrote that was not understood: read it first")
    replies.add_argument(
        "reply", type=int, nargs="?", metavar="REPLY", help="number of a reply; without it, all are shown"
    )
    replies.add_argument(
        "finding", choices=calls.FINDINGS, nargs="?", metavar="FINDING", help="harmless, ring"
    )
    replies.add_argument(
        "--territory", type=agent_session.parse_territory, default="", help="code of a département"
    )
    case = actions.add_parser("case", help="a case: what happened, whom it named, the chain both ways")
    case.add_argument("case", type=int, metavar="CASE", help="number of the case")
    where = actions.add_parser("gathering", help="where cases meet; with a number, who was there")
    where.add_argument("gathering", type=int, nargs="?", metavar="NUMBER", help="number of a gathering")
    where.add_argument(
        "--territory", type=agent_session.parse_territory, default="", help="code of a département"
    )
    where.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    for action in actions.choices.values():
        agent_session.add_agent_argument(action)
        action.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of what you read")


def _add_outcome_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("task", type=int, metavar="CALL", help="number of the call")
    add("outcome", choices=calls.OUTCOMES, metavar="OUTCOME", help=", ".join(calls.OUTCOMES))
    add("--identity-confirmed", action="store_true", help="reached: they said that they are the person")
    add("--instructions-given", action="store_true", help="reached: the instructions of the day were told")
    add("--note", default="", help="for whoever rings next; kept under seal")
    add("--seconds", type=int, help="how long the call took")
    add(
        "--at",
        type=agent_session.parse_paris_time,
        help="call_back, interpreter: when, as '2021-03-05 10:00' in Paris",
    )
    add("--contacts", action="append", default=[], metavar="TEXT", help="names and numbers, as they are said")
    add("--lived-with", action="append", default=[], metavar="TEXT", help="the same, who live with the case")
    add("--co-exposed", action="append", default=[], metavar="TEXT", help="the same, at the gathering")
    add("--nobody", action="store_true", help="the case has nobody to name")
    add(
        "--last-contact",
        type=parse_day,
        metavar="DAY",
        help="day of the last contact with those named, or of the contact",
    )
    add("--needs-help", choices=_YES_NO, help="whether help is needed to stay at home")
    add("--onset", type=parse_day, metavar="DAY", help="a case: the first day of symptoms, if it is told")
    add("--gathering", default="", metavar="TEXT", help="an event or a place up to ten days before")
    add("--gathering-day", type=parse_day, metavar="DAY", help="its day")
    add("--household", choices=_YES_NO, help="a contact: lives with the case")
    add("--tested", type=parse_day, metavar="DAY", help="a contact: day of the test, never its result")
    add(
        "--interpreter",
        choices=list_spoken_languages(),
        metavar="CODE",
        help="language of the interpreter, as ar",
    )
    add("--speaks", choices=ORIGINALS, help="language of the person")
    noted = list_noted_fields()
    add(
        "--setting",
        choices=noted["exposure_setting"].values,
        default="",
        help="where they were probably infected or exposed",
    )
    add("--vulnerable", choices=_YES_NO, help="at risk of a severe form")
    add("--care-worker", choices=_YES_NO, help="works with patients or residents")
    add("--hospital-on", type=parse_day, metavar="DAY", help="day of admission to hospital")
    add("--hospital-left", type=parse_day, metavar="DAY", help="day of discharge")
    add("--died-on", type=parse_day, metavar="DAY", help="dead: the day, if it is known")
    add("--email", default="", metavar="ADDRESS", help="of somebody without a mobile; no e-mail is sent")
    add(
        "--today",
        choices=noted["day_outcome"].values,
        default="",
        help="follow-up of today, if more is known than the outcome says",
    )


def run_command(options: Namespace) -> int:
    """Do what the agent asked for."""
    agent = agent_session.agent_name(options.agent)
    with agent_session.open_store() as connection:
        try:
            with connection.transaction():  # what is shown is in the log, or it is not shown
                return _ACTIONS[options.action](connection, options, agent)
        except _MISTAKES as error:
            raise exit_status.BadData(_error_in_words(error, options.lang)) from None


def _error_in_words(error: Exception, lang: str) -> str:
    return load_sentences("tocsin", "calls.errors", lang).get(type(error).__name__, str(error))


def _take_next(connection: Any, options: Namespace, agent: str) -> int:
    now = agent_session.service_time()
    _say_unread(connection, options)
    sheet = calls.take_next_call(
        connection, Vault.load(), agent, now, calls.limit_to_territory(options.territory)
    )
    if sheet:
        for action in ("desk.call", "desk.number"):
            agent_session.log_access(
                connection, agent, action, _subject_of_sheet(sheet), f"next: {sheet.reason}"
            )
        print(
            sheet_text.render_sheet(
                sheet, now, options.lang, agent_session.call_verification_url(options.lang)
            ),
            end="",
        )
        return 0
    print(translate("calls", "nobody_is_waiting_for", options.lang))
    return 0


def _subject_of_sheet(sheet: calls.CallSheet) -> tuple[str, int, str]:
    return (*find_sheet_subject(sheet), sheet.territory)


def _record_outcome(connection: Any, options: Namespace, agent: str) -> int:
    told = [
        one
        for texts, household, there in (
            (options.contacts, None, False),
            (options.lived_with, True, False),
            (options.co_exposed, None, True),
        )
        for text in texts
        for one in calls.parse_contacts(
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
        "exposure_setting": options.setting,
        "vulnerable": _YES_NO.get(options.vulnerable),
        "care_worker": _YES_NO.get(options.care_worker),
        "hospital_on": options.hospital_on,
        "hospital_left_on": options.hospital_left,
        "died_on": options.died_on,
        "email": options.email,
        "day_outcome": options.today,
    }
    now = agent_session.service_time()
    whose = calls.find_call_subject(connection, options.task)
    again_at = calls.record_outcome(
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
    agent_session.log_access(connection, agent, "desk.call", whose, f"outcome: {options.outcome}")
    people = ", ".join(f"{one.name or '?'} {format_phone_number(one.number or '')}".strip() for one in told)
    what = translate_name("call.outcomes", options.outcome, options.lang)
    print(translate("calls", "written_down", options.lang, what=what))
    if people:
        print(translate("calls", "named", options.lang, people=people))
    if again_at:
        deadline, zone = calls.find_deadline(connection, options.task)
        for line in sheet_text.describe_callback(again_at, options.at, deadline, zone, options.lang):
            print(line)
    return 0


def _take_back_outcome(connection: Any, options: Namespace, agent: str) -> int:
    now = agent_session.service_time()
    last = calls.find_last_outcome(connection, agent, now)
    if last is None:
        raise calls.OutcomeNotReversible
    task = calls.reverse_outcome(connection, last.attempt, agent, now)
    whose = calls.find_call_subject(connection, task)
    agent_session.log_access(connection, agent, "desk.call", whose, f"taken back: {last.outcome}")
    what = translate_name("call.outcomes", last.outcome, options.lang)
    print(translate("calls", "taken_back_call_is", options.lang, what=what, task=task))
    return 0


def _give_number(connection: Any, options: Namespace, agent: str) -> int:
    now = agent_session.service_time()
    sheet = calls.add_phone_number(connection, Vault.load(), options.task, agent, options.number, now)
    agent_session.log_access(connection, agent, "desk.number", _subject_of_sheet(sheet), "found")
    print(
        sheet_text.render_sheet(sheet, now, options.lang, agent_session.call_verification_url(options.lang)),
        end="",
    )
    return 0


def _release_call(connection: Any, options: Namespace, agent: str) -> int:
    given = calls.release_task(connection, options.task, agent, agent_session.service_time())
    if given:
        print(translate("calls", "given_back", options.lang))
        return 0
    raise exit_status.BadData(translate("calls", "this_call_was_not", options.lang))


def _list_open(connection: Any, options: Namespace, agent: str) -> int:
    now = agent_session.service_time()
    waiting, late, held = calls.count_open_tasks(connection, now, calls.limit_to_territory(options.territory))
    print(translate("calls", "calls_wait_of_them", options.lang, waiting=waiting, late=late, held=held))
    for task in calls.list_open_tasks(
        connection, now, calls.limit_to_territory(options.territory), options.limit
    ):
        whom = (
            f"contact {task.contact_id}"
            if task.contact_id
            else f"{translate('calls', 'case', options.lang)} {task.case_id}"
        )
        left = task.deadline - now
        sign = "-" if left.total_seconds() < 0 else ""
        urgent = " !" if task.urgent else ""
        whose = f" ({task.leased_by})" if task.leased_by else ""
        why = translate_name("call.reasons", task.reason, options.lang)
        print(
            f"{task.id:>6}  {sign}{sheet_text.format_duration(abs(left)):>8}  {whom} : {why}{urgent}{whose}"
        )
    return 0


def _say_unread(connection: Any, options: Namespace) -> None:
    """That there are replies to read before anybody is rung."""
    if count := calls.count_unexplained_replies(connection, calls.limit_to_territory(options.territory)):
        first = translate("calls", "messages_to_read_first", options.lang)
        print(f"{first}: {count} (tocsin calls replies)\n")


def _review_replies(connection: Any, options: Namespace, agent: str) -> int:
    """The replies to read; or what was found in one."""
    now = agent_session.service_time()
    if options.reply is not None:
        if options.finding is None:
            raise exit_status.BadData("say what you found: harmless, ring")
        territory = calls.find_reply_territory(connection, options.reply)
        calls.review_reply(connection, options.reply, options.finding, agent, now)
        whose = ("reply", options.reply, territory)
        agent_session.log_access(connection, agent, "desk.call", whose, f"reply: {options.finding}")
        print(translate("calls", "written_down_2", options.lang))
        return 0
    found = calls.list_unexplained_replies(
        connection, Vault.load(), calls.limit_to_territory(options.territory)
    )
    if not found:
        print(translate("calls", "there_is_nothing_to", options.lang))
    for one in found:
        subject, id = ("contact", one.contact_id) if one.contact_id else ("case", one.case_id or 0)
        agent_session.log_access(connection, agent, "desk.call", (subject, id, one.territory), "reply: read")
        when = f"{quiet_hours.to_local_time(one.at, one.zone):%H:%M}"
        print(sheet_text.strip_control_characters(f"{one.id:>6}  {when}  {one.name or '?'} : {one.text}"))
    return 0


def _show_case(connection: Any, options: Namespace, agent: str) -> int:
    file = case_timeline.read_case_file(
        connection, Vault.load(), options.case, agent, agent_session.service_time()
    )
    agent_session.log_access(connection, agent, "desk.file", ("case", file.id, file.territory), "case")
    print(case_timeline.render_case_file(file, options.lang), end="")
    return 0


def _show_gathering(connection: Any, options: Namespace, agent: str) -> int:
    vault = Vault.load()
    if options.gathering is None:
        found = gatherings.list_shared_gatherings(connection, vault, options.limit, options.territory)
        print(gathering_view.render_shared_gatherings(found, options.lang), end="")
        return 0
    one = gathering_view.read_gathering(
        connection, vault, options.gathering, agent, agent_session.service_time()
    )
    agent_session.log_access(
        connection, agent, "desk.file", ("gathering", one.id, one.territory), "gathering"
    )
    print(gathering_view.render_gathering(one, options.lang), end="")
    return 0


_ACTIONS: Final[dict[str, Callable[[Any, Namespace, str], int]]] = {
    "next": _take_next,
    "outcome": _record_outcome,
    "number": _give_number,
    "take-back": _take_back_outcome,
    "release": _release_call,
    "replies": _review_replies,
    "list": _list_open,
    "case": _show_case,
    "gathering": _show_gathering,
}
