from django.db import migrations

# A finished analysis stays as it was; what belongs to it locks it first, so that nobody writes while it is being finished.
RULES = """
CREATE FUNCTION collectief_analysis_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.finished_at IS NOT NULL THEN
        RAISE EXCEPTION 'a finished analysis stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'analysis_stays_as_it_was';
    END IF;
    IF NEW.finished_at IS NOT NULL THEN
        IF NEW.snapshot IS NULL THEN
            RAISE EXCEPTION 'a finished analysis keeps its figures'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'analysis_keeps_its_figures';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM collectief_analysismeeting WHERE analysis_id = NEW.id) THEN
            RAISE EXCEPTION 'an analysis is made with others'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'analysis_is_made_together';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER analysis_stays_as_it_was BEFORE UPDATE ON collectief_neighbourhoodanalysis
    FOR EACH ROW EXECUTE FUNCTION collectief_analysis_stays();

CREATE FUNCTION collectief_refuse_finished(analysis bigint, name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    finished timestamptz;
BEGIN
    SELECT finished_at INTO finished FROM collectief_neighbourhoodanalysis WHERE id = analysis FOR SHARE;
    IF finished IS NOT NULL THEN
        RAISE EXCEPTION 'a finished analysis stays as it was' USING ERRCODE = 'check_violation', CONSTRAINT = name;
    END IF;
END $$;

CREATE FUNCTION collectief_part_of_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM collectief_refuse_finished(OLD.analysis_id, TG_NAME);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM collectief_refuse_finished(NEW.analysis_id, TG_NAME);
    RETURN NEW;
END $$;
CREATE TRIGGER section_stays_as_it_was BEFORE INSERT OR UPDATE OR DELETE ON collectief_analysissection
    FOR EACH ROW EXECUTE FUNCTION collectief_part_of_analysis();
CREATE TRIGGER meeting_stays_as_it_was BEFORE INSERT OR UPDATE OR DELETE ON collectief_analysismeeting
    FOR EACH ROW EXECUTE FUNCTION collectief_part_of_analysis();

CREATE FUNCTION collectief_areas_of_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM collectief_refuse_finished(OLD.neighbourhoodanalysis_id, TG_NAME);
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
    END IF;
    PERFORM collectief_refuse_finished(NEW.neighbourhoodanalysis_id, TG_NAME);
    RETURN NEW;
END $$;
CREATE TRIGGER areas_stay_as_they_were BEFORE INSERT OR UPDATE OR DELETE ON collectief_neighbourhoodanalysis_areas
    FOR EACH ROW EXECUTE FUNCTION collectief_areas_of_analysis();

CREATE FUNCTION collectief_voices_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present integer;
BEGIN
    SELECT residents INTO present FROM collectief_analysismeeting WHERE id = NEW.meeting_id FOR SHARE;
    IF (SELECT count(*) FROM collectief_analysisvoice WHERE meeting_id = NEW.meeting_id) > present THEN
        RAISE EXCEPTION 'more names than residents'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'voices_were_there';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER voices_were_there AFTER INSERT OR UPDATE ON collectief_analysisvoice
    FOR EACH ROW EXECUTE FUNCTION collectief_voices_fit();
"""
BACK = """
DROP TRIGGER voices_were_there ON collectief_analysisvoice;
DROP FUNCTION collectief_voices_fit();
DROP TRIGGER areas_stay_as_they_were ON collectief_neighbourhoodanalysis_areas;
DROP FUNCTION collectief_areas_of_analysis();
DROP TRIGGER meeting_stays_as_it_was ON collectief_analysismeeting;
DROP TRIGGER section_stays_as_it_was ON collectief_analysissection;
DROP FUNCTION collectief_part_of_analysis();
DROP FUNCTION collectief_refuse_finished(bigint, text);
DROP TRIGGER analysis_stays_as_it_was ON collectief_neighbourhoodanalysis;
DROP FUNCTION collectief_analysis_stays();
"""


class Migration(migrations.Migration):
    """A finished neighbourhood analysis stays as it was, and is made with others."""

    dependencies = [("collectief", "0009_signal_board_rules")]
    operations = [migrations.RunSQL(RULES, BACK)]
