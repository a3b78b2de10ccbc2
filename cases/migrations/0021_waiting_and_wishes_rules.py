from django.db import migrations

# What is done otherwise than the working agreement says has a reason; who leads stays written.
AS_AGREED = """
CREATE FUNCTION cases_check_agreed_way() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said record;
BEGIN
    IF NEW.mode = 'consulted' AND NEW.led_by <> 'team' THEN
        RAISE EXCEPTION 'who only thinks along does not lead'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_led_as_agreed';
    END IF;
    IF NEW.mode = 'consulted' OR trim(NEW.outside_agreement) <> '' THEN
        RETURN NEW;
    END IF;
    SELECT lead, refer INTO said FROM netwerk_workingagreement WHERE id = NEW.agreement_id;
    IF NEW.led_by = 'partner' AND coalesce(said.lead, 'team') = 'team' OR NEW.led_by = 'team' AND said.lead = 'partner' THEN
        RAISE EXCEPTION 'who leads otherwise than was agreed has a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_led_as_agreed';
    END IF;
    IF NEW.mode = 'referred' AND trim(coalesce(said.refer, '')) = '' THEN
        RAISE EXCEPTION 'a referral of which the agreement says nothing has a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_keeps_to_an_agreement';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER involvement_led_as_agreed BEFORE INSERT ON cases_involvement
    FOR EACH ROW EXECUTE FUNCTION cases_check_agreed_way();

CREATE FUNCTION cases_keep_who_leads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who would lead stays written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_stays_as_it_was';
END $$;
CREATE TRIGGER involvement_keeps_who_leads BEFORE UPDATE OF led_by ON cases_involvement
    FOR EACH ROW WHEN (NEW.led_by IS DISTINCT FROM OLD.led_by) EXECUTE FUNCTION cases_keep_who_leads();
"""
AS_AGREED_BACK = """
DROP TRIGGER involvement_keeps_who_leads ON cases_involvement;
DROP FUNCTION cases_keep_who_leads();
DROP TRIGGER involvement_led_as_agreed ON cases_involvement;
DROP FUNCTION cases_check_agreed_way();
"""

INQUIRY = """
CREATE FUNCTION cases_check_inquiry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_contact c JOIN cases_involvement i ON i.case_id = c.case_id
                    WHERE c.id = NEW.contact_id AND i.id = NEW.involvement_id) THEN
        RAISE EXCEPTION 'an inquiry stands in the journal of the case that waits'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'inquiry_is_of_one_case';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inquiry_is_of_one_case BEFORE INSERT ON cases_inquiry
    FOR EACH ROW EXECUTE FUNCTION cases_check_inquiry();
"""
INQUIRY_BACK = """
DROP TRIGGER inquiry_is_of_one_case ON cases_inquiry;
DROP FUNCTION cases_check_inquiry();
"""

WISH = """
CREATE FUNCTION cases_keep_outside_wish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.asked_on, NEW.asked_by, NEW.note, NEW.recorded_at, NEW.recorded_by_id)
       IS DISTINCT FROM (OLD.case_id, OLD.asked_on, OLD.asked_by, OLD.note, OLD.recorded_at, OLD.recorded_by_id)
       OR OLD.withdrawn_on IS NOT NULL THEN
        RAISE EXCEPTION 'what a household wished stays written; another wish is another row'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outside_wish_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outside_wish_stays_as_it_was BEFORE UPDATE ON cases_outsidewish
    FOR EACH ROW EXECUTE FUNCTION cases_keep_outside_wish();
"""
WISH_BACK = """
DROP TRIGGER outside_wish_stays_as_it_was ON cases_outsidewish;
DROP FUNCTION cases_keep_outside_wish();
"""


class Migration(migrations.Migration):
    """Asking a partner keeps to what was agreed or says why, and a wish stays written."""

    dependencies = [("cases", "0020_collective_referral_rules"), ("netwerk", "0002_rules")]
    operations = [
        migrations.RunSQL(AS_AGREED, AS_AGREED_BACK),
        migrations.RunSQL(INQUIRY, INQUIRY_BACK),
        migrations.RunSQL(WISH, WISH_BACK),
    ]
