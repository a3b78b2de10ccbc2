from django.db import migrations

# The request is locked by what speaks of it, so that nobody answers, calls off or withdraws between look and commit.
RULES = """
CREATE FUNCTION cases_check_request_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT * INTO one FROM cases_involvement WHERE id = NEW.involvement_id FOR SHARE;
    IF one.accepted_on IS NOT NULL OR one.started_on IS NOT NULL OR one.finished_on IS NOT NULL
       OR one.declined_on IS NOT NULL OR one.cancelled_on IS NOT NULL THEN
        RAISE EXCEPTION 'a link is for a request that waits for an answer'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_link_is_for_what_waits';
    END IF;
    IF one.sharing_id IS NOT NULL THEN
        PERFORM cases_require_sharing(one.sharing_id, one.case_id, one.organisation_id, one.professional_id,
                                      (NEW.created_at AT TIME ZONE 'Europe/Amsterdam')::date);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_link_has_its_ground BEFORE INSERT ON cases_requestlink
    FOR EACH ROW EXECUTE FUNCTION cases_check_request_link();

CREATE FUNCTION cases_keep_request_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.involvement_id, NEW.email, NEW.created_at, NEW.created_by_id, NEW.starts_on, NEW.request_key)
       IS DISTINCT FROM
       (OLD.involvement_id, OLD.email, OLD.created_at, OLD.created_by_id, OLD.starts_on, OLD.request_key)
       OR NEW.expires_on < OLD.expires_on
       OR OLD.sent_at IS NOT NULL AND (NEW.digest, NEW.sent_at) IS DISTINCT FROM (OLD.digest, OLD.sent_at)
       OR OLD.revoked_at IS NOT NULL
          AND (NEW.revoked_at, NEW.revoked_by_id, NEW.expires_on, NEW.digest, NEW.sent_at)
          IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.expires_on, OLD.digest, OLD.sent_at) THEN
        RAISE EXCEPTION 'a link is sent once, lasts longer after "later", and can be taken back; no more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_link_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_link_stays_as_it_was BEFORE UPDATE ON cases_requestlink
    FOR EACH ROW EXECUTE FUNCTION cases_keep_request_link();

CREATE FUNCTION cases_keep_request_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.link_id, NEW.asked_at) IS DISTINCT FROM (OLD.link_id, OLD.asked_at)
       OR OLD.sent_at IS NOT NULL AND (NEW.digest, NEW.sent_at) IS DISTINCT FROM (OLD.digest, OLD.sent_at)
       OR OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at THEN
        RAISE EXCEPTION 'a code is sent once and used once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_code_is_used_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_code_is_used_once BEFORE UPDATE ON cases_requestcode
    FOR EACH ROW EXECUTE FUNCTION cases_keep_request_code();

CREATE FUNCTION cases_check_use_of_request_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    on_day date := (NEW.at AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
    SELECT starts_on, expires_on, revoked_at, sent_at INTO one
      FROM cases_requestlink WHERE id = NEW.link_id FOR SHARE;
    IF one.sent_at IS NULL OR one.revoked_at IS NOT NULL OR on_day < one.starts_on OR on_day >= one.expires_on THEN
        RAISE EXCEPTION 'this link opens nothing any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_link_opens_while_it_lasts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_link_opens_while_it_lasts BEFORE INSERT ON cases_requestlinkuse
    FOR EACH ROW EXECUTE FUNCTION cases_check_use_of_request_link();

CREATE FUNCTION cases_check_request_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    asked record;
    on_day date := (NEW.at AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
    SELECT * INTO asked FROM cases_involvement WHERE id = NEW.involvement_id FOR SHARE;
    IF asked.started_on IS NOT NULL OR asked.finished_on IS NOT NULL OR asked.cancelled_on IS NOT NULL
       OR NEW.kind <> 'no' AND asked.declined_on IS NOT NULL THEN
        RAISE EXCEPTION 'an answer is given to what was asked and still waits'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answer_to_what_waits';
    END IF;
    IF NEW.link_id IS NOT NULL THEN
        SELECT involvement_id, starts_on, expires_on, revoked_at, sent_at INTO one
          FROM cases_requestlink WHERE id = NEW.link_id FOR SHARE;
        IF one.involvement_id <> NEW.involvement_id OR one.sent_at IS NULL OR one.revoked_at IS NOT NULL
           OR on_day < one.starts_on OR on_day >= one.expires_on THEN
            RAISE EXCEPTION 'an answer comes through the link of its own request, while that lasts'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answer_through_its_link';
        END IF;
    END IF;
    IF NEW.kind = 'later' AND NEW.later_on <= on_day OR NEW.from_on < on_day THEN
        RAISE EXCEPTION 'what a partner promises still has to come'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answer_promises_what_comes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_answer_keeps_the_rules BEFORE INSERT ON cases_requestanswer
    FOR EACH ROW EXECUTE FUNCTION cases_check_request_answer();

CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_requestlinkuse
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_requestanswer
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
"""
RULES_BACK = """
DROP TRIGGER what_was_said_stays ON cases_requestanswer;
DROP TRIGGER what_was_said_stays ON cases_requestlinkuse;
DROP TRIGGER request_answer_keeps_the_rules ON cases_requestanswer;
DROP FUNCTION cases_check_request_answer();
DROP TRIGGER request_link_opens_while_it_lasts ON cases_requestlinkuse;
DROP FUNCTION cases_check_use_of_request_link();
DROP TRIGGER request_code_is_used_once ON cases_requestcode;
DROP FUNCTION cases_keep_request_code();
DROP TRIGGER request_link_stays_as_it_was ON cases_requestlink;
DROP FUNCTION cases_keep_request_link();
DROP TRIGGER request_link_has_its_ground ON cases_requestlink;
DROP FUNCTION cases_check_request_link();
"""


class Migration(migrations.Migration):
    """A link answers its own request while both last, and what a partner said stays written."""

    dependencies = [("cases", "0017_own_plan_file_rules")]
    operations = [migrations.RunSQL(RULES, RULES_BACK)]
