"""Imports every module that declares a table, so that `metadata` is whole. Migrations, tests and `flask doctor` start here."""
# ruff: noqa: F401

import access.audit
import access.external
import access.passwords
import access.people
import access.sessions
import access.tokens
import data.briefing.table
import data.calendar
import data.datasets
import data.exchange.batches
import data.facts
import data.indicators.readings
import data.indicators.shares
import data.indicators.targets
import data.letters.table
import data.notices.table
import data.programmes.marks
import data.programmes.plan
import data.programmes.returns.table
import data.regions
import data.screen.table
import data.warnings.table
from data.database import metadata

__all__ = ["metadata"]
