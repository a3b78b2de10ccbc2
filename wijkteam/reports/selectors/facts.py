"""Counts of a month, for any number of teams in one pass over the rows.

The same statements fill the facts that are kept and answer for the running month, so the two cannot disagree.
The rules are those of the querysets behind the lists (CaseQuerySet.silent and the others); a test compares them.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from cases.enums import InvolvementMode, Origin
from wijkteam.areas.models import AgreedTerms
from wijkteam.core.periods import next_month, start_of
from wijkteam.core.replica import reading_from

# Being consulted is no waiting for help; the same as in cases.selectors.waiting_times.
WAITED_MODES = (InvolvementMode.TEMPORARY.value, InvolvementMode.REFERRED.value)
PROACTIVE = (Origin.OUTREACH.value, Origin.VOLUNTEER.value)

# Cases that were open when `end` began. For a month that is over this looks back: who coordinated at that moment,
# which plan was in force, which contact was the last one by then.
_OPEN = """
open_case AS MATERIALIZED (
    SELECT c.id, c.team_id, c.area_id, c.theme_id, c.opened_on, c.last_contact_at
      FROM cases_case c
     WHERE c.team_id = ANY(%(teams)s) AND c.opened_on < %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(end)s)
)
"""

# What is counted, each part once over all teams: its name, its columns and how.
_PARTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "stock",
        (
            "open_at_end",
            "waiting",
            "plan_overdue",
            "silent",
            "long_running",
        ),
        """
    SELECT o.team_id,
           count(*) AS open_at_end,
           count(*) FILTER (WHERE NOT EXISTS (
               SELECT 1 FROM cases_casecoordinator k
                WHERE k.case_id = o.id AND k.started_at < %(end_at)s
                  AND (k.ended_at IS NULL OR k.ended_at >= %(end_at)s)
           )) AS waiting,
           count(*) FILTER (WHERE o.opened_on < %(plan_before)s AND NOT EXISTS (
               SELECT 1 FROM cases_plan p
                WHERE p.case_id = o.id AND p.in_force_at < %(end_at)s
                  AND (p.ended_at IS NULL OR p.ended_at >= %(end_at)s)
           )) AS plan_overdue,
           count(*) FILTER (WHERE coalesce(
               CASE WHEN o.last_contact_at < %(end_at)s THEN o.last_contact_at ELSE (
                   SELECT max(x.occurred_at) FROM cases_contact x
                    WHERE x.case_id = o.id AND x.occurred_at < %(end_at)s) END,
               o.opened_on::timestamp AT TIME ZONE 'Europe/Amsterdam'
           ) < %(silent_before)s) AS silent,
           count(*) FILTER (WHERE o.opened_on < %(long_before)s) AS long_running
      FROM open_case o
     GROUP BY o.team_id
""",
    ),
    (
        "inflow",
        (
            "opened",
            "reopened",
        ),
        """
    SELECT team_id, count(*) AS opened, count(*) FILTER (WHERE is_reentry) AS reopened
      FROM cases_case
     WHERE team_id = ANY(%(teams)s) AND opened_on >= %(start)s AND opened_on < %(end)s
     GROUP BY team_id
""",
    ),
    (
        "outflow",
        ("closed",),
        """
    SELECT team_id, count(*) AS closed
      FROM cases_case
     WHERE team_id = ANY(%(teams)s) AND closed_on >= %(start)s AND closed_on < %(end)s
     GROUP BY team_id
""",
    ),
    (
        "beginning",
        ("open_at_start",),
        """
    SELECT team_id, count(*) AS open_at_start
      FROM cases_case
     WHERE team_id = ANY(%(teams)s) AND opened_on < %(start)s AND (closed_on IS NULL OR closed_on >= %(start)s)
     GROUP BY team_id
