from django.db import migrations

# The volunteer is locked first, then the wish: two matches at once wait for each other.
MATCH = """
CREATE FUNCTION collectief_check_match() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    helper record;
    wanted record;
    form text;
    taken integer;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.wish_id, NEW.volunteer_id, NEW.starts_on, NEW.request_key)
           IS DISTINCT FROM (OLD.wish_id, OLD.volunteer_id, OLD.starts_on, OLD.request_key)
           OR OLD.ended_on IS NOT NULL AND (NEW.ended_on, NEW.end_reason, NEW.talked_on, NEW.planned_until)
              IS DISTINCT FROM (OLD.ended_on, OLD.end_reason, OLD.talked_on, OLD.planned_until) THEN
            RAISE EXCEPTION 'who visits whom since when stays, and an end is final'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_match_stays_as_it_was';
        END IF;
        IF NEW.ended_on IS NOT NULL AND EXISTS (
            SELECT 1 FROM collectief_visit WHERE match_id = NEW.id AND held_on > NEW.ended_on
        ) THEN
            RAISE EXCEPTION 'nobody was visited after the end'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_lies_in_its_match';
        END IF;
        RETURN NEW;
    END IF;
    SELECT team_id, stopped_on, started_on, visits_at_once INTO helper
      FROM collectief_volunteer WHERE id = NEW.volunteer_id FOR NO KEY UPDATE;
    SELECT wish.team_id, wish.closed_on, wish.consent_on, wish.method_id, method.form INTO wanted
      FROM collectief_visitwish wish JOIN collectief_method method ON method.id = wish.method_id
     WHERE wish.id = NEW.wish_id FOR NO KEY UPDATE OF wish;
    IF wanted.form <> 'visits' OR wanted.team_id <> helper.team_id THEN
        RAISE EXCEPTION 'a volunteer of the team visits, by a method of visiting'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_match_is_of_one_team';
    END IF;
    IF wanted.closed_on IS NOT NULL OR wanted.consent_on > NEW.starts_on OR helper.stopped_on IS NOT NULL
       OR helper.started_on > NEW.starts_on THEN
        RAISE EXCEPTION 'both want it now'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_match_both_want_it';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM collectief_certificate WHERE volunteer_id = NEW.volunteer_id AND kind = 'training'
           AND method_id = wanted.method_id AND starts_on <= NEW.starts_on
           AND (ends_on IS NULL OR ends_on > NEW.starts_on)
    ) OR NOT EXISTS (
        SELECT 1 FROM collectief_certificate WHERE volunteer_id = NEW.volunteer_id AND kind = 'conduct'
           AND starts_on <= NEW.starts_on AND (ends_on IS NULL OR ends_on > NEW.starts_on)
    ) THEN
        RAISE EXCEPTION 'who visits somebody was trained for it and showed a certificate of good conduct'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_match_needs_training';
    END IF;
    SELECT count(*) INTO taken FROM collectief_visitmatch WHERE volunteer_id = NEW.volunteer_id AND ended_on IS NULL;
    IF NEW.ended_on IS NULL AND taken >= helper.visits_at_once THEN
        RAISE EXCEPTION 'a volunteer visits no more people at a time than they said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'volunteer_keeps_to_capacity';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_match_keeps_the_rules BEFORE INSERT OR UPDATE ON collectief_visitmatch
    FOR EACH ROW EXECUTE FUNCTION collectief_check_match();
"""
MATCH_BACK = """
DROP TRIGGER visit_match_keeps_the_rules ON collectief_visitmatch;
DROP FUNCTION collectief_check_match();
"""

SIDES = """
CREATE FUNCTION collectief_keep_volunteer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken integer;
BEGIN
    IF NEW.erased_on IS NOT NULL AND (cardinality(NEW.languages) + cardinality(NEW.day_parts)
                                      + cardinality(NEW.interests)) > 0 THEN
        RAISE EXCEPTION 'who is forgotten is forgotten altogether'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'volunteer_is_forgotten_altogether';
    END IF;
    IF NEW.stopped_on IS DISTINCT FROM OLD.stopped_on OR NEW.visits_at_once < OLD.visits_at_once THEN
        SELECT count(*) INTO taken FROM collectief_visitmatch WHERE volunteer_id = NEW.id AND ended_on IS NULL;
        IF NEW.stopped_on IS NOT NULL AND taken > 0 THEN
            RAISE EXCEPTION 'visits end before a volunteer stops'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'volunteer_stops_after_the_visits';
        END IF;
        IF taken > NEW.visits_at_once THEN
            RAISE EXCEPTION 'a volunteer visits no more people at a time than they said'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'volunteer_keeps_to_capacity';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER volunteer_keeps_their_word BEFORE UPDATE ON collectief_volunteer
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_volunteer();

CREATE FUNCTION collectief_keep_wish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.erased_on IS NOT NULL AND (cardinality(NEW.languages) + cardinality(NEW.day_parts)
                                      + cardinality(NEW.interests)) > 0 THEN
        RAISE EXCEPTION 'who is forgotten is forgotten altogether'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_wish_is_forgotten_altogether';
    END IF;
    IF NEW.closed_on IS NOT NULL AND OLD.closed_on IS NULL
       AND EXISTS (SELECT 1 FROM collectief_visitmatch WHERE wish_id = NEW.id AND ended_on IS NULL) THEN
        RAISE EXCEPTION 'visits end before the wish is closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_wish_closes_after_the_visits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_wish_keeps_its_word BEFORE UPDATE ON collectief_visitwish
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_wish();
"""
SIDES_BACK = """
DROP TRIGGER visit_wish_keeps_its_word ON collectief_visitwish;
DROP FUNCTION collectief_keep_wish();
DROP TRIGGER volunteer_keeps_their_word ON collectief_volunteer;
DROP FUNCTION collectief_keep_volunteer();
"""

