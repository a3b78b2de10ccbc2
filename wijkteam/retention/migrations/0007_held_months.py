from django.db import migrations

# Who looked into a file that is held may be what the case in court is about: the whole month stays.
HELD = """
CREATE FUNCTION retention_hold_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE held AS (
            SELECT c.household_id FROM retention_legalhold h JOIN cases_case c ON c.id = h.case_id
             WHERE h.lifted_at IS NULL AND h.until >= current_date
            UNION
            SELECT m.merged_id FROM cases_householdmerge m JOIN held ON held.household_id = m.household_id
        )
        SELECT 1 FROM audit_readlog l JOIN held USING (household_id)
         WHERE l.at < NEW.ends_at AND l.at >= coalesce(NEW.starts_at, '-infinity')
    ) THEN
        RAISE EXCEPTION 'a month with readings of a file that is held stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'held_month_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_month_stays BEFORE INSERT ON audit_droppedmonth
    FOR EACH ROW EXECUTE FUNCTION retention_hold_month();
"""
BACK = """
DROP TRIGGER held_month_stays ON audit_droppedmonth;
DROP FUNCTION retention_hold_month();
"""


class Migration(migrations.Migration):
    """A legal hold keeps the months of the read log in which the household was read."""

    dependencies = [("retention", "0006_request_rules"), ("audit", "0007_drop_months")]
    operations = [migrations.RunSQL(HELD, BACK)]