""",
    ),
    (
        "work",
        (
            "minutes_individual",
            "minutes_escalation",
            "minutes_collective",
            "minutes_prevention",
            "minutes_outreach",
            "minutes_network",
            "minutes_team",
            "minutes_administration",
        ),
        """
    SELECT team_id,
           coalesce(sum(minutes) FILTER (WHERE kind = 'individual'), 0) AS minutes_individual,
           coalesce(sum(minutes) FILTER (WHERE kind = 'escalation'), 0) AS minutes_escalation,
           coalesce(sum(minutes) FILTER (WHERE kind = 'collective'), 0) AS minutes_collective,
           coalesce(sum(minutes) FILTER (WHERE kind = 'prevention'), 0) AS minutes_prevention,
           coalesce(sum(minutes) FILTER (WHERE kind = 'outreach'), 0) AS minutes_outreach,
           coalesce(sum(minutes) FILTER (WHERE kind = 'network'), 0) AS minutes_network,
           coalesce(sum(minutes) FILTER (WHERE kind = 'team'), 0) AS minutes_team,
           coalesce(sum(minutes) FILTER (WHERE kind = 'administration'), 0) AS minutes_administration
      FROM hours_timeentry
     WHERE team_id = ANY(%(teams)s) AND worked_on >= %(start)s AND worked_on < %(end)s
     GROUP BY team_id
""",
    ),
    # A contact belongs to the month and the team of its hours, so that contacts and minutes speak of the same work.
    (
        "talk",
        (
            "contacts",
            "contacted_households",
            "escalation_households",
        ),
        """
    SELECT h.team_id, count(*) AS contacts, count(DISTINCT c.household_id) AS contacted_households,
           count(DISTINCT c.household_id) FILTER (WHERE h.kind = 'escalation') AS escalation_households
      FROM hours_timeentry h
      JOIN cases_contact x ON x.time_entry_id = h.id
      JOIN cases_case c ON c.id = x.case_id
     WHERE h.team_id = ANY(%(teams)s) AND h.worked_on >= %(start)s AND h.worked_on < %(end)s
       AND h.kind IN ('individual', 'escalation')
     GROUP BY h.team_id
""",
    ),
    (
        "asked",
        (
            "questions",
            "questions_proactive",
        ),
        """
    SELECT team_id, count(*) AS questions,
           count(*) FILTER (WHERE origin = ANY(%(proactive)s)) AS questions_proactive
      FROM cases_question
     WHERE team_id = ANY(%(teams)s) AND received_at >= %(start_at)s AND received_at < %(end_at)s
     GROUP BY team_id
""",
    ),
    (
        "decided",
        (
            "questions_answered",
            "questions_collective",
            "questions_case",
            "questions_declined",
        ),
        """
    SELECT q.team_id,
           count(*) FILTER (WHERE outcome = 'answered') AS questions_answered,
           count(*) FILTER (WHERE outcome = 'collective') AS questions_collective,
           count(*) FILTER (WHERE outcome = 'case') AS questions_case,
           count(*) FILTER (WHERE outcome = 'declined') AS questions_declined,
           -- Of a list nobody knows when was decided. Beside it ten others: the report counts both to hide few.
           CASE WHEN count(*) FILTER (WHERE i.id IS NULL) >= least(count(*), 10) THEN
               (percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY extract(epoch FROM decided_at - received_at) / 86400
               ) FILTER (WHERE i.id IS NULL))::numeric(7, 2)
           END AS days_to_decision
      FROM cases_question q LEFT JOIN cases_importedcase i ON i.case_id = q.case_id
     WHERE q.team_id = ANY(%(teams)s) AND decided_at >= %(start_at)s AND decided_at < %(end_at)s
     GROUP BY q.team_id
