from django.db import migrations

# An account of a partner is that and nothing else, from its first day to its last.
RULES = """
CREATE FUNCTION netwerk_check_partner_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id AND role = 'partner' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access as a partner is for an account of a partner'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_access_is_for_partners';
    END IF;
    PERFORM 1 FROM netwerk_partneraccess WHERE user_id = NEW.user_id AND professional_id <> NEW.professional_id;
    IF FOUND THEN
        RAISE EXCEPTION 'an account is of one person for good'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_account_stays_of_one_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_access_is_for_partners BEFORE INSERT ON netwerk_partneraccess
    FOR EACH ROW EXECUTE FUNCTION netwerk_check_partner_access();

CREATE FUNCTION netwerk_keep_partner_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.user_id, NEW.professional_id, NEW.starts_on, NEW.ends_on, NEW.given_at, NEW.given_by_id)
       IS DISTINCT FROM
       (OLD.user_id, OLD.professional_id, OLD.starts_on, OLD.ends_on, OLD.given_at, OLD.given_by_id)
       OR OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by_id) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id) THEN
        RAISE EXCEPTION 'access ends before its time, and otherwise stays as it was given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_access_stays_as_given';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_access_stays_as_given BEFORE UPDATE ON netwerk_partneraccess
    FOR EACH ROW EXECUTE FUNCTION netwerk_keep_partner_access();

CREATE FUNCTION netwerk_keep_partner_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.role IS DISTINCT FROM OLD.role AND 'partner' IN (NEW.role, OLD.role) THEN
        RAISE EXCEPTION 'an account of a partner is made and stays one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_account_stays_one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_account_stays_one BEFORE UPDATE OF role ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION netwerk_keep_partner_role();

CREATE FUNCTION netwerk_partner_joins_no_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id AND role = 'partner';
    IF FOUND THEN
        RAISE EXCEPTION 'an account of a partner works in no team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_works_in_no_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_works_in_no_team BEFORE INSERT OR UPDATE OF user_id ON teams_teammembership
    FOR EACH ROW EXECUTE FUNCTION netwerk_partner_joins_no_team();
"""
RULES_BACK = """
DROP TRIGGER partner_works_in_no_team ON teams_teammembership;
DROP FUNCTION netwerk_partner_joins_no_team();
DROP TRIGGER partner_account_stays_one ON accounts_user;
DROP FUNCTION netwerk_keep_partner_role();
DROP TRIGGER partner_access_stays_as_given ON netwerk_partneraccess;
DROP FUNCTION netwerk_keep_partner_access();
DROP TRIGGER partner_access_is_for_partners ON netwerk_partneraccess;
DROP FUNCTION netwerk_check_partner_access();
"""


class Migration(migrations.Migration):
    """A partner's account belongs to one person, joins no team, and its role never changes."""

    dependencies = [("netwerk", "0004_independence_rules"), ("accounts", "0001_initial"), ("teams", "0001_initial")]
    operations = [migrations.RunSQL(RULES, RULES_BACK)]
