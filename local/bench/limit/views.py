"""The six works with nothing around them: the statements they cannot do without, and one template each.

What stands around and between the rows on our own page is sent along as it is, as text (`frames`), so that both pages
have the same size. W5 and W6 count anew, each with statements that read indexes in one pass.
"""

import functools
import os
import uuid
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

_MINE = """
team_id IN (SELECT team_id FROM teams_teammembership
             WHERE user_id = %(user)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s))
"""


@functools.cache
def frame(work: str) -> dict[str, str]:
    """What our page has around the rows, read once."""
    folder = Path(os.environ["BENCH_FRAMES"])
    return {
        part: (folder / f"{work}.{part}.html").read_text() if (folder / f"{work}.{part}.html").exists() else ""
        for part in ("before", "after")
    }


def _rows(statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _mine(request: HttpRequest, **values: Any) -> dict[str, Any]:
    return {"user": request.user.pk, "today": timezone.localdate(), **values}


def new_case(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "limit/form.html", {})
    now = timezone.now()
    with transaction.atomic():
        (team,) = _rows(
            f"SELECT m.team_id, a.area_id FROM teams_teammembership m "  # noqa: S608  (no input in it)
            f"JOIN (SELECT id AS area_id FROM areas_area WHERE kind = 'BU' ORDER BY id LIMIT 1) a ON true "
            f"WHERE m.{_MINE.strip()} AND m.user_id = %(user)s LIMIT 1",
            _mine(request),
        )
        values = _mine(
            request,
            name=request.POST["name"],
            now=now,
            key=uuid.uuid4(),
            public_id=uuid.uuid4(),
            household_id=uuid.uuid4(),
            **team,
        )
        (household,) = _rows(
            "INSERT INTO cases_household (public_id, name, street, postcode, city, area_id, created_at) "
            "VALUES (%(household_id)s, %(name)s, '', '', '', %(area_id)s, %(now)s) RETURNING id AS household",
            values,
        )
        values |= household
        (person,) = _rows(
            "INSERT INTO cases_person (public_id, given_name, family_name, phone, email, language) "
            "VALUES (%(key)s, 'Proef', %(name)s, '', '', '') RETURNING id AS person",
            values,
        )
        values |= person
        _rows(
            "INSERT INTO cases_householdmember (household_id, person_id, role, is_main, starts_on) "
            "VALUES (%(household)s, %(person)s, 'adult', true, %(today)s) RETURNING id",
            values,
        )
        (case,) = _rows(
            "INSERT INTO cases_case (public_id, household_id, team_id, area_id, theme_id, opened_on, "
            "underlying_question, has_safety_concern, closing_reason, closing_words, closing_note, closing_open_ends) "
            "VALUES (%(public_id)s, %(household)s, %(team_id)s, %(area_id)s, (SELECT min(id) FROM areas_theme), "
            "%(today)s, '', false, '', '', '', '') RETURNING id AS case",
            values,
        )
        values |= case
        _rows(
            "INSERT INTO cases_casecoordinator (case_id, worker_id, started_at, handover_reason) "
            "VALUES (%(case)s, %(user)s, %(now)s, '') RETURNING id",
            values,
        )
    return HttpResponseRedirect(f"/W2/{values['public_id']}/")


def case(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _rows(
        f"""
        SELECT c.*, h.name AS household, h.street, h.postcode, a.name AS area, t.name AS theme, u.name AS coordinator,
               k.started_at
          FROM cases_case c JOIN cases_household h ON h.id = c.household_id JOIN areas_area a ON a.id = c.area_id
          JOIN areas_theme t ON t.id = c.theme_id
          LEFT JOIN cases_casecoordinator k ON k.case_id = c.id AND k.ended_at IS NULL
          LEFT JOIN accounts_user u ON u.id = k.worker_id
         WHERE c.public_id = %(public_id)s AND c.{_MINE.strip()}
        """,  # noqa: S608  (no input in it)
        _mine(request, public_id=public_id),
    )
    if not found:
        raise Http404
    values = {"case": found[0]["id"], "household": found[0]["household_id"], "user": request.user.pk}
    people = _rows(
        "SELECT p.given_name, p.family_name, p.birth_date, p.phone, m.role FROM cases_householdmember m "
        "JOIN cases_person p ON p.id = m.person_id WHERE m.household_id = %(household)s AND m.ends_on IS NULL",
        values,
    )
    contacts = _rows(
        """
        SELECT x.occurred_at, x.kind, x.place, x.present, x.text, u.name AS author, h.minutes, h.kind AS work
          FROM cases_contact x JOIN accounts_user u ON u.id = x.author_id
          JOIN hours_timeentry h ON h.id = x.time_entry_id
         WHERE x.case_id = %(case)s AND (x.visibility <> 'restricted' OR x.author_id = %(user)s)
         ORDER BY x.occurred_at DESC, x.id DESC LIMIT 20
        """,
        values,
    )
    plan = _rows(
        """
        SELECT p.version, p.evaluate_on, g.text AS goal, g.life_domain, g.start_score, g.current_score, g.target_score,
               a.text, a.owner, a.due_on, a.done_on
          FROM cases_plan p JOIN cases_goal g ON g.plan_id = p.id LEFT JOIN cases_action a ON a.goal_id = g.id
         WHERE p.case_id = %(case)s AND p.in_force_at IS NOT NULL AND p.ended_at IS NULL
         ORDER BY g.position, a.position
        """,
        values,
    )
    questions = _rows(
        "SELECT received_at, origin, asked, outcome FROM cases_question WHERE case_id = %(case)s ORDER BY received_at",
        values,
    )
    context = {
        "case": found[0],
        "people": people,
        "contacts": contacts,
        "plan": plan,
        "questions": questions,
        "frame": frame("W2"),
    }
    return render(request, "limit/case.html", context)


def case_list(request: HttpRequest) -> HttpResponse:
    rows = _rows(
        f"""
        SELECT c.id, c.public_id, h.name AS household, a.name AS area, t.name AS theme, u.name AS coordinator,
               c.opened_on, c.last_contact_at, p.evaluate_on
          FROM (SELECT * FROM cases_case WHERE closed_on IS NULL AND {_MINE.strip()}
                 ORDER BY opened_on DESC, id DESC LIMIT 25) c
          JOIN cases_household h ON h.id = c.household_id JOIN areas_area a ON a.id = c.area_id
          JOIN areas_theme t ON t.id = c.theme_id
          LEFT JOIN cases_casecoordinator k ON k.case_id = c.id AND k.ended_at IS NULL
          LEFT JOIN accounts_user u ON u.id = k.worker_id
          LEFT JOIN cases_plan p ON p.case_id = c.id AND p.in_force_at IS NOT NULL AND p.ended_at IS NULL
         ORDER BY c.opened_on DESC, c.id DESC
        """,  # noqa: S608  (no input in it)
        _mine(request),
    )
    (count,) = _rows(
        f"SELECT count(*) FROM cases_case WHERE closed_on IS NULL AND {_MINE.strip()}",  # noqa: S608  (no input in it)
        _mine(request),
    )
    return render(request, "limit/list.html", {"rows": rows, "count": count["count"], "frame": frame("W3")})


def search(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "limit/form.html", {})
    rows = _rows(
        f"""
        SELECT c.id, c.public_id, h.name AS household, a.name AS area, t.name AS theme, c.opened_on, c.closed_on,
               string_agg(DISTINCT p.given_name || ' ' || p.family_name, ', ') AS people, max(u.name) AS coordinator
          FROM cases_case c JOIN cases_household h ON h.id = c.household_id JOIN areas_area a ON a.id = c.area_id
          JOIN areas_theme t ON t.id = c.theme_id JOIN cases_householdmember m ON m.household_id = h.id
          JOIN cases_person p ON p.id = m.person_id
          LEFT JOIN cases_casecoordinator k ON k.case_id = c.id AND k.ended_at IS NULL
          LEFT JOIN accounts_user u ON u.id = k.worker_id
         WHERE c.{_MINE.strip()} AND p.search_name LIKE '%%' || fold_name(%(text)s) || '%%'
         GROUP BY c.id, h.name, a.name, t.name
         ORDER BY c.closed_on DESC NULLS FIRST, c.id DESC LIMIT 50
        """,  # noqa: S608  (no input in it)
        _mine(request, text=request.POST["text"]),
    )
    return render(request, "limit/list.html", {"rows": rows, "count": len(rows), "frame": frame("W4")})


_FLOWS = """
SELECT month::date, coalesce(opened, 0) AS opened, coalesce(closed, 0) AS closed
  FROM generate_series(date_trunc('month', %(today)s::timestamp) - interval '12 months', %(today)s::timestamp,
                       '1 month') AS month
  LEFT JOIN (SELECT date_trunc('month', opened_on) AS month, count(*) AS opened FROM cases_case
              WHERE {team} AND opened_on >= %(today)s::date - 400 GROUP BY 1) came USING (month)
  LEFT JOIN (SELECT date_trunc('month', closed_on) AS month, count(*) AS closed FROM cases_case
              WHERE {team} AND closed_on >= %(today)s::date - 400 GROUP BY 1) went USING (month)
 ORDER BY 1
"""


def dashboard(request: HttpRequest) -> HttpResponse:
    values = _mine(request)
    workers = _rows(
        f"""
        SELECT u.name, count(*) AS open, min(m.fte) AS fte
          FROM cases_case c JOIN cases_casecoordinator k ON k.case_id = c.id AND k.ended_at IS NULL
          JOIN accounts_user u ON u.id = k.worker_id
          JOIN teams_teammembership m ON m.user_id = u.id AND m.team_id = c.team_id
         WHERE c.closed_on IS NULL AND c.{_MINE.strip()} GROUP BY u.id ORDER BY u.name
        """,  # noqa: S608  (no input in it)
        values,
    )
    places = _rows(
        f"""
        SELECT a.name AS area, t.name AS theme, count(*) AS open
          FROM cases_case c JOIN areas_area a ON a.id = c.area_id JOIN areas_theme t ON t.id = c.theme_id
         WHERE c.closed_on IS NULL AND c.{_MINE.strip()} GROUP BY ROLLUP (a.name, t.name)
        """,  # noqa: S608  (no input in it)
        values,
    )
    flows = _rows(_FLOWS.format(team=_MINE.strip()), values)
    hours = _rows(
        f"""
        SELECT date_trunc('month', worked_on)::date AS month, kind, sum(minutes) AS minutes
          FROM hours_timeentry WHERE {_MINE.strip()} AND worked_on >= %(today)s::date - 400 GROUP BY 1, 2 ORDER BY 1, 2
        """,  # noqa: S608  (no input in it)
        values,
    )
    context = {"workers": workers, "places": places, "flows": flows, "hours": hours, "frame": frame("W5")}
    return render(request, "limit/dashboard.html", context)


def month_figures(request: HttpRequest) -> HttpResponse:
    """Last month, for every team."""
    rows = _rows(
        """
        WITH span AS (SELECT (date_trunc('month', %(today)s::timestamp) - interval '1 month')::date AS first,
                             date_trunc('month', %(today)s::timestamp)::date AS last),
        cases AS (
            SELECT c.team_id,
                   count(*) FILTER (WHERE c.opened_on < s.last AND (c.closed_on IS NULL OR c.closed_on >= s.last))
                       AS open,
                   count(*) FILTER (WHERE c.opened_on >= s.first AND c.opened_on < s.last) AS opened,
                   count(*) FILTER (WHERE c.closed_on >= s.first AND c.closed_on < s.last) AS closed
              FROM cases_case c, span s GROUP BY 1),
        hours AS (
            SELECT h.team_id, sum(minutes) AS minutes,
                   sum(minutes) FILTER (WHERE kind IN ('collective', 'prevention', 'outreach')) AS prevention
              FROM hours_timeentry h, span s WHERE h.worked_on >= s.first AND h.worked_on < s.last GROUP BY 1),
        questions AS (
            SELECT q.team_id, count(*) AS questions FROM cases_question q, span s
             WHERE q.received_at >= s.first AND q.received_at < s.last GROUP BY 1)
        SELECT t.name, c.open, c.opened, c.closed, h.minutes, h.prevention, q.questions
          FROM teams_team t LEFT JOIN cases c ON c.team_id = t.id LEFT JOIN hours h ON h.team_id = t.id
          LEFT JOIN questions q ON q.team_id = t.id ORDER BY t.name
        """,
        {"today": timezone.localdate()},
    )
    return render(request, "limit/figures.html", {"rows": rows, "frame": frame("W6")})
