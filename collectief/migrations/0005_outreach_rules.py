from django.db import migrations

HOURS = """
CREATE FUNCTION collectief_check_hours_of_outreach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM collectief_outreachmoment moment JOIN hours_timeentry entry ON entry.id = moment.time_entry_id
        WHERE (TG_TABLE_NAME = 'collectief_outreachmoment' AND moment.id = NEW.id
               OR TG_TABLE_NAME = 'hours_timeentry' AND entry.id = NEW.id)
          AND ((entry.user_id, entry.team_id, entry.worked_on)
               IS DISTINCT FROM (moment.author_id, moment.team_id, moment.happened_on)
               OR entry.kind NOT IN ('outreach', 'prevention'))
    ) THEN
        RAISE EXCEPTION 'the hours of an outreach moment are outreach or prevention of who was there, on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outreach_hours_are_of_its_author';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER outreach_hours_are_of_its_author
    AFTER INSERT OR UPDATE ON collectief_outreachmoment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION collectief_check_hours_of_outreach();
CREATE CONSTRAINT TRIGGER outreach_hours_are_of_their_moment
    AFTER UPDATE OF user_id, team_id, worked_on, kind ON hours_timeentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION collectief_check_hours_of_outreach();
"""
HOURS_BACK = """
DROP TRIGGER outreach_hours_are_of_their_moment ON hours_timeentry;
DROP TRIGGER outreach_hours_are_of_its_author ON collectief_outreachmoment;
DROP FUNCTION collectief_check_hours_of_outreach();
"""
HEARD = """
CREATE FUNCTION collectief_keep_heard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signal_id IS NOT NULL
       AND (NEW.text, NEW.signal_id, NEW.moment_id) IS DISTINCT FROM (OLD.text, OLD.signal_id, OLD.moment_id) THEN
        RAISE EXCEPTION 'what became a signal stays as it was heard'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'heard_stays_as_it_became_a_signal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER heard_stays_as_it_was BEFORE UPDATE ON collectief_heard
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_heard();
"""
HEARD_BACK = """
DROP TRIGGER heard_stays_as_it_was ON collectief_heard;
DROP FUNCTION collectief_keep_heard();
"""


class Migration(migrations.Migration):
    """One entry is both the outreach moment and its hours; what was heard is not rewritten after it became a signal."""

    dependencies = [("collectief", "0004_rules_of_editions"), ("hours", "0001_initial")]
    operations = [migrations.RunSQL(HOURS, HOURS_BACK), migrations.RunSQL(HEARD, HEARD_BACK)]
