"""Whoever gets a case works in its team as long as the case is theirs, and not on the first day alone."""

from django.db import migrations

# Three steps, so that nobody waits for each other in two orders: who stays is held on to (ending it then waits, and sees
# the case); a contract with an end far away becomes "means to leave", which the last handover ends by itself; and who
# leaves within four weeks is refused. What was over before it was written down is asked about its first day only.
STAYS = """
CREATE OR REPLACE FUNCTION cases_check_colleague() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first_day date := (NEW.started_at AT TIME ZONE 'Europe/Amsterdam')::date;
    team bigint;
BEGIN
    SELECT team_id INTO team FROM cases_case WHERE id = NEW.case_id;
    IF NEW.ended_at IS NULL THEN
        PERFORM 1 FROM teams_teammembership m
          WHERE m.team_id = team AND m.user_id = NEW.worker_id AND m.ends_on IS NULL
            AND (m.leaves_on IS NULL OR m.leaves_on > first_day + 28)
            FOR SHARE OF m;
        IF NOT FOUND THEN
            UPDATE teams_teammembership SET leaves_on = ends_on, ends_on = NULL
             WHERE id = (SELECT id FROM teams_teammembership
                          WHERE team_id = team AND user_id = NEW.worker_id
                          ORDER BY starts_on DESC LIMIT 1)
               AND ends_on > first_day + 28;
            IF NOT FOUND THEN
                PERFORM 1 FROM teams_teammembership m
                  WHERE m.team_id = team AND m.user_id = NEW.worker_id AND m.starts_on <= first_day
                    AND (m.ends_on IS NULL OR m.ends_on > first_day);
                IF FOUND THEN
                    RAISE EXCEPTION 'who gets a case goes on working in its team'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'coordinator_stays_in_the_team';
                END IF;
            END IF;
        END IF;
    END IF;
    PERFORM 1 FROM teams_teammembership m
      WHERE m.team_id = team AND m.user_id = NEW.worker_id AND m.starts_on <= first_day
        AND (m.ends_on IS NULL OR m.ends_on > first_day)
        FOR SHARE OF m;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the coordinator of a case works in the team of that case on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coordinator_works_in_the_team';
    END IF;
    RETURN NEW;
END $$;
"""
STAYS_BACK = """
CREATE OR REPLACE FUNCTION cases_check_colleague() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1
       FROM teams_teammembership m JOIN cases_case c ON c.team_id = m.team_id
      WHERE c.id = NEW.case_id AND m.user_id = NEW.worker_id
        AND m.starts_on <= (NEW.started_at AT TIME ZONE 'Europe/Amsterdam')::date
        AND (m.ends_on IS NULL OR m.ends_on > (NEW.started_at AT TIME ZONE 'Europe/Amsterdam')::date)
        FOR SHARE OF m;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the coordinator of a case works in the team of that case on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coordinator_works_in_the_team';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_caseload_rules"), ("teams", "0002_hourly_rate")]
    operations = [migrations.RunSQL(STAYS, STAYS_BACK)]
