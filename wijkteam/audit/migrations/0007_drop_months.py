from django.db import migrations

# The term stands here and not only in the settings: whoever may call this cannot throw away what is younger.
DROP = """
CREATE FUNCTION audit_guard_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR current_user <> (SELECT tableowner FROM pg_tables WHERE schemaname = TG_TABLE_SCHEMA
                                               AND tablename = TG_TABLE_NAME) THEN
        RAISE EXCEPTION 'only what throws a month away writes that down, and it stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_is_written_by_dropping';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER month_is_written_by_dropping BEFORE INSERT OR UPDATE OR DELETE ON audit_droppedmonth
    FOR EACH ROW EXECUTE FUNCTION audit_guard_dropped();

CREATE FUNCTION audit_drop_month(
    of_name text, sealed bigint, first_seal text, last_seal text, digest text, years integer
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET lock_timeout = '500ms' AS $$
DECLARE
    month record;
    found_lines bigint;
    kept integer := greatest(5, coalesce(years, 5));
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_readlog'));
    SELECT * INTO month FROM public.audit_log_months() m WHERE m.name = of_name;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF month.ends_at IS NULL OR month.ends_at + make_interval(years => kept) > now() THEN
        RAISE EXCEPTION 'a month of the read log stays until its term is over'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_stays_its_term';
    END IF;
    -- Nobody adds to it any more; who reads goes on.
    EXECUTE format('LOCK TABLE public.%I IN SHARE MODE', of_name);
    EXECUTE format('SELECT count(*) FROM public.%I', of_name) INTO found_lines;
    IF found_lines IS DISTINCT FROM sealed THEN
        RAISE EXCEPTION 'a month that is not as it was sealed is evidence'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_is_as_it_was_sealed';
    END IF;
    INSERT INTO public.audit_droppedmonth
        (name, starts_at, ends_at, lines, first_seal, last_seal, digest, years, dropped_at)
    VALUES (of_name, month.starts_at, month.ends_at, found_lines, first_seal, last_seal, digest, kept, now());
    EXECUTE format('DROP TABLE public.%I', of_name);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION audit_drop_month(text, bigint, text, text, text, integer) FROM PUBLIC;
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT rolname FROM pg_roles WHERE rolname IN ('wijkteam_web', 'wijkteam_worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION audit_drop_month(text, bigint, text, text, text, integer) TO %I', one);
    END LOOP;
END $$;
"""
BACK = """
DROP FUNCTION audit_drop_month(text, bigint, text, text, text, integer);
DROP TRIGGER month_is_written_by_dropping ON audit_droppedmonth;
DROP FUNCTION audit_guard_dropped();
"""


class Migration(migrations.Migration):
    """Throwing a month of the read log away, when its term is over and it is as it was sealed."""

    dependencies = [("audit", "0006_dropped_month")]
    operations = [migrations.RunSQL(DROP, BACK)]
