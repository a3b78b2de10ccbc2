from django.db import migrations

PRINCIPLES = """
CREATE FUNCTION netwerk_check_principles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest record;
BEGIN
    SELECT coalesce(max(version), 0) AS version, max(starts_on) AS starts_on INTO latest FROM netwerk_principles;
    IF NEW.version <> latest.version + 1 OR NEW.starts_on < latest.starts_on THEN
        RAISE EXCEPTION 'versions of the principles follow each other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'principles_versions_are_consecutive';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER principles_versions_are_consecutive BEFORE INSERT ON netwerk_principles
    FOR EACH ROW EXECUTE FUNCTION netwerk_check_principles();

CREATE FUNCTION netwerk_check_endorsement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.starts_on < (SELECT starts_on FROM netwerk_principles WHERE id = NEW.principles_id) THEN
        RAISE EXCEPTION 'nobody answers about principles before they are there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'endorsement_follows_its_version';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER endorsement_follows_its_version BEFORE INSERT ON netwerk_endorsement
    FOR EACH ROW EXECUTE FUNCTION netwerk_check_endorsement();

CREATE FUNCTION netwerk_keep_endorsement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ends_on IS NOT NULL
       OR (NEW.organisation_id, NEW.principles_id, NEW.answer, NEW.starts_on, NEW.signed_by, NEW.note, NEW.recorded_by_id)
          IS DISTINCT FROM
          (OLD.organisation_id, OLD.principles_id, OLD.answer, OLD.starts_on, OLD.signed_by, OLD.note, OLD.recorded_by_id)
    THEN
        RAISE EXCEPTION 'what was answered is not rewritten: it ends, and another answer follows'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'endorsement_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER endorsement_stays_as_it_was BEFORE UPDATE OR DELETE ON netwerk_endorsement
    FOR EACH ROW EXECUTE FUNCTION netwerk_keep_endorsement();
"""
PRINCIPLES_BACK = """
DROP TRIGGER endorsement_stays_as_it_was ON netwerk_endorsement;
DROP FUNCTION netwerk_keep_endorsement();
DROP TRIGGER endorsement_follows_its_version ON netwerk_endorsement;
DROP FUNCTION netwerk_check_endorsement();
DROP TRIGGER principles_versions_are_consecutive ON netwerk_principles;
DROP FUNCTION netwerk_check_principles();
"""

DILEMMA = """
CREATE FUNCTION netwerk_check_dilemma_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM netwerk_dilemma d JOIN teams_teammembership m ON m.team_id = d.team_id
        WHERE d.id = NEW.dilemma_id AND m.user_id = NEW.user_id AND (m.ends_on IS NULL OR m.ends_on > d.written_on)
    ) THEN
        RAISE EXCEPTION 'a dilemma is read along by colleagues of the same team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dilemma_reader_works_in_the_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dilemma_reader_works_in_the_team BEFORE INSERT OR UPDATE ON netwerk_dilemmareader
    FOR EACH ROW EXECUTE FUNCTION netwerk_check_dilemma_reader();

CREATE FUNCTION netwerk_keep_dilemma() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_on IS NOT NULL OR (NEW.team_id, NEW.author_id) IS DISTINCT FROM (OLD.team_id, OLD.author_id) THEN
        RAISE EXCEPTION 'a dilemma that ended stays as it was, and keeps its team and author'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dilemma_stays_as_it_ended';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dilemma_stays_as_it_ended BEFORE UPDATE ON netwerk_dilemma
    FOR EACH ROW EXECUTE FUNCTION netwerk_keep_dilemma();
"""
DILEMMA_BACK = """
DROP TRIGGER dilemma_stays_as_it_ended ON netwerk_dilemma;
DROP FUNCTION netwerk_keep_dilemma();
DROP TRIGGER dilemma_reader_works_in_the_team ON netwerk_dilemmareader;
DROP FUNCTION netwerk_check_dilemma_reader();
"""


class Migration(migrations.Migration):
    """Versions follow each other, answers stay, and a dilemma stays among colleagues."""

    dependencies = [("netwerk", "0003_hours_of_moments"), ("teams", "0001_initial")]
    operations = [migrations.RunSQL(PRINCIPLES, PRINCIPLES_BACK), migrations.RunSQL(DILEMMA, DILEMMA_BACK)]
