from django.db import migrations

# Whoever decides and whoever asks for a file lock the request first: they see each other.
REQUESTS = """
CREATE FUNCTION retention_keep_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.kind, NEW.received_on, NEW.noted_by_id, NEW.noted_at, NEW.asked_by, NEW.representative, NEW.identity,
           NEW.words)
       IS DISTINCT FROM (OLD.kind, OLD.received_on, OLD.noted_by_id, OLD.noted_at, OLD.asked_by, OLD.representative,
           OLD.identity, OLD.words)
       OR OLD.extended_on IS NOT NULL AND (NEW.extended_on, NEW.extended_by_id, NEW.extended_because)
          IS DISTINCT FROM (OLD.extended_on, OLD.extended_by_id, OLD.extended_because)
       OR OLD.decided_at IS NOT NULL
          AND (NEW.decided_at, NEW.decided_by_id, NEW.outcome, NEW.because, NEW.extended_on, NEW.due_on)
          IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.outcome, OLD.because, OLD.extended_on, OLD.due_on)
       THEN
        RAISE EXCEPTION 'what a resident asked, and what was answered, stays as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_stays_as_it_was';
    END IF;
    IF NEW.kind = 'access' AND OLD.decided_at IS NULL AND NEW.outcome IN ('granted', 'partly') THEN
        PERFORM 1 FROM retention_requestfile WHERE request_id = NEW.id AND released_at IS NOT NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'somebody else releases the file before access is granted'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_access_has_a_released_file';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_stays_as_it_was BEFORE UPDATE OR DELETE ON retention_residentrequest
    FOR EACH ROW EXECUTE FUNCTION retention_keep_request();
"""
REQUESTS_BACK = """
DROP TRIGGER request_stays_as_it_was ON retention_residentrequest;
DROP FUNCTION retention_keep_request();
"""
FILES = """
CREATE FUNCTION retention_check_request_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM retention_residentrequest
      WHERE id = NEW.request_id FOR NO KEY UPDATE;
    PERFORM 1 FROM retention_residentrequest
      WHERE id = NEW.request_id AND kind = 'access' AND decided_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a file is made for a request to see what is kept, before it is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resident_file_is_of_an_open_request';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER resident_file_is_of_an_open_request BEFORE INSERT ON retention_requestfile
    FOR EACH ROW EXECUTE FUNCTION retention_check_request_file();

CREATE FUNCTION retention_keep_request_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.erased_at IS NOT NULL OR NEW.request_id <> OLD.request_id
       OR (NEW.asked_by_id, NEW.asked_at) IS DISTINCT FROM (OLD.asked_by_id, OLD.asked_at)
       OR OLD.released_at IS NOT NULL AND (NEW.released_at, NEW.released_by_id, NEW.ends_at, NEW.marks)
          IS DISTINCT FROM (OLD.released_at, OLD.released_by_id, OLD.ends_at, OLD.marks) THEN
        RAISE EXCEPTION 'a file for a resident stays as it was released, until it is erased'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resident_file_stays_as_released';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER resident_file_stays_as_released BEFORE UPDATE OR DELETE ON retention_requestfile
    FOR EACH ROW EXECUTE FUNCTION retention_keep_request_file();
"""
FILES_BACK = """
DROP TRIGGER resident_file_stays_as_released ON retention_requestfile;
DROP FUNCTION retention_keep_request_file();
DROP TRIGGER resident_file_is_of_an_open_request ON retention_requestfile;
DROP FUNCTION retention_check_request_file();
"""
# A merge of files moves it along (case, person); its words stay.
STATEMENTS = """
CREATE FUNCTION retention_keep_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'DELETE' OR (NEW.text, NEW.request_id, NEW.added_at, NEW.added_by_id)
           IS DISTINCT FROM (OLD.text, OLD.request_id, OLD.added_at, OLD.added_by_id) THEN
            RAISE EXCEPTION 'a statement stays as the resident said it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_stays_as_it_was_said';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM 1 FROM retention_residentrequest
      WHERE id = NEW.request_id AND kind IN ('correction', 'objection') AND outcome IN ('partly', 'refused')
        AND case_id = NEW.case_id AND person_id = NEW.person_id FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a statement is added when something was not changed, to the file and by the person'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_follows_a_refusal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER statement_follows_a_refusal BEFORE INSERT OR UPDATE OR DELETE ON retention_residentstatement
    FOR EACH ROW EXECUTE FUNCTION retention_keep_statement();
"""
STATEMENTS_BACK = """
DROP TRIGGER statement_follows_a_refusal ON retention_residentstatement;
DROP FUNCTION retention_keep_statement();
"""


class Migration(migrations.Migration):
    """What was asked and answered stays; a file is of an open request; a statement follows what was not changed."""

    dependencies = [("retention", "0005_resident_requests")]
    operations = [
        migrations.RunSQL(REQUESTS, REQUESTS_BACK),
        migrations.RunSQL(FILES, FILES_BACK),
        migrations.RunSQL(STATEMENTS, STATEMENTS_BACK),
    ]
