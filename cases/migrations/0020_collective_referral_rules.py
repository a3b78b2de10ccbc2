from django.db import migrations

REFERRAL = """
CREATE FUNCTION cases_check_collective_referral() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.participant_id IS NOT NULL AND NEW.initiative_id IS DISTINCT FROM (
        SELECT edition.initiative_id FROM collectief_participant one
            JOIN collectief_edition edition ON edition.id = one.edition_id WHERE one.id = NEW.participant_id) THEN
        RAISE EXCEPTION 'a participant is one of an edition of the initiative'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collective_referral_is_to_one_initiative';
    END IF;
    IF NEW.sharing_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_sharingrecord record JOIN collectief_initiative initiative ON initiative.id = NEW.initiative_id
         WHERE record.id = NEW.sharing_id AND record.case_id = NEW.case_id
           AND record.organisation_id = initiative.organisation_id) THEN
        RAISE EXCEPTION 'what is passed on has a ground in this case, towards who organises it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collective_referral_has_its_ground';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER collective_referral_fits BEFORE INSERT ON cases_collectivereferral
    FOR EACH ROW EXECUTE FUNCTION cases_check_collective_referral();

CREATE FUNCTION cases_keep_collective_referral() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.initiative_id, NEW.participant_id, NEW.sharing_id, NEW.referred_on, NEW.referred_by_id)
       IS DISTINCT FROM (OLD.initiative_id, OLD.participant_id, OLD.sharing_id, OLD.referred_on, OLD.referred_by_id)
       OR OLD.ended_on IS NOT NULL AND (NEW.ended_on, NEW.outcome) IS DISTINCT FROM (OLD.ended_on, OLD.outcome) THEN
        RAISE EXCEPTION 'where somebody was referred, and how it went, stays written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'collective_referral_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER collective_referral_stays_as_it_was BEFORE UPDATE ON cases_collectivereferral
    FOR EACH ROW EXECUTE FUNCTION cases_keep_collective_referral();
"""
REFERRAL_BACK = """
DROP TRIGGER collective_referral_stays_as_it_was ON cases_collectivereferral;
DROP FUNCTION cases_keep_collective_referral();
DROP TRIGGER collective_referral_fits ON cases_collectivereferral;
DROP FUNCTION cases_check_collective_referral();
"""


class Migration(migrations.Migration):
    """A referral fits its group and its ground, and is not rewritten."""

    dependencies = [("cases", "0019_secondment_notice_rules"), ("collectief", "0004_rules_of_editions")]
    operations = [migrations.RunSQL(REFERRAL, REFERRAL_BACK)]
