from django.db import migrations

# What was decided on a question stays; who took it up in the street is part of it.
QUESTION = """
CREATE OR REPLACE FUNCTION cases_keep_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.asked, NEW.received_at, NEW.origin, NEW.team_id)
       IS DISTINCT FROM (OLD.asked, OLD.received_at, OLD.origin, OLD.team_id) THEN
        RAISE EXCEPTION 'a question stays as it was asked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays_as_it_was_asked';
    END IF;
    IF OLD.decided_at IS NOT NULL
       AND (NEW.decided_at, NEW.decided_by_id, NEW.outcome, NEW.outcome_note, NEW.case_id, NEW.initiative_id,
            NEW.taken_up_by)
       IS DISTINCT FROM
       (OLD.decided_at, OLD.decided_by_id, OLD.outcome, OLD.outcome_note, OLD.case_id, OLD.initiative_id,
        OLD.taken_up_by) THEN
        RAISE EXCEPTION 'what was decided on a question is final'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_decision_is_final';
    END IF;
    RETURN NEW;
END $$;
"""
QUESTION_BACK = """
CREATE OR REPLACE FUNCTION cases_keep_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.asked, NEW.received_at, NEW.origin, NEW.team_id)
       IS DISTINCT FROM (OLD.asked, OLD.received_at, OLD.origin, OLD.team_id) THEN
        RAISE EXCEPTION 'a question stays as it was asked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays_as_it_was_asked';
    END IF;
    IF OLD.decided_at IS NOT NULL
       AND (NEW.decided_at, NEW.decided_by_id, NEW.outcome, NEW.outcome_note, NEW.case_id, NEW.initiative_id)
       IS DISTINCT FROM
       (OLD.decided_at, OLD.decided_by_id, OLD.outcome, OLD.outcome_note, OLD.case_id, OLD.initiative_id) THEN
        RAISE EXCEPTION 'what was decided on a question is final'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_decision_is_final';
    END IF;
    RETURN NEW;
END $$;
"""

LOOKER = """
CREATE FUNCTION cases_check_looker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM teams_teammembership m
      WHERE m.team_id = NEW.team_id AND m.user_id = NEW.looked_at_by_id
        AND m.starts_on <= (NEW.looked_at_since AT TIME ZONE 'Europe/Amsterdam')::date
        AND (m.ends_on IS NULL OR m.ends_on > (NEW.looked_at_since AT TIME ZONE 'Europe/Amsterdam')::date);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'who looks at a question works in its team on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'looker_works_in_the_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER looker_works_in_the_team
    BEFORE INSERT OR UPDATE OF looked_at_by_id, looked_at_since ON cases_question
    FOR EACH ROW WHEN (NEW.looked_at_by_id IS NOT NULL AND NEW.looked_at_since IS NOT NULL)
    EXECUTE FUNCTION cases_check_looker();
"""
LOOKER_BACK = """
DROP TRIGGER looker_works_in_the_team ON cases_question;
DROP FUNCTION cases_check_looker();
"""

CHECK_BACK = """
CREATE FUNCTION cases_check_question_of_check_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_question WHERE id = NEW.question_id AND outcome IN ('street', 'collective') FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the team looks back at what the street or an initiative took up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_back_is_of_the_street';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_back_is_of_the_street BEFORE INSERT OR UPDATE OF question_id ON cases_checkback
    FOR EACH ROW EXECUTE FUNCTION cases_check_question_of_check_back();

CREATE FUNCTION cases_keep_check_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.done_at IS NOT NULL THEN
        RAISE EXCEPTION 'a look back stays as it was written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'done_check_back_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER done_check_back_is_final BEFORE UPDATE OR DELETE ON cases_checkback
    FOR EACH ROW EXECUTE FUNCTION cases_keep_check_back();

CREATE FUNCTION cases_check_street_is_looked_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_checkback WHERE question_id = NEW.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the team looks again at what the street took up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'street_is_looked_at_again';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER street_is_looked_at_again AFTER INSERT OR UPDATE OF outcome ON cases_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.outcome = 'street')
    EXECUTE FUNCTION cases_check_street_is_looked_at();
"""
CHECK_BACK_BACK = """
DROP TRIGGER street_is_looked_at_again ON cases_question;
DROP FUNCTION cases_check_street_is_looked_at();
DROP TRIGGER done_check_back_is_final ON cases_checkback;
DROP FUNCTION cases_keep_check_back();
DROP TRIGGER check_back_is_of_the_street ON cases_checkback;
DROP FUNCTION cases_check_question_of_check_back();
"""