""",
    ),
    (
        "noticed",
        (
            "signals",
            "signals_followed_up",
            "signals_together",
            "signals_passed_on",
            "signals_looked_into",
            "signals_nothing",
        ),
        """
    SELECT team_id,
           count(*) FILTER (WHERE received_at >= %(start_at)s AND received_at < %(end_at)s) AS signals,
           count(*) FILTER (WHERE followed_up_at >= %(start_at)s AND followed_up_at < %(end_at)s)
               AS signals_followed_up,
           count(*) FILTER (WHERE followed_up_at >= %(start_at)s AND followed_up_at < %(end_at)s
               AND follow_up = 'collective') AS signals_together,
           count(*) FILTER (WHERE followed_up_at >= %(start_at)s AND followed_up_at < %(end_at)s
               AND follow_up = 'passed-on') AS signals_passed_on,
           count(*) FILTER (WHERE followed_up_at >= %(start_at)s AND followed_up_at < %(end_at)s
               AND follow_up NOT IN ('collective', 'passed-on', 'none')) AS signals_looked_into,
           count(*) FILTER (WHERE followed_up_at >= %(start_at)s AND followed_up_at < %(end_at)s
               AND follow_up = 'none') AS signals_nothing
      FROM collectief_signal
     WHERE team_id = ANY(%(teams)s)
     GROUP BY team_id
""",
    ),
    (
        "together",
        ("initiatives",),
        """
    SELECT team_id, count(*) AS initiatives
      FROM collectief_initiative
     WHERE team_id = ANY(%(teams)s) AND starts_on <= %(last_day)s AND (ends_on IS NULL OR ends_on > %(last_day)s)
     GROUP BY team_id
""",
    ),
    (
        "met",
        ("sessions", "attendances"),
        """
    SELECT i.team_id, count(*) AS sessions, sum(s.others + (
               SELECT count(*) FROM collectief_attendance a WHERE a.session_id = s.id AND a.was_there)) AS attendances
      FROM collectief_session s
      JOIN collectief_initiative i ON i.id = s.initiative_id
     WHERE i.team_id = ANY(%(teams)s) AND s.noted_at IS NOT NULL AND s.held_on >= %(start)s AND s.held_on < %(end)s
     GROUP BY i.team_id
""",
    ),
    (
        "by_the_book",
        ("editions",),
        """
    SELECT i.team_id, count(*) AS editions
      FROM collectief_edition e
      JOIN collectief_initiative i ON i.id = e.initiative_id
     WHERE i.team_id = ANY(%(teams)s) AND (e.closed_on IS NULL OR e.closed_on > %(last_day)s) AND EXISTS (
           SELECT 1 FROM collectief_session s
            WHERE s.edition_id = e.id AND s.cancelled_on IS NULL AND s.held_on <= %(last_day)s)
     GROUP BY i.team_id
""",
    ),
    (
        "present",
        ("outreach_moments", "outreach_met"),
        """
    SELECT team_id, count(*) AS outreach_moments, sum(residents_met) AS outreach_met
      FROM collectief_outreachmoment
     WHERE team_id = ANY(%(teams)s) AND happened_on >= %(start)s AND happened_on < %(end)s
     GROUP BY team_id
""",
    ),
    # Hours of meetings of what residents and volunteers run themselves: the team helps them to.
    (
        "organised",
        ("organising_minutes",),
        """
    SELECT h.team_id, sum(h.minutes) AS organising_minutes
      FROM hours_timeentry h
      JOIN collectief_sessionhours s ON s.time_entry_id = h.id
      JOIN collectief_session m ON m.id = s.session_id
      JOIN collectief_initiative i ON i.id = m.initiative_id
     WHERE h.team_id = ANY(%(teams)s) AND h.worked_on >= %(start)s AND h.worked_on < %(end)s
       AND h.kind = 'collective' AND i.owner IN ('residents', 'volunteer')
     GROUP BY h.team_id
""",
    ),
    (
        "helping",
        ("volunteers",),
        """
    SELECT team_id, count(*) AS volunteers
      FROM collectief_volunteer
     WHERE team_id = ANY(%(teams)s) AND started_on <= %(last_day)s AND (stopped_on IS NULL OR stopped_on > %(last_day)s)
     GROUP BY team_id
