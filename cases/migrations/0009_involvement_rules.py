from django.db import migrations

# A referral waits for the question behind the question; what carries data of a household waits for its ground to share;
# an agreement that is named is that of this team with this partner, on that day.
INVOLVEMENT = """
CREATE FUNCTION cases_check_involvement() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER involvement_keeps_the_rules BEFORE INSERT ON cases_involvement
    FOR EACH ROW EXECUTE FUNCTION cases_check_involvement();

CREATE FUNCTION cases_keep_involvement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.organisation_id, NEW.service_id, NEW.professional_id, NEW.mode, NEW.question, NEW.is_anonymous,
        NEW.sharing_id, NEW.agreement_id, NEW.outside_agreement, NEW.sent_on, NEW.sent_by_id)
       IS DISTINCT FROM
       (OLD.organisation_id, OLD.service_id, OLD.professional_id, OLD.mode, OLD.question, OLD.is_anonymous,
        OLD.sharing_id, OLD.agreement_id, OLD.outside_agreement, OLD.sent_on, OLD.sent_by_id)
       OR OLD.accepted_on IS NOT NULL AND NEW.accepted_on IS DISTINCT FROM OLD.accepted_on
       OR OLD.started_on IS NOT NULL AND NEW.started_on IS DISTINCT FROM OLD.started_on
       OR (OLD.finished_on IS NOT NULL OR OLD.declined_on IS NOT NULL OR OLD.cancelled_on IS NOT NULL)
          AND (NEW.finished_on, NEW.outcome, NEW.declined_on, NEW.decline_reason, NEW.decline_note, NEW.cancelled_on,
               NEW.cancel_reason, NEW.accepted_on, NEW.started_on, NEW.ends_on)
          IS DISTINCT FROM
              (OLD.finished_on, OLD.outcome, OLD.declined_on, OLD.decline_reason, OLD.decline_note, OLD.cancelled_on,
               OLD.cancel_reason, OLD.accepted_on, OLD.started_on, OLD.ends_on) THEN
        RAISE EXCEPTION 'what was asked of a partner, and what they answered, stays written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER involvement_stays_as_it_was BEFORE UPDATE ON cases_involvement
    FOR EACH ROW EXECUTE FUNCTION cases_keep_involvement();
"""
INVOLVEMENT_BACK = """
DROP TRIGGER involvement_stays_as_it_was ON cases_involvement;
DROP FUNCTION cases_keep_involvement();
DROP TRIGGER involvement_keeps_the_rules ON cases_involvement;
DROP FUNCTION cases_check_involvement();
"""


class Migration(migrations.Migration):
    """What goes to a partner, and when it may."""

    dependencies = [("cases", "0008_intake_clock_exploration_rules"), ("netwerk", "0002_rules")]
    operations = [migrations.RunSQL(INVOLVEMENT, INVOLVEMENT_BACK)]
