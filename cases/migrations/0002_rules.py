from django.db import migrations

# Each rule that spans rows first locks the case (or the plan): without that two transactions could each see a
# state that is right and together make one that is wrong (READ COMMITTED).

COORDINATOR = """
CREATE FUNCTION cases_check_coordinator(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
    running integer;
BEGIN
    SELECT closed_on, awaiting_coordinator_since INTO one FROM cases_case WHERE id = checked FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*) INTO running FROM cases_casecoordinator WHERE case_id = checked AND ended_at IS NULL;
    IF one.closed_on IS NOT NULL AND running > 0 THEN
        RAISE EXCEPTION 'a closed case has no coordinator any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_case_has_no_coordinator';
    END IF;
    IF one.closed_on IS NULL AND (one.awaiting_coordinator_since IS NULL) <> (running = 1) THEN
        RAISE EXCEPTION 'an open case has one coordinator, or waits for one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'open_case_has_one_coordinator';
    END IF;
END $$;

CREATE FUNCTION cases_check_coordinator_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_check_coordinator(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION cases_check_coordinator_of_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM cases_check_coordinator(OLD.case_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM cases_check_coordinator(NEW.case_id);
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER open_case_has_one_coordinator
    AFTER INSERT OR UPDATE OF closed_on, awaiting_coordinator_since ON cases_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_coordinator_of_case();
CREATE CONSTRAINT TRIGGER open_case_has_one_coordinator
    AFTER INSERT OR UPDATE OR DELETE ON cases_casecoordinator
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_coordinator_of_period();
"""
COORDINATOR_BACK = """
DROP TRIGGER open_case_has_one_coordinator ON cases_casecoordinator;
DROP TRIGGER open_case_has_one_coordinator ON cases_case;
DROP FUNCTION cases_check_coordinator_of_period();
DROP FUNCTION cases_check_coordinator_of_case();
DROP FUNCTION cases_check_coordinator(bigint);
"""

COLLEAGUE = """
CREATE FUNCTION cases_check_colleague() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER coordinator_works_in_the_team
    BEFORE INSERT OR UPDATE OF case_id, worker_id, started_at ON cases_casecoordinator
    FOR EACH ROW EXECUTE FUNCTION cases_check_colleague();
"""
COLLEAGUE_BACK = """
DROP TRIGGER coordinator_works_in_the_team ON cases_casecoordinator;
DROP FUNCTION cases_check_colleague();
"""

PLAN = """
CREATE FUNCTION cases_check_plan_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last integer;
BEGIN
    PERFORM 1 FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    SELECT coalesce(max(version), 0) INTO last FROM cases_plan WHERE case_id = NEW.case_id;
    IF NEW.version <> last + 1 THEN
        RAISE EXCEPTION 'versions of a plan follow each other without a gap'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_versions_are_consecutive';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_versions_are_consecutive BEFORE INSERT ON cases_plan
    FOR EACH ROW EXECUTE FUNCTION cases_check_plan_version();

CREATE FUNCTION cases_keep_ended_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR (TG_OP = 'DELETE' AND OLD.in_force_at IS NOT NULL)
       OR (TG_OP = 'UPDATE' AND (NEW.case_id, NEW.version) IS DISTINCT FROM (OLD.case_id, OLD.version)) THEN
        RAISE EXCEPTION 'an earlier version of a plan stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_plan_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ended_plan_is_frozen BEFORE UPDATE OR DELETE ON cases_plan
    FOR EACH ROW EXECUTE FUNCTION cases_keep_ended_plan();

CREATE FUNCTION cases_refuse_ended_plan(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ended timestamptz;
BEGIN
    SELECT ended_at INTO ended FROM cases_plan WHERE id = checked FOR KEY SHARE;
    IF ended IS NOT NULL THEN
        RAISE EXCEPTION 'an earlier version of a plan stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_plan_is_frozen';
    END IF;
END $$;

CREATE FUNCTION cases_keep_goal_of_ended_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM cases_refuse_ended_plan(OLD.plan_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM cases_refuse_ended_plan(NEW.plan_id);
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER ended_plan_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON cases_goal
    FOR EACH ROW EXECUTE FUNCTION cases_keep_goal_of_ended_plan();

CREATE FUNCTION cases_keep_action_of_ended_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM cases_refuse_ended_plan((SELECT plan_id FROM cases_goal WHERE id = OLD.goal_id));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM cases_refuse_ended_plan((SELECT plan_id FROM cases_goal WHERE id = NEW.goal_id));
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER ended_plan_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON cases_action
    FOR EACH ROW EXECUTE FUNCTION cases_keep_action_of_ended_plan();
"""
PLAN_BACK = """
DROP TRIGGER ended_plan_is_frozen ON cases_action;
DROP FUNCTION cases_keep_action_of_ended_plan();
DROP TRIGGER ended_plan_is_frozen ON cases_goal;
DROP FUNCTION cases_keep_goal_of_ended_plan();
DROP FUNCTION cases_refuse_ended_plan(bigint);
DROP TRIGGER ended_plan_is_frozen ON cases_plan;
DROP FUNCTION cases_keep_ended_plan();
DROP TRIGGER plan_versions_are_consecutive ON cases_plan;
DROP FUNCTION cases_check_plan_version();
"""