""",
    ),
    (
        "visiting",
        ("visits", "visited"),
        """
    SELECT w.team_id, count(*) AS visits, count(DISTINCT w.id) AS visited
      FROM collectief_visit v
      JOIN collectief_visitmatch m ON m.id = v.match_id
      JOIN collectief_visitwish w ON w.id = m.wish_id
     WHERE w.team_id = ANY(%(teams)s) AND v.outcome = 'happened' AND v.held_on >= %(start)s AND v.held_on < %(end)s
     GROUP BY w.team_id
""",
    ),
    # What was given for a period, by day: the part of it that falls in the month.
    (
        "funded",
        ("subsidy",),
        """
    SELECT i.team_id, round(sum(f.amount::numeric * (least(f.ends_on, %(end)s) - greatest(f.starts_on, %(start)s))
               / (f.ends_on - f.starts_on)))::integer AS subsidy
      FROM collectief_funding f
      JOIN collectief_initiative i ON i.id = f.initiative_id
     WHERE i.team_id = ANY(%(teams)s) AND f.amount IS NOT NULL AND f.state <> 'stopped'
       AND f.starts_on < %(end)s AND f.ends_on > %(start)s
     GROUP BY i.team_id
""",
    ),
    (
        "risen",
        ("opportunities", "opportunities_answered"),
        """
    SELECT o.team_id,
           count(*) FILTER (WHERE o.first_week <= %(last_day)s
               AND (o.ended_on IS NULL OR o.ended_on > %(last_day)s)) AS opportunities,
           count(*) FILTER (WHERE EXISTS (
               SELECT 1 FROM collectief_opportunityreply r
                WHERE r.opportunity_id = o.id AND r.replied_at >= %(start_at)s AND r.replied_at < %(end_at)s
           ) OR EXISTS (
               SELECT 1 FROM collectief_reflection f
                WHERE f.opportunity_id = o.id AND f.written_at >= %(start_at)s AND f.written_at < %(end_at)s
           )) AS opportunities_answered
      FROM collectief_opportunity o
     WHERE o.team_id = ANY(%(teams)s)
     GROUP BY o.team_id
""",
    ),
    (
        "looked_at",
        ("reflections",),
        """
    SELECT team_id, count(*) AS reflections
      FROM collectief_reflection
     WHERE team_id = ANY(%(teams)s) AND held_on >= %(start)s AND held_on < %(end)s
     GROUP BY team_id
""",
    ),
    (
        "went_along",
        ("collective_closed",),
        """
    SELECT team_id, count(*) AS collective_closed
      FROM cases_case
     WHERE team_id = ANY(%(teams)s) AND closed_on >= %(start)s AND closed_on < %(end)s AND closing_reason = 'collective'
     GROUP BY team_id
""",
    ),
    # Households of cases that were open in the month, so that a part is never more than who was there.
    (
        "sent_along",
        ("collective_referred",),
        """
    SELECT c.team_id, count(DISTINCT c.household_id) AS collective_referred
      FROM cases_collectivereferral v
      JOIN cases_case c ON c.id = v.case_id
     WHERE c.team_id = ANY(%(teams)s) AND v.referred_on >= %(start)s AND v.referred_on < %(end)s
       AND c.opened_on < %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(start)s)
     GROUP BY c.team_id
""",
    ),
    (
        "involved",
        ("partners_first", "partners_second", "partners_none"),
        """
    SELECT c.team_id,
           count(DISTINCT c.household_id) FILTER (WHERE r.ring = 1) AS partners_first,
           count(DISTINCT c.household_id) FILTER (WHERE r.ring = 2) AS partners_second,
           count(DISTINCT c.household_id) FILTER (WHERE r.ring IS NULL) AS partners_none
      FROM cases_involvement v
      JOIN cases_case c ON c.id = v.case_id
      LEFT JOIN netwerk_ringmembership r ON r.team_id = c.team_id AND r.organisation_id = v.organisation_id
           AND r.starts_on <= v.sent_on AND (r.ends_on IS NULL OR r.ends_on > v.sent_on)
     WHERE c.team_id = ANY(%(teams)s) AND v.sent_on >= %(start)s AND v.sent_on < %(end)s
       AND c.opened_on < %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(start)s)
     GROUP BY c.team_id
