from django.db import migrations

HANDOVER = """
CREATE FUNCTION cases_check_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    PERFORM 1 FROM cases_casecoordinator
      WHERE case_id = NEW.case_id AND worker_id = NEW.giver_id AND ended_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only who coordinates a case now can give it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'handover_is_from_the_coordinator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handover_is_from_the_coordinator BEFORE INSERT ON cases_handover
    FOR EACH ROW EXECUTE FUNCTION cases_check_handover();

CREATE FUNCTION cases_keep_answered_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.giver_id, NEW.receiver_id, NEW.proposed_by_id, NEW.proposed_at, NEW.reason)
       IS DISTINCT FROM (OLD.case_id, OLD.giver_id, OLD.receiver_id, OLD.proposed_by_id, OLD.proposed_at, OLD.reason)
       OR (num_nonnulls(OLD.accepted_at, OLD.refused_at, OLD.withdrawn_at) > 0
           AND (NEW.accepted_at, NEW.refused_at, NEW.withdrawn_at, NEW.decided_by_id, NEW.refusal_reason)
           IS DISTINCT FROM (OLD.accepted_at, OLD.refused_at, OLD.withdrawn_at, OLD.decided_by_id, OLD.refusal_reason))
    THEN
        RAISE EXCEPTION 'what was answered stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'answered_handover_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_handover_stays BEFORE UPDATE ON cases_handover
    FOR EACH ROW EXECUTE FUNCTION cases_keep_answered_handover();

CREATE FUNCTION cases_withdraw_handover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_handover SET withdrawn_at = greatest(NEW.ended_at, proposed_at)
     WHERE case_id = NEW.case_id AND num_nonnulls(accepted_at, refused_at, withdrawn_at) = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER handover_ends_with_its_giver AFTER UPDATE OF ended_at ON cases_casecoordinator
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION cases_withdraw_handover();
"""
HANDOVER_BACK = """
DROP TRIGGER handover_ends_with_its_giver ON cases_casecoordinator;
DROP FUNCTION cases_withdraw_handover();
DROP TRIGGER answered_handover_stays ON cases_handover;
DROP FUNCTION cases_keep_answered_handover();
DROP TRIGGER handover_is_from_the_coordinator ON cases_handover;
DROP FUNCTION cases_check_handover();
"""

# The membership is locked while a case is given: ending it at that moment waits, and then sees the case.
COLLEAGUE = """
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
COLLEAGUE_BACK = """
CREATE OR REPLACE FUNCTION cases_check_colleague() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1
       FROM teams_teammembership m JOIN cases_case c ON c.team_id = m.team_id
      WHERE c.id = NEW.case_id AND m.user_id = NEW.worker_id
        AND m.starts_on <= (NEW.started_at AT TIME ZONE 'Europe/Amsterdam')::date
        AND (m.ends_on IS NULL OR m.ends_on > (NEW.started_at AT TIME ZONE 'Europe/Amsterdam')::date);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the coordinator of a case works in the team of that case on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coordinator_works_in_the_team';
    END IF;
    RETURN NEW;
END $$;
"""

# A contract with an end date from its first day is no matter of this rule: it looks at who gets less time than before.
LEAVING = """
CREATE FUNCTION cases_check_leaving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1
       FROM cases_casecoordinator p JOIN cases_case c ON c.id = p.case_id
      WHERE p.worker_id = OLD.user_id AND p.ended_at IS NULL AND c.team_id = OLD.team_id
        AND NOT EXISTS (
            SELECT 1 FROM teams_teammembership m
             WHERE m.user_id = OLD.user_id AND m.team_id = OLD.team_id
               AND coalesce(m.ends_on, 'infinity') >= coalesce(OLD.ends_on, 'infinity'));
    IF FOUND THEN
        RAISE EXCEPTION 'who coordinates cases of a team hands them over before leaving it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leaver_has_handed_over';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER leaver_has_handed_over
    AFTER UPDATE OF ends_on, user_id, team_id OR DELETE ON teams_teammembership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_leaving();

