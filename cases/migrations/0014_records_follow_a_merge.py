from django.db import migrations

# Two persons who turn out to be one: what was recorded about the one is about the other from then on.
FOLLOW = """
CREATE OR REPLACE FUNCTION cases_keep_sharing_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL
       AND (NEW.withdrawn_on, NEW.withdrawn_reason, NEW.withdrawn_by_id)
       IS DISTINCT FROM (OLD.withdrawn_on, OLD.withdrawn_reason, OLD.withdrawn_by_id)
       OR (NEW.kind, NEW.organisation_id, NEW.professional_id, NEW.basis, NEW.law, NEW.ground,
           NEW.consent_on, NEW.consent_manner, NEW.consent_by, NEW.starts_on, NEW.ends_on, NEW.recorded_at,
           NEW.recorded_by_id)
       IS DISTINCT FROM
          (OLD.kind, OLD.organisation_id, OLD.professional_id, OLD.basis, OLD.law, OLD.ground,
           OLD.consent_on, OLD.consent_manner, OLD.consent_by, OLD.starts_on, OLD.ends_on, OLD.recorded_at,
           OLD.recorded_by_id)
       OR (NEW.person_id <> OLD.person_id AND NOT EXISTS (
           SELECT 1 FROM cases_personmerge WHERE merged_id = OLD.person_id AND person_id = NEW.person_id)) THEN
        RAISE EXCEPTION 'a sharing record stays as it was recorded: withdraw it, and make another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sharing_record_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION cases_keep_reading_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.digest, NEW.starts_on, NEW.expires_on, NEW.created_at, NEW.created_by_id)
       IS DISTINCT FROM
       (OLD.case_id, OLD.digest, OLD.starts_on, OLD.expires_on, OLD.created_at, OLD.created_by_id)
       OR (OLD.revoked_at IS NOT NULL
           AND (NEW.revoked_at, NEW.revoked_by_id) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id))
       OR (NEW.person_id <> OLD.person_id AND NOT EXISTS (
           SELECT 1 FROM cases_personmerge WHERE merged_id = OLD.person_id AND person_id = NEW.person_id)) THEN
        RAISE EXCEPTION 'a reading link can only be revoked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_link_can_only_be_revoked';
    END IF;
    RETURN NEW;
END $$;
"""
FOLLOW_BACK = """
CREATE OR REPLACE FUNCTION cases_keep_sharing_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL
       AND (NEW.withdrawn_on, NEW.withdrawn_reason, NEW.withdrawn_by_id)
       IS DISTINCT FROM (OLD.withdrawn_on, OLD.withdrawn_reason, OLD.withdrawn_by_id)
       OR (NEW.person_id, NEW.kind, NEW.organisation_id, NEW.professional_id, NEW.basis, NEW.law, NEW.ground,
           NEW.consent_on, NEW.consent_manner, NEW.consent_by, NEW.starts_on, NEW.ends_on, NEW.recorded_at,
           NEW.recorded_by_id)
       IS DISTINCT FROM
          (OLD.person_id, OLD.kind, OLD.organisation_id, OLD.professional_id, OLD.basis, OLD.law, OLD.ground,
           OLD.consent_on, OLD.consent_manner, OLD.consent_by, OLD.starts_on, OLD.ends_on, OLD.recorded_at,
           OLD.recorded_by_id) THEN
        RAISE EXCEPTION 'a sharing record stays as it was recorded: withdraw it, and make another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sharing_record_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION cases_keep_reading_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.person_id, NEW.digest, NEW.starts_on, NEW.expires_on, NEW.created_at, NEW.created_by_id)
       IS DISTINCT FROM
       (OLD.case_id, OLD.person_id, OLD.digest, OLD.starts_on, OLD.expires_on, OLD.created_at, OLD.created_by_id)
       OR (OLD.revoked_at IS NOT NULL
           AND (NEW.revoked_at, NEW.revoked_by_id) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id)) THEN
        RAISE EXCEPTION 'a reading link can only be revoked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_link_can_only_be_revoked';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A sharing record and a reading link follow the person they are about into a merge, and change in nothing else."""

    dependencies = [("cases", "0013_conference_rules")]
    operations = [migrations.RunSQL(FOLLOW, FOLLOW_BACK)]