# One statement for a whole batch: a million contacts arrive as fast as ten.
LAST_CONTACT = """
CREATE FUNCTION cases_keep_last_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_case c SET last_contact_at = greatest(c.last_contact_at, latest.at)
      FROM (SELECT case_id, max(occurred_at) AS at FROM added GROUP BY case_id) latest
     WHERE c.id = latest.case_id AND (c.last_contact_at IS NULL OR c.last_contact_at < latest.at);
    RETURN NULL;
END $$;
CREATE TRIGGER case_keeps_its_last_contact AFTER INSERT ON cases_contact
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cases_keep_last_contact();

CREATE FUNCTION cases_count_last_contact_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_case c
       SET last_contact_at = (SELECT max(occurred_at) FROM cases_contact WHERE case_id = c.id)
     WHERE c.id IN (SELECT case_id FROM before_it);
    RETURN NULL;
END $$;
CREATE TRIGGER case_counts_its_last_contact_again AFTER UPDATE ON cases_contact
    REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION cases_count_last_contact_again();
CREATE TRIGGER case_counts_its_last_contact_after_removal AFTER DELETE ON cases_contact
    REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION cases_count_last_contact_again();
"""
LAST_CONTACT_BACK = """
DROP TRIGGER case_counts_its_last_contact_after_removal ON cases_contact;
DROP TRIGGER case_counts_its_last_contact_again ON cases_contact;
DROP FUNCTION cases_count_last_contact_again();
DROP TRIGGER case_keeps_its_last_contact ON cases_contact;
DROP FUNCTION cases_keep_last_contact();
"""

HOURS = """
CREATE FUNCTION cases_check_hours_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_contact WHERE time_entry_id = NEW.id AND author_id = NEW.user_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'hours for a household come from a contact by the same worker'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_hours_come_from_a_contact';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER casework_hours_come_from_a_contact
    AFTER INSERT OR UPDATE OF kind, user_id ON hours_timeentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind IN ('individual', 'escalation'))
    EXECUTE FUNCTION cases_check_hours_of_contact();
"""
HOURS_BACK = """
DROP TRIGGER casework_hours_come_from_a_contact ON hours_timeentry;
DROP FUNCTION cases_check_hours_of_contact();
"""


class Migration(migrations.Migration):
    """Rules over more than one row that PostgreSQL keeps, whoever writes and however."""

    dependencies = [("cases", "0001_initial"), ("hours", "0001_initial"), ("teams", "0001_initial")]
    operations = [
        migrations.RunSQL(COORDINATOR, COORDINATOR_BACK),
        migrations.RunSQL(COLLEAGUE, COLLEAGUE_BACK),
        migrations.RunSQL(PLAN, PLAN_BACK),
        migrations.RunSQL(LAST_CONTACT, LAST_CONTACT_BACK),
        migrations.RunSQL(HOURS, HOURS_BACK),
    ]
