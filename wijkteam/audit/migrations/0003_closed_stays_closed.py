from django.db import migrations

# A finding is evidence: once it is written nobody makes it another one, and what it is about never changes.
KEEP = """
CREATE FUNCTION audit_keep_flag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL
       OR (NEW.user_id, NEW.pattern, NEW.day, NEW.household_id, NEW.figure, NEW.made_at)
          IS DISTINCT FROM (OLD.user_id, OLD.pattern, OLD.day, OLD.household_id, OLD.figure, OLD.made_at) THEN
        RAISE EXCEPTION 'a flag stays as it was found, and as it was closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER flag_stays_as_it_was BEFORE UPDATE ON audit_readflag
    FOR EACH ROW EXECUTE FUNCTION audit_keep_flag();

CREATE FUNCTION audit_keep_sampled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL
       OR (NEW.user_id, NEW.week, NEW.place, NEW.line_id, NEW.drawn_at)
          IS DISTINCT FROM (OLD.user_id, OLD.week, OLD.place, OLD.line_id, OLD.drawn_at) THEN
        RAISE EXCEPTION 'a drawn reading stays as it was drawn, and as it was closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sampled_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sampled_stays_as_it_was BEFORE UPDATE ON audit_sampledreading
    FOR EACH ROW EXECUTE FUNCTION audit_keep_sampled();
"""
DROP = """
DROP TRIGGER flag_stays_as_it_was ON audit_readflag;
DROP FUNCTION audit_keep_flag();
DROP TRIGGER sampled_stays_as_it_was ON audit_sampledreading;
DROP FUNCTION audit_keep_sampled();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_who_looks_at_the_log")]

    operations = [migrations.RunSQL(KEEP, DROP)]
