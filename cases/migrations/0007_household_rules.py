from django.db import migrations

# A merge locks both households before anything else; who writes to one of them waits, and then finds it merged.
MERGE = """
CREATE FUNCTION cases_check_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_household WHERE id IN (NEW.household_id, NEW.merged_id) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM cases_householdmerge WHERE merged_id = NEW.household_id;
    IF FOUND THEN
        RAISE EXCEPTION 'this household was itself merged with another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_goes_to_a_living_household';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merge_goes_to_a_living_household BEFORE INSERT ON cases_householdmerge
    FOR EACH ROW EXECUTE FUNCTION cases_check_merge();

CREATE FUNCTION cases_check_merged_is_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE household_id = NEW.merged_id
     UNION ALL SELECT 1 FROM cases_householdmember WHERE household_id = NEW.merged_id;
    IF FOUND THEN
        RAISE EXCEPTION 'nothing stays behind in a merged household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_household_is_empty';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER merged_household_is_empty AFTER INSERT ON cases_householdmerge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_merged_is_empty();

CREATE FUNCTION cases_refuse_merged_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_household WHERE id = NEW.household_id FOR KEY SHARE;
    PERFORM 1 FROM cases_householdmerge WHERE merged_id = NEW.household_id;
    IF FOUND THEN
        RAISE EXCEPTION 'this household was merged with another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_household_takes_nothing';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merged_household_takes_nothing BEFORE INSERT OR UPDATE OF household_id ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_merged_household();
CREATE TRIGGER merged_household_takes_nothing BEFORE INSERT OR UPDATE OF household_id ON cases_householdmember
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_merged_household();

CREATE FUNCTION cases_check_person_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_person WHERE id IN (NEW.person_id, NEW.merged_id) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM cases_personmerge WHERE merged_id = NEW.person_id;
    IF FOUND THEN
        RAISE EXCEPTION 'this person was itself merged with another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'person_merge_goes_to_a_living_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_merge_goes_to_a_living_person BEFORE INSERT ON cases_personmerge
    FOR EACH ROW EXECUTE FUNCTION cases_check_person_merge();

CREATE FUNCTION cases_refuse_merged_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_person WHERE id = NEW.person_id FOR KEY SHARE;
    PERFORM 1 FROM cases_personmerge WHERE merged_id = NEW.person_id;
    IF FOUND THEN
        RAISE EXCEPTION 'this person was merged with another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_person_lives_nowhere';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merged_person_lives_nowhere BEFORE INSERT OR UPDATE OF person_id ON cases_householdmember
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_merged_person();

CREATE FUNCTION cases_check_merged_person_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_householdmember WHERE person_id = NEW.merged_id;
    IF FOUND THEN
        RAISE EXCEPTION 'a merged person lives nowhere any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'merged_person_lives_nowhere';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER merged_person_lives_nowhere AFTER INSERT ON cases_personmerge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_check_merged_person_is_free();
"""
MERGE_BACK = """
DROP TRIGGER merged_person_lives_nowhere ON cases_personmerge;
DROP FUNCTION cases_check_merged_person_is_free();
DROP TRIGGER merged_person_lives_nowhere ON cases_householdmember;
DROP FUNCTION cases_refuse_merged_person();
DROP TRIGGER person_merge_goes_to_a_living_person ON cases_personmerge;
DROP FUNCTION cases_check_person_merge();
DROP TRIGGER merged_household_takes_nothing ON cases_householdmember;
DROP TRIGGER merged_household_takes_nothing ON cases_case;
DROP FUNCTION cases_refuse_merged_household();
DROP TRIGGER merged_household_is_empty ON cases_householdmerge;
DROP FUNCTION cases_check_merged_is_empty();
DROP TRIGGER merge_goes_to_a_living_household ON cases_householdmerge;
DROP FUNCTION cases_check_merge();
"""

DOUBLE = """
CREATE FUNCTION cases_keep_double() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.new_case_id, NEW.known_case_id, NEW.found_at)
          IS DISTINCT FROM (OLD.new_case_id, OLD.known_case_id, OLD.found_at)
       OR (OLD.known_answer <> '' AND (NEW.known_answer, NEW.known_at, NEW.known_by_id)
           IS DISTINCT FROM (OLD.known_answer, OLD.known_at, OLD.known_by_id))
       OR (OLD.new_answer <> '' AND (NEW.new_answer, NEW.new_at, NEW.new_by_id)
           IS DISTINCT FROM (OLD.new_answer, OLD.new_at, OLD.new_by_id)) THEN
        RAISE EXCEPTION 'an answer about a possible double is final'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'double_answer_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER double_answer_is_final BEFORE UPDATE OR DELETE ON cases_possibledouble
    FOR EACH ROW EXECUTE FUNCTION cases_keep_double();
"""
DOUBLE_BACK = """
DROP TRIGGER double_answer_is_final ON cases_possibledouble;
DROP FUNCTION cases_keep_double();
"""


class Migration(migrations.Migration):
    """A merged household is empty and stays so; what two sides said about a possible double is final."""

    dependencies = [("cases", "0006_restriction_rules")]
    operations = [
        migrations.RunSQL(MERGE, MERGE_BACK),
        migrations.RunSQL(DOUBLE, DOUBLE_BACK),
    ]
