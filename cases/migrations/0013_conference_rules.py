from django.db import migrations

# Who is invited from outside hears only what there is a ground to share on the day of the conference; what is on the
# agenda is of the team; and the hours that a conference gives to cases are casework as those of a contact are.
CONFERENCE = """
CREATE FUNCTION cases_check_conference_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.case_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_case c JOIN cases_caseconference k ON k.team_id = c.team_id
         WHERE c.id = NEW.case_id AND k.id = NEW.conference_id) THEN
        RAISE EXCEPTION 'a conference speaks of the cases of its team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conference_speaks_of_its_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conference_speaks_of_its_team BEFORE INSERT OR UPDATE OF conference_id, case_id ON cases_conferenceitem
    FOR EACH ROW EXECUTE FUNCTION cases_check_conference_item();

CREATE FUNCTION cases_check_outsider(outsider bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT i.case_id, i.conference_id, p.conference_id AS invited_to, p.worker_id, p.professional_id, p.person_id,
           o.sharing_id, (k.starts_at AT TIME ZONE 'Europe/Amsterdam')::date AS day, c.household_id, f.organisation_id
      INTO one
      FROM cases_conferenceitemparticipant o
      JOIN cases_conferenceitem i ON i.id = o.item_id
      JOIN cases_conferenceparticipant p ON p.id = o.participant_id
      JOIN cases_caseconference k ON k.id = i.conference_id
      LEFT JOIN cases_case c ON c.id = i.case_id
      LEFT JOIN netwerk_professional f ON f.id = p.professional_id
     WHERE o.id = outsider FOR SHARE OF k;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF one.conference_id <> one.invited_to OR one.worker_id IS NOT NULL THEN
        RAISE EXCEPTION 'who takes part in an item comes from outside and is invited to that conference'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outsider_is_invited';
    END IF;
    IF one.professional_id IS NOT NULL AND one.case_id IS NOT NULL THEN
        PERFORM cases_require_sharing(one.sharing_id, one.case_id, one.organisation_id, one.professional_id, one.day);
    END IF;
    IF one.person_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_householdmember WHERE household_id = one.household_id AND person_id = one.person_id
           AND starts_on <= one.day AND (ends_on IS NULL OR ends_on > one.day)) THEN
        RAISE EXCEPTION 'a resident takes part in what is about the own household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resident_hears_of_the_own_household';
    END IF;
END $$;
CREATE FUNCTION cases_check_outsider_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_check_outsider(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER outsider_hears_what_may_be_shared AFTER INSERT OR UPDATE ON cases_conferenceitemparticipant
    FOR EACH ROW EXECUTE FUNCTION cases_check_outsider_row();

CREATE FUNCTION cases_check_moved_conference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cases_check_outsider(o.id) FROM cases_conferenceitemparticipant o
       JOIN cases_conferenceitem i ON i.id = o.item_id WHERE i.conference_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER outsider_hears_what_may_be_shared AFTER UPDATE OF starts_at ON cases_caseconference
    FOR EACH ROW EXECUTE FUNCTION cases_check_moved_conference();

CREATE OR REPLACE FUNCTION cases_check_hours_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_contact WHERE time_entry_id = NEW.id AND author_id = NEW.user_id;
    IF NOT FOUND THEN
        PERFORM 1 FROM cases_conferencehours h
          WHERE h.time_entry_id = NEW.id AND h.worker_id = NEW.user_id AND h.is_casework
            AND EXISTS (SELECT 1 FROM cases_conferenceitem i
                         WHERE i.conference_id = h.conference_id AND i.case_id IS NOT NULL);
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'hours for a household come from a contact by the same worker, or from a case conference'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_hours_come_from_a_contact';
    END IF;
    RETURN NULL;
END $$;
"""
CONFERENCE_BACK = """
CREATE OR REPLACE FUNCTION cases_check_hours_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_contact WHERE time_entry_id = NEW.id AND author_id = NEW.user_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'hours for a household come from a contact by the same worker'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_hours_come_from_a_contact';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER outsider_hears_what_may_be_shared ON cases_caseconference;
DROP FUNCTION cases_check_moved_conference();
DROP TRIGGER outsider_hears_what_may_be_shared ON cases_conferenceitemparticipant;
DROP FUNCTION cases_check_outsider_row();
DROP FUNCTION cases_check_outsider(bigint);
DROP TRIGGER conference_speaks_of_its_team ON cases_conferenceitem;
DROP FUNCTION cases_check_conference_item();
"""


class Migration(migrations.Migration):
    """Who hears what in a case conference, and whose hours it makes."""

    dependencies = [("cases", "0012_provision_rules")]
    operations = [migrations.RunSQL(CONFERENCE, CONFERENCE_BACK)]
