from django.db import migrations

UNDONE = """
CREATE FUNCTION cases_keep_undone_caseload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a list that was undone stays undone'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'caseload_undone_once';
END $$;
CREATE TRIGGER caseload_undone_once BEFORE UPDATE OR DELETE ON cases_caseloadimport
    FOR EACH ROW WHEN (OLD.undone_at IS NOT NULL) EXECUTE FUNCTION cases_keep_undone_caseload();

-- Locks the list first: who undoes it holds the same row.
CREATE FUNCTION cases_check_caseload_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_caseloadimport WHERE id = NEW.batch_id AND undone_at IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing comes from a list that was undone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'imported_case_of_a_list_that_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER imported_case_of_a_list_that_stands BEFORE INSERT OR UPDATE OF batch_id ON cases_importedcase
    FOR EACH ROW EXECUTE FUNCTION cases_check_caseload_row();

CREATE FUNCTION cases_check_undone_caseload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_importedcase WHERE batch_id = NEW.id) THEN
        RAISE EXCEPTION 'an undone list leaves no case behind'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'undone_caseload_leaves_no_case';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER undone_caseload_leaves_no_case AFTER INSERT OR UPDATE ON cases_caseloadimport
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.undone_at IS NOT NULL)
    EXECUTE FUNCTION cases_check_undone_caseload();
"""
BACK = """
DROP TRIGGER undone_caseload_leaves_no_case ON cases_caseloadimport;
DROP FUNCTION cases_check_undone_caseload();
DROP TRIGGER imported_case_of_a_list_that_stands ON cases_importedcase;
DROP FUNCTION cases_check_caseload_row();
DROP TRIGGER caseload_undone_once ON cases_caseloadimport;
DROP FUNCTION cases_keep_undone_caseload();
"""
DOUBLE = """
CREATE OR REPLACE FUNCTION cases_keep_double() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.known_answer = '' AND OLD.new_answer = ''
       AND EXISTS (SELECT FROM cases_importedcase WHERE case_id = OLD.new_case_id) THEN
        RETURN OLD;  -- the list that it came from is undone, and nobody answered yet
    END IF;
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
"""
DOUBLE_BACK = """
CREATE OR REPLACE FUNCTION cases_keep_double() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """A list is undone as a whole, and once."""

    dependencies = [("cases", "0028_caseload_jobs")]
    operations = [migrations.RunSQL(UNDONE, BACK), migrations.RunSQL(DOUBLE, DOUBLE_BACK)]
