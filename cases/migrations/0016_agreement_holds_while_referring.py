from django.db import migrations

# The agreement that is named is locked: who replaces it at the same moment waits, or is seen.
LOCKED = """
CREATE OR REPLACE FUNCTION cases_check_involvement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT team_id, underlying_question INTO one FROM cases_case WHERE id = NEW.case_id FOR SHARE;
    IF NEW.mode = 'referred' AND trim(one.underlying_question) = '' THEN
        RAISE EXCEPTION 'a referral waits until the question behind the question is written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_waits_for_the_question';
    END IF;
    IF NEW.service_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM netwerk_service WHERE id = NEW.service_id AND organisation_id = NEW.organisation_id)
       OR NEW.professional_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM netwerk_professional WHERE id = NEW.professional_id AND organisation_id = NEW.organisation_id) THEN
        RAISE EXCEPTION 'the service and the professional are of the organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_names_one_organisation';
    END IF;
    IF NEW.agreement_id IS NOT NULL THEN
        PERFORM 1 FROM netwerk_workingagreement
          WHERE id = NEW.agreement_id AND organisation_id = NEW.organisation_id AND team_id = one.team_id
            AND starts_on <= NEW.sent_on AND (ends_on IS NULL OR ends_on > NEW.sent_on)
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the agreement is in force between this team and this partner on that day'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_agreement_in_force';
        END IF;
    END IF;
    IF NEW.sharing_id IS NOT NULL THEN
        PERFORM cases_require_sharing(NEW.sharing_id, NEW.case_id, NEW.organisation_id, NEW.professional_id, NEW.sent_on);
    END IF;
    RETURN NEW;
END $$;
"""
UNLOCKED = """
CREATE OR REPLACE FUNCTION cases_check_involvement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT team_id, underlying_question INTO one FROM cases_case WHERE id = NEW.case_id FOR SHARE;
    IF NEW.mode = 'referred' AND trim(one.underlying_question) = '' THEN
        RAISE EXCEPTION 'a referral waits until the question behind the question is written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_waits_for_the_question';
    END IF;
    IF NEW.service_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM netwerk_service WHERE id = NEW.service_id AND organisation_id = NEW.organisation_id)
       OR NEW.professional_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM netwerk_professional WHERE id = NEW.professional_id AND organisation_id = NEW.organisation_id) THEN
        RAISE EXCEPTION 'the service and the professional are of the organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_names_one_organisation';
    END IF;
    IF NEW.agreement_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM netwerk_workingagreement
         WHERE id = NEW.agreement_id AND organisation_id = NEW.organisation_id AND team_id = one.team_id
           AND starts_on <= NEW.sent_on AND (ends_on IS NULL OR ends_on > NEW.sent_on)) THEN
        RAISE EXCEPTION 'the agreement is in force between this team and this partner on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_agreement_in_force';
    END IF;
    IF NEW.sharing_id IS NOT NULL THEN
        PERFORM cases_require_sharing(NEW.sharing_id, NEW.case_id, NEW.organisation_id, NEW.professional_id, NEW.sent_on);
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A referral under an agreement holds that agreement until it is written."""

    dependencies = [("cases", "0015_question_stays")]
    operations = [migrations.RunSQL(LOCKED, UNLOCKED)]
