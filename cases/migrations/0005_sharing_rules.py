from django.db import migrations

# `sharing_record_runs` is asked by everything that goes to a partner. The record is locked, so that nobody withdraws it
# between the look and the commit.
SHARING = """
CREATE FUNCTION cases_require_sharing(record bigint, of_case bigint, to_organisation bigint, to_professional bigint,
                                      on_day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_sharingrecord
      WHERE id = record AND case_id = of_case AND organisation_id = to_organisation
        AND (professional_id IS NULL OR professional_id = to_professional)
        AND starts_on <= on_day AND (ends_on IS NULL OR ends_on > on_day)
        AND (withdrawn_on IS NULL OR withdrawn_on > on_day)
        FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing goes to a partner without a sharing record that runs on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sharing_record_runs';
    END IF;
END $$;

CREATE FUNCTION cases_check_sharing_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case c JOIN cases_householdmember m ON m.household_id = c.household_id
      WHERE c.id = NEW.case_id AND m.person_id = NEW.person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'what is shared is about somebody of the household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shared_person_is_of_the_household';
    END IF;
    IF NEW.professional_id IS NOT NULL THEN
        PERFORM 1 FROM netwerk_professional WHERE id = NEW.professional_id AND organisation_id = NEW.organisation_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the professional works for the organisation'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'receiver_works_for_the_organisation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sharing_record_names_its_people BEFORE INSERT ON cases_sharingrecord
    FOR EACH ROW EXECUTE FUNCTION cases_check_sharing_record();

CREATE FUNCTION cases_keep_sharing_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL
       AND (NEW.withdrawn_on, NEW.withdrawn_reason, NEW.withdrawn_by_id)
       IS DISTINCT FROM (OLD.withdrawn_on, OLD.withdrawn_reason, OLD.withdrawn_by_id)
       OR (NEW.person_id, NEW.kind, NEW.organisation_id, NEW.professional_id, NEW.basis, NEW.law, NEW.ground,
           NEW.consent_on, NEW.consent_manner, NEW.consent_by, NEW.starts_on, NEW.ends_on, NEW.recorded_at,
           NEW.recorded_by_id)
       IS DISTINCT FROM
          (OLD.person_id, OLD.kind, OLD.organisation_id, OLD.professional_id, OLD.basis, OLD.law, OLD.ground,
           OLD.consent_on, OLD.consent_manner, OLD.consent_by, OLD.starts_on, OLD.ends_on, OLD.recorded_at,
           OLD.recorded_by_id) THEN
        RAISE EXCEPTION 'a sharing record stays as it was recorded: withdraw it, and make another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sharing_record_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sharing_record_stays_as_it_was BEFORE UPDATE ON cases_sharingrecord
    FOR EACH ROW EXECUTE FUNCTION cases_keep_sharing_record();

CREATE FUNCTION cases_check_shared_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT case_id, organisation_id, professional_id INTO one FROM cases_sharingrecord WHERE id = NEW.record_id;
    PERFORM cases_require_sharing(NEW.record_id, one.case_id, one.organisation_id, one.professional_id,
                                  (NEW.shared_at AT TIME ZONE 'Europe/Amsterdam')::date);
    RETURN NEW;
END $$;
CREATE TRIGGER shared_item_has_its_ground BEFORE INSERT ON cases_shareditem
    FOR EACH ROW EXECUTE FUNCTION cases_check_shared_item();

CREATE FUNCTION cases_keep_shared_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was shared stays written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'shared_item_stays_written';
END $$;
CREATE TRIGGER shared_item_stays_written BEFORE UPDATE OR DELETE ON cases_shareditem
    FOR EACH ROW EXECUTE FUNCTION cases_keep_shared_item();
"""
SHARING_BACK = """
DROP TRIGGER shared_item_stays_written ON cases_shareditem;
DROP FUNCTION cases_keep_shared_item();
DROP TRIGGER shared_item_has_its_ground ON cases_shareditem;
DROP FUNCTION cases_check_shared_item();
DROP TRIGGER sharing_record_stays_as_it_was ON cases_sharingrecord;
DROP FUNCTION cases_keep_sharing_record();
DROP TRIGGER sharing_record_names_its_people ON cases_sharingrecord;
DROP FUNCTION cases_check_sharing_record();
DROP FUNCTION cases_require_sharing(bigint, bigint, bigint, bigint, date);
"""


class Migration(migrations.Migration):
    """Nothing goes to a partner without a ground that runs, and what went stays written."""

    dependencies = [("cases", "0004_journal_files_escalations_safety_rules"), ("netwerk", "0001_initial")]
    operations = [migrations.RunSQL(SHARING, SHARING_BACK)]
