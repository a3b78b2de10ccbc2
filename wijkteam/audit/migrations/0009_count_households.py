from django.db import migrations

# Before the line is written, so that the statement that writes it can return the count. What leaves in one go with a
# yes of the privacy officer is no looking round, and looking at the log opens no file.
COUNT = """
CREATE FUNCTION audit_count_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    today date := (NEW.at AT TIME ZONE 'Europe/Amsterdam')::date;
    place integer;
BEGIN
    PERFORM set_config('wijkteam.opened_today', '', true);
    IF EXISTS (SELECT 1 FROM public.audit_openedhousehold
                WHERE user_id = NEW.user_id AND day = today AND household_id = NEW.household_id) THEN
        RETURN NEW;
    END IF;
    -- One at a time for one person, until the page is done: who asks for many at once gets numbers without a gap.
    PERFORM pg_advisory_xact_lock(hashtext('audit_openedhousehold'), hashint8(NEW.user_id));
    SELECT coalesce(max(nth), 0) + 1 INTO place FROM public.audit_openedhousehold
     WHERE user_id = NEW.user_id AND day = today;
    INSERT INTO public.audit_openedhousehold (user_id, day, household_id, nth)
    VALUES (NEW.user_id, today, NEW.household_id, place) ON CONFLICT (user_id, day, household_id) DO NOTHING;
    IF FOUND THEN
        PERFORM set_config('wijkteam.opened_today', place::text, true);
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION audit_count_household() FROM PUBLIC;
CREATE TRIGGER households_of_a_day_are_counted BEFORE INSERT ON audit_readlog FOR EACH ROW
    WHEN (NEW.household_id IS NOT NULL AND NEW.act IN ('open', 'print', 'export')
          AND NEW.purpose NOT IN ('takeout', 'oversight'))
    EXECUTE FUNCTION audit_count_household();

CREATE FUNCTION audit_forget_opened() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM public.audit_openedhousehold WHERE day < (now() AT TIME ZONE 'Europe/Amsterdam')::date - 7
$$;
REVOKE ALL ON FUNCTION audit_forget_opened() FROM PUBLIC;
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT rolname FROM pg_roles WHERE rolname IN ('wijkteam_web', 'wijkteam_worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION audit_forget_opened() TO %I', one);
    END LOOP;
END $$;
"""
BACK = """
DROP FUNCTION audit_forget_opened();
DROP TRIGGER households_of_a_day_are_counted ON audit_readlog;
DROP FUNCTION audit_count_household();
"""


class Migration(migrations.Migration):
    """Each line of the log that says a file was opened counts its household, once a day (ADR 44)."""

    dependencies = [("audit", "0008_daily_limit")]
    operations = [migrations.RunSQL(COUNT, BACK)]
