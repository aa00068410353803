"""The readings of the heaviest indicators as one would write them by hand: the floor of the refresh.

Plain GROUP BYs with the same filters and the same result, without declarations, marks, versions or targets. Both databases understand
them but for the label of a day, which each writes in its own words.
"""

from __future__ import annotations

LABELS = {
    "sqlite": {
        "month": "substr({}, 1, 7)",
        "week": "strftime('%Y', date({0}, '-3 days', 'weekday 4')) || '-W' || "
        "printf('%02d', (strftime('%j', date({0}, '-3 days', 'weekday 4')) + 6) / 7)",
    },
    "postgresql": {"month": "to_char({}, 'YYYY-MM')", "week": "to_char({}, 'IYYY-\"W\"IW')"},
}

# Entries and exits once each, then a running sum: the fastest way known to write a register over many periods by hand. (The obvious
# way, records JOIN periods ON start <= day, takes ten times as long and would flatter the refresh.)
ON_REGISTER = """
SELECT region, period, category, total, NULL AS d, NULL AS people FROM (
  SELECT who.region, at.period, who.category,
         sum(coalesce(net.n, 0)) OVER (PARTITION BY who.region, who.category ORDER BY at.period) AS total
  FROM (SELECT DISTINCT substr(r.region, 1, 9) AS region, r.category FROM {table} r WHERE 1 = 1 {inside}) who
  CROSS JOIN (SELECT '0' AS period UNION ALL SELECT period FROM periods WHERE grain = '{grain}') at
  LEFT JOIN (
    SELECT region, category, since, sum(n) AS n FROM (
      SELECT substr(r.region, 1, 9) AS region, r.category,
             CASE WHEN {starts} < (SELECT min(period) FROM periods WHERE grain = '{grain}') THEN '0' ELSE {starts} END AS since,
             count(*) AS n
      FROM {table} r WHERE r.{start} <= (SELECT max(day) FROM periods) {inside} GROUP BY 1, 2, 3
      UNION ALL
      SELECT substr(r.region, 1, 9), r.category,
             CASE WHEN {ends} < (SELECT min(period) FROM periods WHERE grain = '{grain}') THEN '0' ELSE {ends} END, -count(*)
      FROM {table} r WHERE r.{end} <= (SELECT max(day) FROM periods) {inside} GROUP BY 1, 2, 3
    ) moves GROUP BY 1, 2, 3
  ) net ON net.region = who.region AND net.category = who.category AND net.since = at.period
) runs WHERE total <> 0 AND period <> '0' {periods}"""

HAPPENED = """
SELECT substr(r.region, 1, 9), {label}, {category}, count(*), NULL, NULL
FROM {table} r WHERE {label} IN (SELECT period FROM periods) {narrow} GROUP BY 1, 2, 3"""

SHARE = """
SELECT substr(r.region, 1, 9), {label}, '', sum(CASE WHEN {condition} THEN 1 ELSE 0 END), count(*), NULL
FROM {table} r WHERE {label} IN (SELECT period FROM periods) {narrow} GROUP BY 1, 2, 3"""

VISITED = """
SELECT region, period, category, sum(n), sum(d), NULL FROM (
  SELECT substr(e.region, 1, 9) AS region, v.month AS period, e.category AS category, count(*) AS n, 0 AS d
  FROM (SELECT DISTINCT subject, {label} AS month FROM elder_visits r WHERE 1 = 1 {narrow_visits}) v
  JOIN special_elders e ON e.key = v.subject JOIN periods p ON p.period = v.month
  WHERE e.registered_on <= p.day AND (e.closed_on IS NULL OR e.closed_on > p.day) {narrow_elders} GROUP BY 1, 2, 3
  UNION ALL
  SELECT region, period, category, 0, total FROM ({register}) AS standing
) AS halves GROUP BY 1, 2, 3"""


def _register(label: str, table: str, start: str, end: str, grain: str, periods: str, inside: str) -> str:
    starts, ends = label.format(f"r.{start}"), label.format(f"r.{end}")
    return ON_REGISTER.format(table=table, start=start, end=end, starts=starts, ends=ends, grain=grain, periods=periods, inside=inside)


def by_hand(backend: str, *, month: str = "", townships: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """(indicator, grain, SELECT) for every reading of the floor; narrowed to a month and townships where they are given."""
    places = ", ".join(f"'{code}'" for code in townships)
    out = []
    for grain in ("month",) if month else ("month", "week"):
        label = LABELS[backend][grain]
        periods = f"AND period = '{month}'" if month else ""
        inside = f"AND substr(r.region, 1, 9) IN ({places})" if places else ""
        for indicator, table, start, end in (
            ("relief_recipients", "relief_recipients", "started_on", "ended_on"),
            ("children_registered", "children", "registered_on", "closed_on"),
            ("disability_subsidy_recipients", "disability_subsidies", "started_on", "ended_on"),
        ):
            out.append((indicator, grain, _register(label, table, start, end, grain, periods, inside)))
        for indicator, table, on, category in (
            ("relief_applications", "relief_applications", "accepted_on", "r.channel"),
            ("work_orders", "work_orders", "accepted_on", "r.category"),
        ):
            text = label.format(f"r.{on}")
            narrow = inside + (f" AND {text} = '{month}'" if month else "")
            out.append((indicator, grain, HAPPENED.format(table=table, label=text, category=category, narrow=narrow)))
        for indicator, table, on, condition in (
            ("cremation_rate", "deaths", "died_on", "r.disposal = '火化'"),
            ("relief_proactive_share", "relief_applications", "accepted_on", "r.channel = '主动发现'"),
        ):
            text = label.format(f"r.{on}")
            narrow = inside + (f" AND {text} = '{month}'" if month else "")
            out.append((indicator, grain, SHARE.format(table=table, label=text, condition=condition, narrow=narrow)))
        if grain == "month":
            text = label.format("r.visited_on")
            register = _register(label, "special_elders", "registered_on", "closed_on", grain, periods, inside)
            out.append(
                (
                    "elder_visit_rate",
                    grain,
                    VISITED.format(
                        label=text,
                        narrow_visits=f"AND {text} = '{month}'" if month else "",
                        register=register,
                        narrow_elders=f"AND substr(e.region, 1, 9) IN ({places})" if places else "",
                    ),
                )
            )
    return out
