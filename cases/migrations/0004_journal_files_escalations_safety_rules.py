from django.db import migrations

# Each rule that spans rows first locks the household or the case: see 0003_rules.

FILES = """
ALTER TABLE cases_contact ADD CONSTRAINT contact_with_its_case UNIQUE (id, case_id);
ALTER TABLE cases_attachment ADD CONSTRAINT attachment_contact_of_its_case
    FOREIGN KEY (contact_id, case_id) REFERENCES cases_contact (id, case_id) ON UPDATE CASCADE;

CREATE FUNCTION cases_count_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
BEGIN
    SELECT h.id INTO home FROM cases_household h JOIN cases_case c ON c.household_id = h.id
     WHERE c.id = NEW.case_id FOR NO KEY UPDATE OF h;
    IF (SELECT count(*) FROM cases_attachment a JOIN cases_case c ON c.id = a.case_id
         WHERE c.household_id = home AND a.removed_at IS NULL) >= 100 THEN
        RAISE EXCEPTION 'a household has at most a hundred files'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'household_has_at_most_a_hundred_files';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER household_has_at_most_a_hundred_files BEFORE INSERT ON cases_attachment
    FOR EACH ROW EXECUTE FUNCTION cases_count_files();

CREATE FUNCTION cases_keep_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.stored_as, NEW.sha256, NEW.size, NEW.kind, NEW.added_by_id, NEW.added_at)
       IS DISTINCT FROM (OLD.stored_as, OLD.sha256, OLD.size, OLD.kind, OLD.added_by_id, OLD.added_at)
       OR (OLD.removed_at IS NOT NULL
           AND (NEW.removed_at, NEW.removed_by_id) IS DISTINCT FROM (OLD.removed_at, OLD.removed_by_id)) THEN
        RAISE EXCEPTION 'a file stays the file that it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attachment_stays_what_it_is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attachment_stays_what_it_is BEFORE UPDATE ON cases_attachment
    FOR EACH ROW EXECUTE FUNCTION cases_keep_file();
"""
FILES_BACK = """
DROP TRIGGER attachment_stays_what_it_is ON cases_attachment;
DROP FUNCTION cases_keep_file();
DROP TRIGGER household_has_at_most_a_hundred_files ON cases_attachment;
DROP FUNCTION cases_count_files();
ALTER TABLE cases_attachment DROP CONSTRAINT attachment_contact_of_its_case;
ALTER TABLE cases_contact DROP CONSTRAINT contact_with_its_case;
"""

ESCALATION = """
CREATE FUNCTION cases_check_escalation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    SELECT closed_on INTO closed FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF closed IS NOT NULL AND NEW.ended_at IS NULL THEN
        RAISE EXCEPTION 'in a closed case no escalation is running'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_case_has_no_running_escalation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_case_has_no_running_escalation BEFORE INSERT OR UPDATE ON cases_escalation
    FOR EACH ROW EXECUTE FUNCTION cases_check_escalation();

CREATE FUNCTION cases_check_escalation_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_escalation WHERE case_id = NEW.id AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'in a closed case no escalation is running'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_case_has_no_running_escalation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_case_has_no_running_escalation BEFORE UPDATE OF closed_on ON cases_case
    FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL AND OLD.closed_on IS NULL)
    EXECUTE FUNCTION cases_check_escalation_of_case();
"""
ESCALATION_BACK = """
DROP TRIGGER closed_case_has_no_running_escalation ON cases_case;
DROP FUNCTION cases_check_escalation_of_case();
DROP TRIGGER closed_case_has_no_running_escalation ON cases_escalation;
DROP FUNCTION cases_check_escalation();
"""

# The application may not change a record, so it cannot lock one either: the case is what two people meet at.
SAFETY = """
CREATE FUNCTION cases_check_safety_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acute boolean;
    before integer[];
BEGIN
    PERFORM 1 FROM cases_case c JOIN cases_safetyrecord r ON r.case_id = c.id
      WHERE r.id = NEW.record_id FOR NO KEY UPDATE OF c;
    SELECT is_acute INTO acute FROM cases_safetyrecord WHERE id = NEW.record_id;
    IF NEW.corrects_id IS NOT NULL THEN
        PERFORM 1 FROM cases_safetystep
          WHERE id = NEW.corrects_id AND record_id = NEW.record_id AND step = NEW.step;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a correction is about the same step of the same record'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'safety_step_corrects_the_same_step';
        END IF;
        RETURN NEW;
    END IF;
    SELECT coalesce(array_agg(step), '{}') INTO before
      FROM cases_safetystep WHERE record_id = NEW.record_id AND corrects_id IS NULL;
    IF 5 = ANY (before)
       OR (NEW.step < 5 AND NEW.order_reason = ''
           AND EXISTS (SELECT 1 FROM generate_series(1, NEW.step - 1) AS s WHERE s <> ALL (before)))
       OR (NEW.step = 5 AND 4 <> ALL (before) AND NOT (acute AND NEW.order_reason <> '')) THEN
        RAISE EXCEPTION 'the steps of the reporting code follow each other, or it is written why not'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'safety_steps_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER safety_steps_in_order BEFORE INSERT ON cases_safetystep
    FOR EACH ROW EXECUTE FUNCTION cases_check_safety_step();
"""
SAFETY_BACK = """
DROP TRIGGER safety_steps_in_order ON cases_safetystep;
DROP FUNCTION cases_check_safety_step();
"""


class Migration(migrations.Migration):
    """Files stay within their household's measure, escalations end with their case, steps come in order."""

    dependencies = [("cases", "0003_intake_rules")]
    operations = [
        migrations.RunSQL(FILES, FILES_BACK),
        migrations.RunSQL(ESCALATION, ESCALATION_BACK),
        migrations.RunSQL(SAFETY, SAFETY_BACK),
    ]