# The clock is locked first, so that two extensions at one moment see each other.
EXTENSION = """
CREATE FUNCTION cases_check_clock_extension() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    due date;
BEGIN
    SELECT * INTO one FROM cases_statutoryclock WHERE id = NEW.clock_id FOR NO KEY UPDATE;
    SELECT max(until) INTO due FROM cases_clockextension WHERE clock_id = NEW.clock_id AND phase = NEW.phase;
    IF NEW.phase = 'investigation' THEN
        due := greatest(due, one.investigation_due_on);
    ELSE
        due := greatest(due, one.decision_due_on);
    END IF;
    IF due IS NULL OR NEW.until <= due THEN
        RAISE EXCEPTION 'an extension gives a later day to a term that runs'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_gives_a_later_day';
    END IF;
    IF one.decided_on IS NOT NULL OR one.ended_on IS NOT NULL
       OR (NEW.phase = 'investigation' AND one.investigation_done_on IS NOT NULL) THEN
        RAISE EXCEPTION 'a phase that is over is not extended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'extension_is_of_a_running_phase';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER extension_gives_a_later_day BEFORE INSERT ON cases_clockextension
    FOR EACH ROW EXECUTE FUNCTION cases_check_clock_extension();

CREATE FUNCTION cases_keep_finished_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_on IS NOT NULL OR OLD.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'a clock that stopped stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'finished_clock_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER finished_clock_is_final BEFORE UPDATE ON cases_statutoryclock
    FOR EACH ROW EXECUTE FUNCTION cases_keep_finished_clock();
"""
EXTENSION_BACK = """
DROP TRIGGER finished_clock_is_final ON cases_statutoryclock;
DROP FUNCTION cases_keep_finished_clock();
DROP TRIGGER extension_gives_a_later_day ON cases_clockextension;
DROP FUNCTION cases_check_clock_extension();
"""

EXPLORATION = """
CREATE FUNCTION cases_check_exploration_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last integer;
BEGIN
    PERFORM 1 FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    SELECT coalesce(max(version), 0) INTO last FROM cases_exploration WHERE case_id = NEW.case_id;
    IF NEW.version <> last + 1 THEN
        RAISE EXCEPTION 'explorations of a case follow each other without a gap'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exploration_versions_are_consecutive';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exploration_versions_are_consecutive BEFORE INSERT ON cases_exploration
    FOR EACH ROW EXECUTE FUNCTION cases_check_exploration_version();

CREATE FUNCTION cases_keep_ended_exploration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL
       OR (TG_OP = 'UPDATE' AND (NEW.case_id, NEW.version) IS DISTINCT FROM (OLD.case_id, OLD.version)) THEN
        RAISE EXCEPTION 'an earlier exploration stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_exploration_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ended_exploration_is_frozen BEFORE UPDATE OR DELETE ON cases_exploration
    FOR EACH ROW EXECUTE FUNCTION cases_keep_ended_exploration();

CREATE FUNCTION cases_refuse_ended_exploration(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ended timestamptz;
BEGIN
    SELECT ended_at INTO ended FROM cases_exploration WHERE id = checked FOR SHARE;
    IF ended IS NOT NULL THEN
        RAISE EXCEPTION 'an earlier exploration stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_exploration_is_frozen';
    END IF;
END $$;
CREATE FUNCTION cases_keep_part_of_exploration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM cases_refuse_ended_exploration(OLD.exploration_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM cases_refuse_ended_exploration(NEW.exploration_id);
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER ended_exploration_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON cases_domainassessment
    FOR EACH ROW EXECUTE FUNCTION cases_keep_part_of_exploration();
CREATE TRIGGER ended_exploration_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON cases_networkperson
    FOR EACH ROW EXECUTE FUNCTION cases_keep_part_of_exploration();
"""
EXPLORATION_BACK = """
DROP TRIGGER ended_exploration_is_frozen ON cases_networkperson;
DROP TRIGGER ended_exploration_is_frozen ON cases_domainassessment;
DROP FUNCTION cases_keep_part_of_exploration();
DROP FUNCTION cases_refuse_ended_exploration(bigint);
DROP TRIGGER ended_exploration_is_frozen ON cases_exploration;
DROP FUNCTION cases_keep_ended_exploration();
DROP TRIGGER exploration_versions_are_consecutive ON cases_exploration;
DROP FUNCTION cases_check_exploration_version();
"""


class Migration(migrations.Migration):
    """What PostgreSQL keeps of the board, the clock and the exploration, whoever writes and however."""

    dependencies = [("cases", "0007_household_rules")]
    operations = [
        migrations.RunSQL(QUESTION, QUESTION_BACK),
        migrations.RunSQL(LOOKER, LOOKER_BACK),
        migrations.RunSQL(CHECK_BACK, CHECK_BACK_BACK),
        migrations.RunSQL(EXTENSION, EXTENSION_BACK),
        migrations.RunSQL(EXPLORATION, EXPLORATION_BACK),
    ]