""",
    ),
    (
        "kept_waiting",
        ("partners_waiting", "partners_too_long"),
        """
    SELECT o.team_id, count(DISTINCT o.id) AS partners_waiting,
           count(DISTINCT o.id) FILTER (WHERE %(last_day)s - v.sent_on > 7 * a.max_wait_weeks) AS partners_too_long
      FROM open_case o
      JOIN cases_involvement v ON v.case_id = o.id AND v.mode = ANY(%(waited_modes)s) AND v.sent_on < %(end)s
           AND (v.started_on IS NULL OR v.started_on >= %(end)s)
           AND (v.declined_on IS NULL OR v.declined_on >= %(end)s)
           AND (v.cancelled_on IS NULL OR v.cancelled_on >= %(end)s)
      LEFT JOIN netwerk_workingagreement a ON a.id = v.agreement_id
     GROUP BY o.team_id
""",
    ),
    (
        "helped",
        ("partners_started",),
        """
    SELECT c.team_id, count(DISTINCT c.household_id) AS partners_started,
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY v.started_on - v.sent_on))::numeric(7, 2) AS days_to_help
      FROM cases_involvement v
      JOIN cases_case c ON c.id = v.case_id
     WHERE c.team_id = ANY(%(teams)s) AND v.mode = ANY(%(waited_modes)s)
       AND v.started_on >= %(start)s AND v.started_on < %(end)s
     GROUP BY c.team_id
""",
    ),
    (
        "seconded",
        ("partners_own_employer",),
        """
    SELECT c.team_id, count(DISTINCT c.household_id) AS partners_own_employer
      FROM cases_secondmentnotice n
      JOIN cases_case c ON c.id = n.case_id
     WHERE c.team_id = ANY(%(teams)s) AND n.noticed_on >= %(start)s AND n.noticed_on < %(end)s
       AND c.opened_on < %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(start)s)
     GROUP BY c.team_id
""",
    ),
    (
        "agreed",
        ("agreements", "agreements_due"),
        """
    SELECT team_id, count(*) AS agreements, count(*) FILTER (WHERE review_on <= %(last_day)s) AS agreements_due
      FROM netwerk_workingagreement
     WHERE team_id = ANY(%(teams)s) AND starts_on <= %(last_day)s AND (ends_on IS NULL OR ends_on > %(last_day)s)
     GROUP BY team_id
""",
    ),
    (
        "around",
        ("partners_around", "principles_endorsed"),
        """
    SELECT r.team_id, count(*) AS partners_around, count(e.id) AS principles_endorsed
      FROM netwerk_ringmembership r
      LEFT JOIN netwerk_endorsement e ON e.organisation_id = r.organisation_id AND e.answer = 'endorsed'
           AND e.starts_on <= %(last_day)s AND (e.ends_on IS NULL OR e.ends_on > %(last_day)s)
     WHERE r.team_id = ANY(%(teams)s) AND r.starts_on <= %(last_day)s
       AND (r.ends_on IS NULL OR r.ends_on > %(last_day)s)
     GROUP BY r.team_id
""",
    ),
    (
        "pressed",
        ("pressure_signals",),
        """
    SELECT team_id, count(*) AS pressure_signals
      FROM netwerk_pressuresignal
     WHERE team_id = ANY(%(teams)s) AND reported_on >= %(start)s AND reported_on < %(end)s
     GROUP BY team_id
""",
    ),
    (
        "quiet",
        ("relations_quiet",),
        """
    SELECT l.team_id, count(*) AS relations_quiet
      FROM netwerk_relation l
      JOIN netwerk_organisation n ON n.id = l.organisation_id AND (n.ends_on IS NULL OR n.ends_on > %(last_day)s)
     WHERE l.team_id = ANY(%(teams)s) AND NOT EXISTS (
           SELECT 1 FROM netwerk_relationmoment m
            WHERE m.team_id = l.team_id AND m.organisation_id = l.organisation_id AND m.happened_on <= %(last_day)s
              AND m.happened_on + 7 * l.rhythm_weeks >= %(last_day)s)
     GROUP BY l.team_id
