from django.db import migrations

PROVISION = """
CREATE FUNCTION cases_check_provision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT underlying_question, closed_on, opened_on, household_id INTO one
      FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF one.closed_on IS NOT NULL THEN
        RAISE EXCEPTION 'a closed case gets no provisions'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'provision_of_an_open_case';
    END IF;
    -- What ran before the team came is a fact and no offer.
    IF btrim(one.underlying_question, E' \\n\\r\\t') = '' AND (NEW.starts_on >= one.opened_on OR NEW.renews_id IS NOT NULL) THEN
        RAISE EXCEPTION 'no offer before the question behind the question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'provision_comes_after_the_question';
    END IF;
    IF NEW.person_id IS NOT NULL THEN
        PERFORM 1 FROM cases_householdmember WHERE person_id = NEW.person_id AND household_id = one.household_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a provision is for somebody of this household'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'provision_is_for_somebody_of_the_household';
        END IF;
    END IF;
    IF NEW.renews_id IS NOT NULL THEN
        PERFORM 1 FROM cases_renewallook l JOIN cases_provision p ON p.id = l.provision_id
          WHERE l.provision_id = NEW.renews_id AND p.case_id = NEW.case_id AND l.decided_on IS NULL FOR UPDATE OF l;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'renewing begins with a broad look'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_begins_with_a_look';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER provision_comes_after_the_question BEFORE INSERT ON cases_provision
    FOR EACH ROW EXECUTE FUNCTION cases_check_provision();

CREATE FUNCTION cases_keep_decided_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_on IS NOT NULL THEN
        RAISE EXCEPTION 'what was decided stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_look_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER decided_look_stays BEFORE UPDATE OR DELETE ON cases_renewallook
    FOR EACH ROW EXECUTE FUNCTION cases_keep_decided_look();
"""
PROVISION_BACK = """
DROP TRIGGER decided_look_stays ON cases_renewallook;
DROP FUNCTION cases_keep_decided_look();
DROP TRIGGER provision_comes_after_the_question ON cases_provision;
DROP FUNCTION cases_check_provision();
"""


class Migration(migrations.Migration):
    """A provision comes after the question, and is renewed after a broad look."""

    dependencies = [("cases", "0011_handover_rules")]
    operations = [migrations.RunSQL(PROVISION, PROVISION_BACK)]
