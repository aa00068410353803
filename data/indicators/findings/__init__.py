"""Findings: titles as sentences built by declared rules from the readings shown. Where no rule fires, the indicator's name.

A finding states only what its figures say. Withheld and missing figures take no part: where a withheld one could be the largest or the
lowest, the sentence says 除隐去的外. Ties are told as ties; a month that still runs is told with its day and judged by nothing. The
briefing's prose comes from here as well.
"""

from data.indicators.findings.beside import pair_finding, pairs_finding
from data.indicators.findings.course import course_finding
from data.indicators.findings.finding import Finding
from data.indicators.findings.leads import lead_finding
from data.indicators.findings.makeup import FIVE, breakdown_finding, coverage_finding
from data.indicators.findings.overview import overview_finding
from data.indicators.findings.ranks import ranking_finding
from data.indicators.findings.regions import region_finding

__all__ = [
    "FIVE",
    "Finding",
    "breakdown_finding",
    "course_finding",
    "coverage_finding",
    "lead_finding",
    "overview_finding",
    "pair_finding",
    "pairs_finding",
    "ranking_finding",
    "region_finding",
]
