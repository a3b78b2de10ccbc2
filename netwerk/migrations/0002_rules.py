from django.db import migrations

RING = """
CREATE FUNCTION netwerk_check_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two transactions cannot both be the first place of a partner: they wait for each other here.
    PERFORM 1 FROM netwerk_organisation WHERE id = NEW.organisation_id FOR NO KEY UPDATE;
    IF NEW.reason = '' AND EXISTS (
        SELECT 1 FROM netwerk_ringmembership
        WHERE team_id = NEW.team_id AND organisation_id = NEW.organisation_id AND id <> NEW.id
          AND starts_on < NEW.starts_on
    ) THEN
        RAISE EXCEPTION 'a partner moves between rings, or comes back, with a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ring_move_has_a_reason';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ring_move_has_a_reason BEFORE INSERT ON netwerk_ringmembership
    FOR EACH ROW EXECUTE FUNCTION netwerk_check_ring();

CREATE FUNCTION netwerk_keep_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.team_id, NEW.organisation_id, NEW.ring, NEW.starts_on, NEW.reason)
       IS DISTINCT FROM (OLD.team_id, OLD.organisation_id, OLD.ring, OLD.starts_on, OLD.reason)
       OR OLD.ends_on IS NOT NULL AND (NEW.ends_on, NEW.end_reason) IS DISTINCT FROM (OLD.ends_on, OLD.end_reason)
    THEN
        RAISE EXCEPTION 'who stood where is not rewritten: end the place and begin another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ring_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ring_stays_as_it_was BEFORE UPDATE ON netwerk_ringmembership
    FOR EACH ROW EXECUTE FUNCTION netwerk_keep_ring();
"""
RING_BACK = """
DROP TRIGGER ring_stays_as_it_was ON netwerk_ringmembership;
DROP FUNCTION netwerk_keep_ring();
DROP TRIGGER ring_move_has_a_reason ON netwerk_ringmembership;
DROP FUNCTION netwerk_check_ring();
"""

AGREEMENT = """
CREATE FUNCTION netwerk_check_agreement_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest integer;
BEGIN
    PERFORM 1 FROM netwerk_organisation WHERE id = NEW.organisation_id FOR NO KEY UPDATE;
    SELECT coalesce(max(version), 0) INTO latest FROM netwerk_workingagreement
        WHERE team_id = NEW.team_id AND organisation_id = NEW.organisation_id;
    IF NEW.version <> latest + 1 THEN
        RAISE EXCEPTION 'versions of an agreement follow each other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_versions_are_consecutive';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_versions_are_consecutive BEFORE INSERT ON netwerk_workingagreement
    FOR EACH ROW EXECUTE FUNCTION netwerk_check_agreement_version();

CREATE FUNCTION netwerk_keep_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR TG_OP = 'UPDATE' AND (NEW.team_id, NEW.organisation_id, NEW.version)
       IS DISTINCT FROM (OLD.team_id, OLD.organisation_id, OLD.version) THEN
        RAISE EXCEPTION 'an ended version of an agreement stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_agreement_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ended_agreement_is_frozen BEFORE UPDATE OR DELETE ON netwerk_workingagreement
    FOR EACH ROW EXECUTE FUNCTION netwerk_keep_agreement();
"""
AGREEMENT_BACK = """
DROP TRIGGER ended_agreement_is_frozen ON netwerk_workingagreement;
DROP FUNCTION netwerk_keep_agreement();
DROP TRIGGER agreement_versions_are_consecutive ON netwerk_workingagreement;
DROP FUNCTION netwerk_check_agreement_version();
"""


class Migration(migrations.Migration):
    """Where a partner stood and what was agreed can be read back as it was."""

    dependencies = [("netwerk", "0001_initial")]
    operations = [migrations.RunSQL(RING, RING_BACK), migrations.RunSQL(AGREEMENT, AGREEMENT_BACK)]