-- Who meant to leave does so once the last case is handed over or closed: on the day that was meant, or from tomorrow.
CREATE FUNCTION cases_finish_leaving() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    team bigint;
BEGIN
    SELECT team_id INTO team FROM cases_case WHERE id = NEW.case_id;
    PERFORM 1 FROM teams_teammembership
      WHERE user_id = NEW.worker_id AND team_id = team AND leaves_on IS NOT NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM cases_casecoordinator p JOIN cases_case c ON c.id = p.case_id
      WHERE p.worker_id = NEW.worker_id AND p.ended_at IS NULL AND c.team_id = team;
    IF NOT FOUND THEN
        UPDATE teams_teammembership
           SET ends_on = greatest(leaves_on, (NEW.ended_at AT TIME ZONE 'Europe/Amsterdam')::date + 1), leaves_on = NULL
         WHERE user_id = NEW.worker_id AND team_id = team AND leaves_on IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER membership_ends_after_the_last_handover AFTER UPDATE OF ended_at ON cases_casecoordinator
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION cases_finish_leaving();
"""
LEAVING_BACK = """
DROP TRIGGER membership_ends_after_the_last_handover ON cases_casecoordinator;
DROP FUNCTION cases_finish_leaving();
DROP TRIGGER leaver_has_handed_over ON teams_teammembership;
DROP FUNCTION cases_check_leaving();
"""

STAND_IN = """
CREATE FUNCTION cases_check_stand_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    away record;
BEGIN
    SELECT user_id, starts_on, ends_on INTO away FROM cases_absence WHERE id = NEW.absence_id FOR SHARE;
    IF NEW.starts_on < away.starts_on
       OR coalesce(NEW.ends_on, 'infinity') > coalesce(away.ends_on, 'infinity') THEN
        RAISE EXCEPTION 'a stand-in looks after a case while somebody is away'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_in_within_the_absence';
    END IF;
    IF NEW.worker_id = away.user_id THEN
        RAISE EXCEPTION 'nobody stands in for oneself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_in_is_somebody_else';
    END IF;
    PERFORM 1
       FROM teams_teammembership m JOIN cases_case c ON c.team_id = m.team_id
      WHERE c.id = NEW.case_id AND m.user_id = NEW.worker_id
        AND m.starts_on <= NEW.starts_on AND (m.ends_on IS NULL OR m.ends_on > NEW.starts_on)
        FOR SHARE OF m;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a stand-in works in the team of the case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_in_works_in_the_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stand_in_fits_the_absence BEFORE INSERT OR UPDATE ON cases_standin
    FOR EACH ROW EXECUTE FUNCTION cases_check_stand_in();

CREATE FUNCTION cases_check_absence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_standin s
      WHERE s.absence_id = NEW.id
        AND (s.starts_on < NEW.starts_on
             OR coalesce(s.ends_on, 'infinity') > coalesce(NEW.ends_on, 'infinity'));
    IF FOUND THEN
        RAISE EXCEPTION 'a stand-in looks after a case while somebody is away'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_in_within_the_absence';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stand_in_within_the_absence AFTER UPDATE OF starts_on, ends_on ON cases_absence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_absence();
"""
STAND_IN_BACK = """
DROP TRIGGER stand_in_within_the_absence ON cases_absence;
DROP FUNCTION cases_check_absence();
DROP TRIGGER stand_in_fits_the_absence ON cases_standin;
DROP FUNCTION cases_check_stand_in();
"""


class Migration(migrations.Migration):
    """A case is given by who has it, nobody leaves with cases, and a stand-in belongs to an absence."""

    dependencies = [("cases", "0010_plan_over_time_rules"), ("teams", "0001_initial")]
    operations = [
        migrations.RunSQL(HANDOVER, HANDOVER_BACK),
        migrations.RunSQL(COLLEAGUE, COLLEAGUE_BACK),
        migrations.RunSQL(LEAVING, LEAVING_BACK),
        migrations.RunSQL(STAND_IN, STAND_IN_BACK),
    ]
