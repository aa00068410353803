"""The audit log: who did what, when, from where, with how many rows; append-only and chained, so that tampering is found.

`entry` says what an entry is, `chain` how it is signed, `table` where it stands, `log` writes and finds, `verdict` checks, `pruning` ends.
Part of the ground that data stands on: it knows neither flask nor who is asking. The edge writes by `access.session.note`.
"""

from access.audit.entry import ACTS, COMMAND_LINE, Entry
from access.audit.log import append, count, search
from access.audit.pruning import KEPT_DAYS, PruneRefused, prune
from access.audit.table import protect, release
from access.audit.verdict import Verdict, verify

__all__ = [
    "ACTS",
    "COMMAND_LINE",
    "KEPT_DAYS",
    "Entry",
    "PruneRefused",
    "Verdict",
    "append",
    "count",
    "protect",
    "prune",
    "release",
    "search",
    "verify",
]
