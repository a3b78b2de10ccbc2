from django.db import migrations

# Whoever makes a coordinator and whoever restricts wait for each other at the household.
RESTRICTION = """
CREATE FUNCTION cases_name_new_coordinator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
BEGIN
    SELECT household_id INTO home FROM cases_case WHERE id = NEW.case_id;
    PERFORM 1 FROM cases_household WHERE id = home FOR SHARE;
    INSERT INTO cases_caserestrictionperson (restriction_id, user_id, added_at)
    SELECT r.id, NEW.worker_id, greatest(now(), r.started_at)
      FROM cases_caserestriction r JOIN cases_case c ON c.id = r.case_id
     WHERE c.household_id = home AND r.lifted_at IS NULL
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER restricted_case_names_its_coordinator
    AFTER INSERT OR UPDATE OF case_id, worker_id, ended_at ON cases_casecoordinator
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION cases_name_new_coordinator();

CREATE FUNCTION cases_name_present_coordinator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
BEGIN
    SELECT household_id INTO home FROM cases_case WHERE id = NEW.case_id;
    PERFORM 1 FROM cases_household WHERE id = home FOR NO KEY UPDATE;
    INSERT INTO cases_caserestrictionperson (restriction_id, user_id, added_at)
    SELECT DISTINCT NEW.id, k.worker_id, NEW.started_at
      FROM cases_casecoordinator k JOIN cases_case c ON c.id = k.case_id
     WHERE c.household_id = home AND k.ended_at IS NULL
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER restricted_case_names_its_coordinator AFTER INSERT ON cases_caserestriction
    FOR EACH ROW EXECUTE FUNCTION cases_name_present_coordinator();

CREATE FUNCTION cases_check_restriction(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
BEGIN
    SELECT c.household_id INTO home FROM cases_caserestriction r JOIN cases_case c ON c.id = r.case_id
     WHERE r.id = checked AND r.lifted_at IS NULL;
    IF home IS NULL THEN
        RETURN;
    END IF;
    PERFORM 1 FROM cases_household WHERE id = home FOR NO KEY UPDATE;
    PERFORM 1 FROM cases_caserestrictionperson WHERE restriction_id = checked AND removed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a restricted file is open to somebody'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'restriction_names_somebody';
    END IF;
    PERFORM 1 FROM cases_casecoordinator k JOIN cases_case c ON c.id = k.case_id
      WHERE c.household_id = home AND k.ended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM cases_caserestrictionperson p
                         WHERE p.restriction_id = checked AND p.user_id = k.worker_id AND p.removed_at IS NULL);
    IF FOUND THEN
        RAISE EXCEPTION 'the coordinator of a case may see it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'restricted_case_names_its_coordinator';
    END IF;
END $$;
CREATE FUNCTION cases_check_this_restriction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_check_restriction(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION cases_check_its_restriction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_check_restriction(OLD.restriction_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER restriction_names_somebody AFTER INSERT OR UPDATE ON cases_caserestriction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_this_restriction();
CREATE CONSTRAINT TRIGGER restriction_names_somebody AFTER UPDATE OR DELETE ON cases_caserestrictionperson
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_its_restriction();

CREATE FUNCTION cases_keep_restriction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.lifted_at IS NOT NULL
       OR (NEW.case_id, NEW.kind, NEW.note, NEW.started_at, NEW.started_by_id)
          IS DISTINCT FROM (OLD.case_id, OLD.kind, OLD.note, OLD.started_at, OLD.started_by_id) THEN
        RAISE EXCEPTION 'a restriction stays as it was; it can be lifted once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'restriction_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER restriction_stays_as_it_was BEFORE UPDATE OR DELETE ON cases_caserestriction
    FOR EACH ROW EXECUTE FUNCTION cases_keep_restriction();

CREATE FUNCTION cases_keep_restriction_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.removed_at IS NOT NULL
       OR (NEW.restriction_id, NEW.user_id, NEW.added_at, NEW.added_by_id)
          IS DISTINCT FROM (OLD.restriction_id, OLD.user_id, OLD.added_at, OLD.added_by_id) THEN
        RAISE EXCEPTION 'who could see a restricted file stays known'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'restriction_person_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER restriction_person_stays_as_it_was BEFORE UPDATE OR DELETE ON cases_caserestrictionperson
    FOR EACH ROW EXECUTE FUNCTION cases_keep_restriction_person();
"""
RESTRICTION_BACK = """
DROP TRIGGER restriction_person_stays_as_it_was ON cases_caserestrictionperson;
DROP FUNCTION cases_keep_restriction_person();
DROP TRIGGER restriction_stays_as_it_was ON cases_caserestriction;
DROP FUNCTION cases_keep_restriction();
DROP TRIGGER restriction_names_somebody ON cases_caserestrictionperson;
DROP TRIGGER restriction_names_somebody ON cases_caserestriction;
DROP FUNCTION cases_check_its_restriction();
DROP FUNCTION cases_check_this_restriction();
DROP FUNCTION cases_check_restriction(bigint);
DROP TRIGGER restricted_case_names_its_coordinator ON cases_caserestriction;
DROP FUNCTION cases_name_present_coordinator();
DROP TRIGGER restricted_case_names_its_coordinator ON cases_casecoordinator;
DROP FUNCTION cases_name_new_coordinator();
"""

EMERGENCY = """
CREATE FUNCTION cases_keep_emergency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.user_id, NEW.number, NEW.case_id, NEW.household_id, NEW.kind, NEW.reason, NEW.started_at)
          IS DISTINCT FROM
          (OLD.user_id, OLD.number, OLD.case_id, OLD.household_id, OLD.kind, OLD.reason, OLD.started_at)
       OR NEW.ends_at > OLD.ends_at
       OR (OLD.announced_at IS NOT NULL AND NEW.announced_at IS DISTINCT FROM OLD.announced_at)
       OR (OLD.reviewed_at IS NOT NULL
           AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.result, NEW.review_note)
               IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.result, OLD.review_note)) THEN
        RAISE EXCEPTION 'what was opened in an emergency stays written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER emergency_stays_as_it_was BEFORE UPDATE OR DELETE ON cases_breakglass
    FOR EACH ROW EXECUTE FUNCTION cases_keep_emergency();

CREATE FUNCTION cases_mark_emergency_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_emergency := EXISTS (
        SELECT 1 FROM cases_breakglass
         WHERE user_id = NEW.user_id AND household_id = NEW.household_id
           AND started_at <= NEW.at AND ends_at > NEW.at);
    RETURN NEW;
END $$;
CREATE TRIGGER reading_in_an_emergency_is_marked BEFORE INSERT ON audit_readlog
    FOR EACH ROW WHEN (NEW.household_id IS NOT NULL) EXECUTE FUNCTION cases_mark_emergency_reading();
"""
EMERGENCY_BACK = """
DROP TRIGGER reading_in_an_emergency_is_marked ON audit_readlog;
DROP FUNCTION cases_mark_emergency_reading();
DROP TRIGGER emergency_stays_as_it_was ON cases_breakglass;
DROP FUNCTION cases_keep_emergency();
"""


class Migration(migrations.Migration):
    """A restricted file is open to its coordinator, and what was opened in an emergency stays written."""

    dependencies = [("cases", "0005_sharing_rules"), ("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(RESTRICTION, RESTRICTION_BACK),
        migrations.RunSQL(EMERGENCY, EMERGENCY_BACK),
    ]
