from django.db import migrations

HOURS = """
CREATE FUNCTION netwerk_check_hours_of_moment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM netwerk_relationmoment moment JOIN hours_timeentry entry ON entry.id = moment.time_entry_id
        WHERE (TG_TABLE_NAME = 'netwerk_relationmoment' AND moment.id = NEW.id
               OR TG_TABLE_NAME = 'hours_timeentry' AND entry.id = NEW.id)
          AND (entry.user_id, entry.team_id, entry.worked_on, entry.kind::text)
              IS DISTINCT FROM (moment.author_id, moment.team_id, moment.happened_on, 'network')
    ) THEN
        RAISE EXCEPTION 'the hours of a contact with a partner are network hours of who had it, on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moment_hours_are_of_its_author';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER moment_hours_are_of_its_author
    AFTER INSERT OR UPDATE ON netwerk_relationmoment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION netwerk_check_hours_of_moment();
CREATE CONSTRAINT TRIGGER network_hours_are_of_their_moment
    AFTER UPDATE OF user_id, team_id, worked_on, kind ON hours_timeentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION netwerk_check_hours_of_moment();
"""
HOURS_BACK = """
DROP TRIGGER network_hours_are_of_their_moment ON hours_timeentry;
DROP TRIGGER moment_hours_are_of_its_author ON netwerk_relationmoment;
DROP FUNCTION netwerk_check_hours_of_moment();
"""


class Migration(migrations.Migration):
    """One entry is both the contact and its hours; they cannot drift apart."""

    dependencies = [("netwerk", "0002_rules"), ("hours", "0001_initial")]
    operations = [migrations.RunSQL(HOURS, HOURS_BACK)]
