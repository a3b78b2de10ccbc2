"""What must be true of invented data, asked of the database in its own words, apart from the code that made them."""

from django.db import connection

# Each counts the rows that break a rule; all must be zero.
RULES: dict[str, str] = {
    "an open case has one coordinator or waits for one": """
        SELECT count(*) FROM cases_case c
         WHERE c.closed_on IS NULL AND (c.awaiting_coordinator_since IS NULL) <>
               ((SELECT count(*) FROM cases_casecoordinator k WHERE k.case_id = c.id AND k.ended_at IS NULL) = 1)
    """,
    "a closed case has no coordinator any more": """
        SELECT count(*) FROM cases_case c JOIN cases_casecoordinator k ON k.case_id = c.id
         WHERE c.closed_on IS NOT NULL AND k.ended_at IS NULL
    """,
    "periods of coordinators follow each other without a gap": """
        SELECT count(*) FROM (
            SELECT started_at, lag(ended_at) OVER (PARTITION BY case_id ORDER BY started_at) AS before,
                   lag(id) OVER (PARTITION BY case_id ORDER BY started_at) AS earlier
              FROM cases_casecoordinator) k
         WHERE k.earlier IS NOT NULL AND k.before IS DISTINCT FROM k.started_at
    """,
    "a handover has a reason, on the period that it ended": """
        SELECT count(*) FROM cases_casecoordinator k
         WHERE (k.handover_reason <> '') <> EXISTS (
            SELECT 1 FROM cases_casecoordinator e WHERE e.case_id = k.case_id AND e.started_at > k.started_at)
    """,
    "a coordinator works in the team as long as the case is theirs": """
        SELECT count(*) FROM cases_casecoordinator k JOIN cases_case c ON c.id = k.case_id
         WHERE NOT EXISTS (
            SELECT 1 FROM teams_teammembership m
             WHERE m.team_id = c.team_id AND m.user_id = k.worker_id
               AND m.starts_on <= (k.started_at AT TIME ZONE 'Europe/Amsterdam')::date)
            OR NOT EXISTS (
            SELECT 1 FROM teams_teammembership m
             WHERE m.team_id = c.team_id AND m.user_id = k.worker_id
               AND (m.ends_on IS NULL OR m.ends_on > (k.ended_at AT TIME ZONE 'Europe/Amsterdam')::date))
    """,
    "the last contact of a case is the last one of its contacts": """
        SELECT count(*) FROM cases_case c
         WHERE c.last_contact_at IS DISTINCT FROM
               (SELECT max(x.occurred_at) FROM cases_contact x WHERE x.case_id = c.id)
    """,
    "hours of a contact are of its author, its day and its team": """
        SELECT count(*) FROM cases_contact x JOIN hours_timeentry h ON h.id = x.time_entry_id
          JOIN cases_case c ON c.id = x.case_id
         WHERE h.user_id <> x.author_id OR h.team_id <> c.team_id
            OR h.worked_on <> (x.occurred_at AT TIME ZONE 'Europe/Amsterdam')::date
    """,
    "casework hours belong to a contact or a conference and other hours to no contact": """
        SELECT count(*) FROM hours_timeentry h LEFT JOIN cases_contact x ON x.time_entry_id = h.id
          LEFT JOIN cases_conferencehours o ON o.time_entry_id = h.id AND o.is_casework
         WHERE (h.kind IN ('individual', 'escalation')) <> (x.id IS NOT NULL OR o.id IS NOT NULL)
    """,
    "nobody logs hours in a team before or after working there": """
        SELECT count(*) FROM hours_timeentry h
         WHERE NOT EXISTS (SELECT 1 FROM teams_teammembership m WHERE m.team_id = h.team_id AND m.user_id = h.user_id
                              AND m.starts_on <= h.worked_on AND (m.ends_on IS NULL OR m.ends_on > h.worked_on))
    """,
    "a contact lies in the time of its case": """
        SELECT count(*) FROM cases_contact x JOIN cases_case c ON c.id = x.case_id
         WHERE (x.occurred_at AT TIME ZONE 'Europe/Amsterdam')::date < c.opened_on
            OR ((x.occurred_at AT TIME ZONE 'Europe/Amsterdam')::date > c.closed_on AND x.after_care_id IS NULL)
    """,
    "a later case of a household points at one that was closed before": """
        SELECT count(*) FROM cases_case c
         WHERE EXISTS (SELECT 1 FROM cases_case e WHERE e.household_id = c.household_id AND e.id <> c.id
                          AND e.opened_on < c.opened_on)
           AND NOT EXISTS (SELECT 1 FROM cases_case e WHERE e.id = c.previous_case_id
                              AND e.household_id = c.household_id AND e.closed_on <= c.opened_on)
    """,
    "every case has a question it came from": """
        SELECT count(*) FROM cases_case c
         WHERE NOT EXISTS (SELECT 1 FROM cases_question q WHERE q.case_id = c.id AND q.outcome = 'case')
    """,
    "a household has somebody in it": """
        SELECT count(*) FROM cases_household h
         WHERE NOT EXISTS (SELECT 1 FROM cases_householdmember m WHERE m.household_id = h.id AND m.ends_on IS NULL)
    """,
    "a closed case has no plan in force and no draft": """
        SELECT count(*) FROM cases_plan p JOIN cases_case c ON c.id = p.case_id
         WHERE c.closed_on IS NOT NULL AND p.ended_at IS NULL
    """,
    "a plan has a goal": """
        SELECT count(*) FROM cases_plan p WHERE NOT EXISTS (SELECT 1 FROM cases_goal g WHERE g.plan_id = p.id)
    """,
    "the score of a goal is the last one that was written down": """
        SELECT count(*) FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id
         WHERE p.ended_at IS NULL AND g.current_score IS DISTINCT FROM (
            SELECT s.score FROM cases_goalscore s JOIN cases_goal o ON o.id = s.goal_id
             WHERE o.lineage = g.lineage AND s.score IS NOT NULL ORDER BY s.scored_on DESC, s.id DESC LIMIT 1)
    """,
    "a case lies in the area of its team": """
        SELECT count(*) FROM cases_case c JOIN areas_area a ON a.id = c.area_id
         WHERE NOT EXISTS (SELECT 1 FROM teams_teamarea t WHERE t.team_id = c.team_id
                              AND t.area_id IN (a.id, a.parent_id))
    """,
    "no telephone number or postcode can exist": """
        SELECT (SELECT count(*) FROM cases_person WHERE phone <> '' AND phone NOT LIKE '06-000%')
             + (SELECT count(*) FROM cases_household WHERE postcode !~ ' S[ADS]$')
             + (SELECT count(*) FROM cases_person WHERE email <> '' AND email NOT LIKE '%@example.org')
    """,
}  # fmt: skip


class DataAreWrong(Exception):
    """The invented data break a rule: a mistake in this app."""


def broken_rules() -> dict[str, int]:
    """The rules that do not hold, each with the number of rows that break it."""
    found = {}
    with connection.cursor() as cursor:
        for rule, statement in RULES.items():
            cursor.execute(statement)
            (count,) = cursor.fetchone() or (0,)
            if count:
                found[rule] = count
    return found


def require_all_rules() -> None:
    if found := broken_rules():
        raise DataAreWrong("; ".join(f"{rule}: {count}" for rule, count in found.items()))
