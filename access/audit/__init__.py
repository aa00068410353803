"""The audit log: who did what, when, from where, with how many rows; append-only and chained, so that tampering is found.

`entry` says what an entry is, `chain` how it is signed, `table` where it stands, `log` writes and finds, `verdict` checks, `acknowledging`
lets checks begin behind a break, `remembering` keeps the newest head outside the database, `pruning` ends.
Part of the ground that data stands on: it knows neither flask nor who is asking. The edge writes by `access.session.note`.
"""

from access.audit.acknowledging import NotAcknowledged, acknowledge
from access.audit.entry import ACTS, COMMAND_LINE, Entry
from access.audit.log import append, count, search
from access.audit.pruning import KEPT_DAYS, PruneRefused, prune
from access.audit.remembering import Unreadable, recall, remember
from access.audit.remembering import place as remembered_in
from access.audit.table import protect, release, unprotected
from access.audit.verdict import Fault, Verdict, verify

__all__ = [
    "ACTS",
    "COMMAND_LINE",
    "KEPT_DAYS",
    "Entry",
    "Fault",
    "NotAcknowledged",
    "PruneRefused",
    "Unreadable",
    "Verdict",
    "acknowledge",
    "append",
    "count",
    "protect",
    "prune",
    "recall",
    "release",
    "remember",
    "remembered_in",
    "search",
    "unprotected",
    "verify",
]
