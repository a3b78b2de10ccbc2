from django.db import migrations

SIGNAL = """
CREATE FUNCTION collectief_keep_signal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.text, NEW.received_at, NEW.team_id) IS DISTINCT FROM (OLD.text, OLD.received_at, OLD.team_id) THEN
        RAISE EXCEPTION 'a signal stays as it was passed on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signal_stays_as_it_was_passed_on';
    END IF;
    IF OLD.followed_up_at IS NOT NULL
       AND (NEW.followed_up_at, NEW.followed_up_by_id, NEW.follow_up, NEW.follow_up_note)
       IS DISTINCT FROM (OLD.followed_up_at, OLD.followed_up_by_id, OLD.follow_up, OLD.follow_up_note) THEN
        RAISE EXCEPTION 'what became of a signal is written down once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signal_follow_up_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signal_stays_as_it_was BEFORE UPDATE ON collectief_signal
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_signal();
"""
SIGNAL_BACK = """
DROP TRIGGER signal_stays_as_it_was ON collectief_signal;
DROP FUNCTION collectief_keep_signal();
"""


class Migration(migrations.Migration):
    """Nobody rewrites a signal, or what became of it."""

    dependencies = [("collectief", "0001_initial")]
    operations = [migrations.RunSQL(SIGNAL, SIGNAL_BACK)]
