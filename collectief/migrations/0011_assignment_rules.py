from django.db import migrations

KEEP = """
CREATE FUNCTION collectief_keep_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.agreed_on IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE'
       OR to_jsonb(NEW) - '{ended_on,end_note}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{ended_on,end_note}'::text[]
       OR (OLD.ended_on IS NOT NULL AND (NEW.ended_on, NEW.end_note) IS DISTINCT FROM (OLD.ended_on, OLD.end_note)) THEN
        RAISE EXCEPTION 'what was agreed stays as it was agreed; a change is a new version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_stays_as_agreed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_stays_as_agreed BEFORE UPDATE OR DELETE ON collectief_assignment
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_assignment();

CREATE FUNCTION collectief_check_assignment_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE earlier record;
BEGIN
    IF NEW.replaces_id IS NULL THEN RETURN NEW; END IF;
    SELECT version, team_id, agreed_on, ended_on INTO earlier
        FROM collectief_assignment WHERE id = NEW.replaces_id FOR UPDATE;
    IF earlier.agreed_on IS NULL OR earlier.version + 1 <> NEW.version OR earlier.team_id <> NEW.team_id
       OR (NEW.agreed_on IS NOT NULL AND earlier.ended_on IS NULL) THEN
        RAISE EXCEPTION 'a version follows on one of the same team that was agreed, and ends it when it is agreed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_follows_what_was_agreed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_follows_what_was_agreed BEFORE INSERT OR UPDATE ON collectief_assignment
    FOR EACH ROW EXECUTE FUNCTION collectief_check_assignment_version();
"""
KEEP_BACK = """
DROP TRIGGER assignment_follows_what_was_agreed ON collectief_assignment;
DROP FUNCTION collectief_check_assignment_version();
DROP TRIGGER assignment_stays_as_agreed ON collectief_assignment;
DROP FUNCTION collectief_keep_assignment();
"""


class Migration(migrations.Migration):
    """What was agreed is not rewritten, and one version is in force at a time."""

    dependencies = [("collectief", "0010_analysis_rules")]
    operations = [migrations.RunSQL(KEEP, KEEP_BACK)]