""",
    ),
    (
        "people",
        ("fte",),
        """
    SELECT team_id, sum(fte) AS fte
      FROM teams_teammembership
     WHERE team_id = ANY(%(teams)s) AND starts_on <= %(last_day)s AND (ends_on IS NULL OR ends_on > %(last_day)s)
     GROUP BY team_id
""",
    ),
)
_MEDIANS = {"decided": "days_to_decision", "helped": "days_to_help"}
# What the overview of a coordinator shows; the rest of a month matters once it is over.
_OVERVIEW = ("stock", "inflow", "outflow", "work")
_AGREED = """
  LEFT JOIN teams_caseloadband band ON band.team_id = t.id
       AND band.starts_on <= %(last_day)s AND (band.ends_on IS NULL OR band.ends_on > %(last_day)s)
  LEFT JOIN teams_preventionfloor floor ON floor.team_id = t.id
       AND floor.starts_on <= %(last_day)s AND (floor.ends_on IS NULL OR floor.ends_on > %(last_day)s)
  LEFT JOIN teams_hourlyrate rate ON rate.team_id = t.id
       AND rate.starts_on <= %(last_day)s AND (rate.ends_on IS NULL OR rate.ends_on > %(last_day)s)
 WHERE t.id = ANY(%(teams)s)
 ORDER BY t.id
"""


def _month_sql(parts: Collection[str]) -> str:
    """One statement over all teams, with zeros for teams without any row."""
    chosen = [part for part in _PARTS if part[0] in parts]
    columns = [f"coalesce({column}, 0) AS {column}" for _name, of_part, _sql in chosen for column in of_part]
    columns += [median for part, median in _MEDIANS.items() if part in parts]  # a median of nothing stays empty
    columns += ["band.low AS band_low", "band.high AS band_high", "floor.percentage AS floor_percentage"]
    columns += ["rate.euros AS rate"]
    counted = ", ".join([_OPEN, *(f"{name} AS ({sql})" for name, _columns, sql in chosen)])
    joined = " ".join(f"LEFT JOIN {name} ON {name}.team_id = t.id" for name, _columns, _sql in chosen)
    # put together from the constants of this module; every value is a parameter
    return f"WITH {counted} SELECT t.id AS team_id, {', '.join(columns)} FROM teams_team t {joined} {_AGREED}"  # noqa: S608


_EVERYTHING = _month_sql([name for name, _columns, _sql in _PARTS])
_FOR_OVERVIEW = _month_sql(_OVERVIEW)

_STOCK = f"""
WITH {_OPEN}
SELECT o.team_id, CASE WHEN a.kind = 'BU' THEN a.parent_id ELSE a.id END AS district_id, o.theme_id,
       count(*) AS households
  FROM open_case o JOIN areas_area a ON a.id = o.area_id
 GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3
"""  # noqa: S608  (as above)


# All casework by the main theme of the case: contacts belong to the month and the team of their hours, as in "talk",
# and what a conference made for each worker is divided over the cases on its agenda as their minutes are.
_THEMES = """
SELECT w.team_id, c.theme_id, round(sum(w.minutes))::integer AS minutes, count(DISTINCT c.household_id) AS households
  FROM (
    SELECT h.team_id, x.case_id, h.minutes::numeric AS minutes
      FROM hours_timeentry h
      JOIN cases_contact x ON x.time_entry_id = h.id
     WHERE h.team_id = ANY(%(teams)s) AND h.worked_on >= %(start)s AND h.worked_on < %(end)s
       AND h.kind IN ('individual', 'escalation')
    UNION ALL
    SELECT h.team_id, i.case_id,
           h.minutes::numeric * i.minutes / sum(i.minutes) OVER (PARTITION BY h.id) AS minutes
      FROM hours_timeentry h
      JOIN cases_conferencehours k ON k.time_entry_id = h.id AND k.is_casework
      JOIN cases_conferenceitem i ON i.conference_id = k.conference_id AND i.case_id IS NOT NULL
     WHERE h.team_id = ANY(%(teams)s) AND h.worked_on >= %(start)s AND h.worked_on < %(end)s
       AND h.kind IN ('individual', 'escalation')
  ) w
  JOIN cases_case c ON c.id = w.case_id
 GROUP BY 1, 2
 ORDER BY 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class Stock:
    district_id: int
    theme_id: int
    households: int


