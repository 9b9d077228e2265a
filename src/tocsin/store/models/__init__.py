"""The store: what a row means, in the order in which a person meets it.

Every column named ``sealed`` is a personal datum under AES-GCM, null once erased; ``*_index`` is the blind
index by which it is found. Moments are in UTC. The stream (messages, queues) has no foreign keys that the
database checks: they would double what a message costs, and its rows are written by one statement.
"""

from tocsin.store.models.boards import Board
from tocsin.store.models.calls import (
    Attempt,
    CallAnnouncement,
    CallDraft,
    CallOrder,
    CallTask,
    Shift,
    SpokenCode,
)
from tocsin.store.models.cases import Attendance, Case, Change, Cluster, Contact, Correction, Gathering
from tocsin.store.models.epidemiology import EpidemiologicalDetail, FollowUpDay
from tocsin.store.models.limits import PageUse
from tocsin.store.models.loans import LentCall, Loan
from tocsin.store.models.outlooks import Outlook
from tocsin.store.models.people import Holding, Person, Phone, PhoneTimer
from tocsin.store.models.records import DayCount, Erasure, StepCount
from tocsin.store.models.reports import (
    AbuseReport,
    Campaign,
    CampaignApart,
    CampaignDay,
    CampaignStep,
    CampaignText,
    Report,
    ReportLetter,
)
from tocsin.store.models.results import IntakeFile, Quarantine, Result
from tocsin.store.models.stream import (
    EarlyReceipt,
    InboxLetter,
    IssuedSms,
    MaskedReply,
    OutboxEntry,
    PartAwaitingReceipt,
    PublishedWording,
    ShardLease,
    Stray,
    UnconfirmedDelivery,
    Worker,
)
from tocsin.store.models.wording import Doubt, Rewording, RewordingStep

__all__ = [
    "AbuseReport",
    "Attempt",
    "Attendance",
    "Board",
    "CallAnnouncement",
    "CallDraft",
    "CallOrder",
    "CallTask",
    "Campaign",
    "CampaignApart",
    "CampaignDay",
    "CampaignStep",
    "CampaignText",
    "Case",
    "Change",
    "Cluster",
    "Contact",
    "Correction",
    "DayCount",
    "Doubt",
    "EarlyReceipt",
    "EpidemiologicalDetail",
    "Erasure",
    "FollowUpDay",
    "Gathering",
    "Holding",
    "InboxLetter",
    "IntakeFile",
    "IssuedSms",
    "LentCall",
    "Loan",
    "MaskedReply",
    "OutboxEntry",
    "Outlook",
    "PageUse",
    "PartAwaitingReceipt",
    "Person",
    "Phone",
    "PhoneTimer",
    "PublishedWording",
    "Quarantine",
    "Report",
    "ReportLetter",
    "Result",
    "Rewording",
    "RewordingStep",
    "ShardLease",
    "Shift",
    "SpokenCode",
    "StepCount",
    "Stray",
    "UnconfirmedDelivery",
    "Worker",
]