VISIT = """
CREATE FUNCTION collectief_check_visit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.match_id <> OLD.match_id THEN
        RAISE EXCEPTION 'a visit stays one of its match'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_lies_in_its_match';
    END IF;
    SELECT starts_on, planned_until, ended_on INTO one FROM collectief_visitmatch WHERE id = NEW.match_id FOR SHARE;
    IF NEW.planned_on < one.starts_on OR NEW.planned_on >= one.planned_until
       OR NEW.held_on < one.starts_on OR NEW.held_on > one.ended_on
       OR NEW.held_on > (NEW.told_at AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RAISE EXCEPTION 'a visit lies between the begin and the end, and is told of afterwards'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_lies_in_its_match';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_lies_in_its_match BEFORE INSERT OR UPDATE ON collectief_visit
    FOR EACH ROW EXECUTE FUNCTION collectief_check_visit();
"""
VISIT_BACK = """
DROP TRIGGER visit_lies_in_its_match ON collectief_visit;
DROP FUNCTION collectief_check_visit();
"""

LINK = """
CREATE FUNCTION collectief_keep_visit_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.volunteer_id, NEW.created_at, NEW.created_by_id, NEW.starts_on, NEW.expires_on, NEW.request_key)
       IS DISTINCT FROM
       (OLD.volunteer_id, OLD.created_at, OLD.created_by_id, OLD.starts_on, OLD.expires_on, OLD.request_key)
       OR OLD.sent_at IS NOT NULL AND (NEW.digest, NEW.sent_at) IS DISTINCT FROM (OLD.digest, OLD.sent_at)
       OR OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id, NEW.digest, NEW.sent_at)
          IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.digest, OLD.sent_at) THEN
        RAISE EXCEPTION 'a link is sent once and can be taken back; no more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_link_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_link_stays_as_it_was BEFORE UPDATE ON collectief_visitlink
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_visit_link();

CREATE FUNCTION collectief_keep_visit_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.link_id, NEW.asked_at) IS DISTINCT FROM (OLD.link_id, OLD.asked_at)
       OR OLD.sent_at IS NOT NULL AND (NEW.digest, NEW.sent_at) IS DISTINCT FROM (OLD.digest, OLD.sent_at)
       OR OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at THEN
        RAISE EXCEPTION 'a code is sent once and used once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_code_is_used_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_code_is_used_once BEFORE UPDATE ON collectief_visitcode
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_visit_code();

CREATE FUNCTION collectief_check_use_of_visit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    on_day date := (NEW.at AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
    SELECT starts_on, expires_on, revoked_at, sent_at INTO one
      FROM collectief_visitlink WHERE id = NEW.link_id FOR SHARE;
    IF one.sent_at IS NULL OR one.revoked_at IS NOT NULL OR on_day < one.starts_on OR on_day >= one.expires_on THEN
        RAISE EXCEPTION 'this link opens nothing any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_link_opens_while_it_lasts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_link_opens_while_it_lasts BEFORE INSERT ON collectief_visitlinkuse
    FOR EACH ROW EXECUTE FUNCTION collectief_check_use_of_visit_link();
"""
LINK_BACK = """
DROP TRIGGER visit_link_opens_while_it_lasts ON collectief_visitlinkuse;
DROP FUNCTION collectief_check_use_of_visit_link();
DROP TRIGGER visit_code_is_used_once ON collectief_visitcode;
DROP FUNCTION collectief_keep_visit_code();
DROP TRIGGER visit_link_stays_as_it_was ON collectief_visitlink;
DROP FUNCTION collectief_keep_visit_link();
"""


class Migration(migrations.Migration):
    """Who visits is trained, wants it and has room; visits lie in their half year; a link opens while it lasts."""

    dependencies = [("collectief", "0007_story_rules")]
    operations = [
        migrations.RunSQL(MATCH, MATCH_BACK),
        migrations.RunSQL(SIDES, SIDES_BACK),
        migrations.RunSQL(VISIT, VISIT_BACK),
        migrations.RunSQL(LINK, LINK_BACK),
    ]