@dataclass(frozen=True, kw_only=True)
class ThemeHours:
    theme_id: int
    minutes: int
    households: int


@dataclass(frozen=True, kw_only=True)
class TeamCounts:
    """What a team did from the first of a month up to (not including) `end`; the fields of TeamMonth in `values`."""

    team_id: int
    month: dt.date
    end: dt.date
    values: dict[str, Any]
    stock: list[Stock] = field(default_factory=list)
    themes: list[ThemeHours] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was agreed on waiting, in days; without an agreement nothing is late, as in the list of cases."""

    plan_days: int | None = None
    silence_days: int | None = None
    coordinator_days: int | None = None


def terms_on(day: dt.date) -> Terms:
    """The terms that hold on `day`. One query."""
    agreed = AgreedTerms.objects.on(day).first()
    if agreed is None:
        return Terms()
    return Terms(plan_days=agreed.plan_days, silence_days=agreed.silence_days, coordinator_days=agreed.coordinator_days)


def end_of_count(month: dt.date, *, today: dt.date) -> dt.date:
    """Up to where a month is counted: its end, or for the running month the end of today."""
    return min(next_month(month), today + dt.timedelta(days=1))


def count_month(
    month: dt.date,
    *,
    team_ids: Collection[int],
    today: dt.date,
    terms: Terms | None = None,
    overview: bool = False,
) -> list[TeamCounts]:
    """Count `month` (its first day) for these teams, in four statements whatever their number.

    A month that runs is counted up to and including `today`; "at the end" then means now. Teams without any row
    are in the answer with zeros. `terms` saves the first statement when they are known already; `overview` leaves out
    what no overview shows.
    """
    end = end_of_count(month, today=today)
    last_day = end - dt.timedelta(days=1)
    agreed = terms or terms_on(last_day)
    parameters: dict[str, Any] = {
        "teams": list(team_ids),
        "start": month,
        "end": end,
        "start_at": start_of(month),
        "end_at": start_of(end),
        "last_day": last_day,
        "plan_before": _before(last_day, agreed.plan_days),
        "silent_before": start_of(_before(last_day, agreed.silence_days)),
        "long_before": _a_year_before(end),
        "proactive": list(PROACTIVE),
        "waited_modes": list(WAITED_MODES),
    }
    with connections[reading_from()].cursor() as cursor:
        cursor.execute(_FOR_OVERVIEW if overview else _EVERYTHING, parameters)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(_STOCK, parameters)
        stock: dict[int, list[Stock]] = {}
        for team_id, district_id, theme_id, households in cursor.fetchall():
            stock.setdefault(team_id, []).append(
                Stock(district_id=district_id, theme_id=theme_id, households=households)
            )
        themes: dict[int, list[ThemeHours]] = {}
        if not overview:
            cursor.execute(_THEMES, parameters)
            for team_id, theme_id, minutes, households in cursor.fetchall():
                themes.setdefault(team_id, []).append(
                    ThemeHours(theme_id=theme_id, minutes=minutes, households=households)
                )
    return [
        TeamCounts(
            team_id=row.pop("team_id"),
            month=month,
            end=end,
            values=row,
            stock=stock.get(team_id, []),
            themes=themes.get(team_id, []),
        )
        for row in rows
        for team_id in [row["team_id"]]
    ]


def _before(day: dt.date, days: int | None) -> dt.date:
    """Where a term of `days` ended; so long ago that nothing is late when none was agreed."""
    return dt.date(1900, 1, 1) if days is None else day - dt.timedelta(days=days)


def _a_year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else dt.date(day.year - 1, 3, 1)
