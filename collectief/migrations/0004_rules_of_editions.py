from django.db import migrations

ROOM = """
CREATE FUNCTION collectief_check_room() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    room integer;
    taken integer;
BEGIN
    IF NEW.status <> 'in' OR TG_OP = 'UPDATE' AND OLD.status = 'in' AND OLD.edition_id = NEW.edition_id THEN
        RETURN NEW;
    END IF;
    -- Two transactions cannot both take the last place: they wait for each other here.
    SELECT capacity INTO room FROM collectief_edition WHERE id = NEW.edition_id FOR NO KEY UPDATE;
    SELECT count(*) INTO taken FROM collectief_participant
        WHERE edition_id = NEW.edition_id AND status = 'in' AND id <> NEW.id;
    IF taken >= room THEN
        RAISE EXCEPTION 'an edition takes no more people than it has room for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_keeps_to_its_room';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER participant_fits_in BEFORE INSERT OR UPDATE ON collectief_participant
    FOR EACH ROW EXECUTE FUNCTION collectief_check_room();

CREATE FUNCTION collectief_keep_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.capacity < OLD.capacity AND NEW.capacity <
       (SELECT count(*) FROM collectief_participant WHERE edition_id = NEW.id AND status = 'in') THEN
        RAISE EXCEPTION 'an edition cannot get smaller than who is in it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_keeps_to_its_room';
    END IF;
    IF (NEW.measure_name, NEW.measure_low, NEW.measure_high, NEW.measure_higher_is_better)
       IS DISTINCT FROM (OLD.measure_name, OLD.measure_low, OLD.measure_high, OLD.measure_higher_is_better)
       AND EXISTS (
        SELECT 1 FROM collectief_measurement measured
            JOIN collectief_participant one ON one.id = measured.participant_id WHERE one.edition_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a scale on which was measured stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_keeps_its_scale';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_keeps_its_word BEFORE UPDATE ON collectief_edition
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_edition();
"""
ROOM_BACK = """
DROP TRIGGER edition_keeps_its_word ON collectief_edition;
DROP FUNCTION collectief_keep_edition();
DROP TRIGGER participant_fits_in ON collectief_participant;
DROP FUNCTION collectief_check_room();
"""

BELONGING = """
CREATE FUNCTION collectief_check_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.edition_id IS NOT NULL AND NEW.initiative_id IS DISTINCT FROM
       (SELECT initiative_id FROM collectief_edition WHERE id = NEW.edition_id) THEN
        RAISE EXCEPTION 'a meeting of an edition is one of its initiative'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_is_of_the_initiative_of_its_edition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_is_of_one_initiative BEFORE INSERT OR UPDATE ON collectief_session
    FOR EACH ROW EXECUTE FUNCTION collectief_check_session();

CREATE FUNCTION collectief_check_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT edition_id FROM collectief_session WHERE id = NEW.session_id) IS DISTINCT FROM
       (SELECT edition_id FROM collectief_participant WHERE id = NEW.participant_id) THEN
        RAISE EXCEPTION 'somebody comes to the meetings of their own edition'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'attendance_is_of_one_edition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attendance_is_of_one_edition BEFORE INSERT OR UPDATE ON collectief_attendance
    FOR EACH ROW EXECUTE FUNCTION collectief_check_attendance();

CREATE FUNCTION collectief_check_measurement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    low integer;
    high integer;
BEGIN
    SELECT edition.measure_low, edition.measure_high INTO low, high FROM collectief_participant one
        JOIN collectief_edition edition ON edition.id = one.edition_id WHERE one.id = NEW.participant_id
        FOR NO KEY UPDATE OF edition;
    IF (NEW.score BETWEEN low AND high) IS NOT TRUE THEN
        RAISE EXCEPTION 'a score lies on the scale of the edition'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'measurement_lies_on_the_scale';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER measurement_lies_on_the_scale BEFORE INSERT OR UPDATE ON collectief_measurement
    FOR EACH ROW EXECUTE FUNCTION collectief_check_measurement();
"""
BELONGING_BACK = """
DROP TRIGGER measurement_lies_on_the_scale ON collectief_measurement;
DROP FUNCTION collectief_check_measurement();
DROP TRIGGER attendance_is_of_one_edition ON collectief_attendance;
DROP FUNCTION collectief_check_attendance();
DROP TRIGGER session_is_of_one_initiative ON collectief_session;
DROP FUNCTION collectief_check_session();
"""

HOURS = """
CREATE FUNCTION collectief_check_hours_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM collectief_sessionhours hours
            JOIN hours_timeentry entry ON entry.id = hours.time_entry_id
            JOIN collectief_session session ON session.id = hours.session_id
        WHERE (TG_TABLE_NAME = 'collectief_sessionhours' AND hours.id = NEW.id
               OR TG_TABLE_NAME = 'hours_timeentry' AND entry.id = NEW.id
               OR TG_TABLE_NAME = 'collectief_session' AND session.id = NEW.id)
          AND (entry.user_id <> hours.worker_id OR entry.worked_on <> session.held_on
               OR entry.kind NOT IN ('collective', 'prevention') OR session.noted_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'the hours of a meeting are group work of who was there, on that day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_hours_are_of_that_day';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER session_hours_are_of_that_day
    AFTER INSERT OR UPDATE ON collectief_sessionhours
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION collectief_check_hours_of_session();
CREATE CONSTRAINT TRIGGER group_hours_are_of_their_session
    AFTER UPDATE OF user_id, worked_on, kind ON hours_timeentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION collectief_check_hours_of_session();
CREATE CONSTRAINT TRIGGER session_keeps_its_hours
    AFTER UPDATE OF held_on, noted_at ON collectief_session
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION collectief_check_hours_of_session();
"""
HOURS_BACK = """
DROP TRIGGER session_keeps_its_hours ON collectief_session;
DROP TRIGGER group_hours_are_of_their_session ON hours_timeentry;
DROP TRIGGER session_hours_are_of_that_day ON collectief_sessionhours;
DROP FUNCTION collectief_check_hours_of_session();
"""


class Migration(migrations.Migration):
    """A group is never fuller than it may be, and attendance, scores and hours belong where they stand."""

    dependencies = [("collectief", "0003_round_rules"), ("hours", "0001_initial")]
    operations = [
        migrations.RunSQL(ROOM, ROOM_BACK),
        migrations.RunSQL(BELONGING, BELONGING_BACK),
        migrations.RunSQL(HOURS, HOURS_BACK),
    ]
