"""The chores."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.campaigns.report_store import erase_old_reports
from tocsin.jobs import report_files
from tocsin.jobs.cleanup import delete_expired_rows
from tocsin.jobs.incoming_results import fetch_results_mailbox, sweep_watched_folder
from tocsin.jobs.scheduled_job import (
    Counts,
    DailySchedule,
    IntervalSchedule,
    JobRunContext,
    ScheduledJob,
)
from tocsin.locale.paris_time import find_paris_day
from tocsin.metrics.forecast import territory_forecasts
from tocsin.metrics.forecast.call_windows import announce_due_calls
from tocsin.metrics.surveillance.snapshots import renew_boards
from tocsin.privacy.erasure import erase_due
from tocsin.runtime.atomic_file import write_atomically
from tocsin.tracing.calls import workload
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.intake.drop_folder import remove_expired_files
from tocsin.webhooks import outbox
from tocsin.webhooks.endpoints import read_webhook_endpoints


def _run_call_sweep(context: JobRunContext) -> Counts:
    done: dict[str, int] = msgspec.structs.asdict(sweep_tasks(context.connection, context.now))
    return done


def _erase_due_data(context: JobRunContext) -> Counts:
    today = find_paris_day(context.now)
    runs = erase_due(context.connection, context.resources.vault, today, context.now, by="clock")
    counts = Counter({"keys": 0})
    for run in runs:
        counts.update(run.counts)
        counts["keys"] += len(run.keys)
    counts.update(erase_old_reports(context.connection, today))
    if context.resources.inbox:
        counts["files_put_away"] = remove_expired_files(context.resources.inbox, context.now)
    return counts


def _renew_forecasts(context: JobRunContext) -> Counts:
    found = territory_forecasts.renew_forecasts(context.connection, context.now)
    return {"territories": len(found) - 1, "misses": round(found[""].outlook.misses)}


def _renew_loads(context: JobRunContext) -> Counts:
    found = workload.renew_loads(context.connection, context.now)
    return {"calls": sum(one.open for one in found), "late": sum(one.late for one in found)}


def _write_status_report(context: JobRunContext) -> Counts:
    assert context.resources.reports  # it needs them
    data = report_files.build_status_report(context.connection, context.now)
    write_atomically(context.resources.reports / report_files.report_file_name(context.now), data)
    return {"bytes": len(data)}


def _write_day_counts(context: JobRunContext) -> Counts:
    assert context.resources.reports
    counts = report_files.read_day_counts(context.connection, context.now)
    write_atomically(
        context.resources.reports / report_files.export_file_name(context.now),
        report_files.write_day_counts_csv(counts),
    )
    return {"lines": len(counts)}


def _announce_calls(context: JobRunContext) -> Counts:
    if not context.resources.announces_calls:
        return {}
    return announce_due_calls(context.connection, context.resources.vault, context.now)


def _renew_boards(context: JobRunContext) -> Counts:
    return renew_boards(context.connection, context.resources.vault, context.now)


def _group_reports(context: JobRunContext) -> Counts:
    return group_waiting_reports(context.connection, context.now)


def _tell_others(context: JobRunContext) -> Counts:
    assert context.resources.webhooks
    endpoints = read_webhook_endpoints(context.resources.webhooks)
    machine = context.resources.machine()
    told = {"events": outbox.enqueue_events(context.connection, endpoints, context.now, machine)}
    told |= outbox.deliver_due_events(context.connection, endpoints, machine)
    return told | {"removed": outbox.delete_ended_events(context.connection, machine)}


def _delete_expired(context: JobRunContext) -> Counts:
    return delete_expired_rows(context.connection, context.now, context.resources.machine())


_ALL: Final = (
    ScheduledJob(
        "calls", IntervalSchedule(60), "store", "who does not answer in time becomes a call", _run_call_sweep
    ),
    ScheduledJob(
        "load", IntervalSchedule(60), "store", "how many calls each département has to make", _renew_loads
    ),
    ScheduledJob(
        "announcements",
        IntervalSchedule(300),
        "store",
        "whom an agent will ring is told when, by SMS",
        _announce_calls,
    ),
    ScheduledJob(
        "outlook",
        IntervalSchedule(300),
        "store",
        "who will not be reached in time, by département",
        _renew_forecasts,
    ),
    ScheduledJob(
        "campaigns",
        IntervalSchedule(60),
        "store",
        "which campaign each reported message belongs to",
        _group_reports,
    ),
    ScheduledJob(
        "folder",
        IntervalSchedule(10),
        "inbox",
        "take in the files of results that are whole, and remove them",
        sweep_watched_folder,
    ),
    ScheduledJob(
        "mailbox",
        IntervalSchedule(60),
        "mailbox",
        "put the mails of laboratories into the folder, and delete them from the mailbox",
        fetch_results_mailbox,
    ),
    ScheduledJob(
        "erase",
        DailySchedule(3),
        "store",
        "erase what its legal base keeps no longer, destroy its keys",
        _erase_due_data,
    ),
    ScheduledJob(
        "report", IntervalSchedule(3600), "reports", "the figures of the hour as JSON", _write_status_report
    ),
    ScheduledJob(
        "export",
        DailySchedule(5),
        "reports",
        "counts by day as CSV, without anybody in them",
        _write_day_counts,
    ),
    ScheduledJob(
        "boards",
        IntervalSchedule(300),
        "store",
        "what the boards show, counted for every territory",
        _renew_boards,
    ),
    ScheduledJob(
        "webhooks",
        IntervalSchedule(60),
        "webhooks",
        "tell other programs what is new, and try again what they did not take",
        _tell_others,
    ),
    ScheduledJob(
        "tidy", IntervalSchedule(3600), "store", "remove what nobody will ask for any more", _delete_expired
    ),
)
CHORES: Final[Mapping[str, ScheduledJob]] = {chore.name: chore for chore in _ALL}
