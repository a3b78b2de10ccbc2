from django.db import migrations

NOTICE = """
CREATE FUNCTION cases_is_seconded(worker bigint, provider bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM netwerk_secondment
         WHERE user_id = worker AND organisation_id = provider
           AND starts_on <= on_day AND (ends_on IS NULL OR ends_on > on_day)
    )
$$;

-- Who coordinates a case in which the own employer comes to help is noticed too, once for each employer.
CREATE FUNCTION cases_notice_coordinator(a_case bigint, provider bigint, on_day date, but bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO cases_secondmentnotice (case_id, team_id, worker_id, organisation_id, kind, noticed_on)
    SELECT c.id, c.team_id, k.worker_id, provider, 'case', on_day
      FROM cases_case c JOIN cases_casecoordinator k ON k.case_id = c.id AND k.ended_at IS NULL
     WHERE c.id = a_case AND k.worker_id <> but AND cases_is_seconded(k.worker_id, provider, on_day)
    ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION cases_notice_involvement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF cases_is_seconded(NEW.sent_by_id, NEW.organisation_id, NEW.sent_on) THEN
        INSERT INTO cases_secondmentnotice
            (case_id, team_id, worker_id, organisation_id, kind, involvement_id, noticed_on)
        SELECT c.id, c.team_id, NEW.sent_by_id, NEW.organisation_id, 'involvement', NEW.id, NEW.sent_on
          FROM cases_case c WHERE c.id = NEW.case_id;
    END IF;
    PERFORM cases_notice_coordinator(NEW.case_id, NEW.organisation_id, NEW.sent_on, NEW.sent_by_id);
    RETURN NULL;
END $$;
CREATE TRIGGER secondment_in_a_request_is_noticed AFTER INSERT ON cases_involvement
    FOR EACH ROW EXECUTE FUNCTION cases_notice_involvement();

CREATE FUNCTION cases_notice_provision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
    IF NEW.organisation_id IS NOT NULL THEN
        IF cases_is_seconded(NEW.registered_by_id, NEW.organisation_id, today) THEN
            INSERT INTO cases_secondmentnotice
                (case_id, team_id, worker_id, organisation_id, kind, provision_id, noticed_on)
            SELECT c.id, c.team_id, NEW.registered_by_id, NEW.organisation_id, 'provision', NEW.id, today
              FROM cases_case c WHERE c.id = NEW.case_id;
        END IF;
        PERFORM cases_notice_coordinator(NEW.case_id, NEW.organisation_id, today, NEW.registered_by_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER secondment_in_a_provision_is_noticed AFTER INSERT ON cases_provision
    FOR EACH ROW EXECUTE FUNCTION cases_notice_provision();

CREATE FUNCTION cases_notice_new_coordinator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    on_day date := (NEW.started_at AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
    IF NEW.ended_at IS NULL THEN
        INSERT INTO cases_secondmentnotice (case_id, team_id, worker_id, organisation_id, kind, noticed_on)
        SELECT DISTINCT c.id, c.team_id, NEW.worker_id, helps.organisation_id, 'case', on_day
          FROM cases_case c
          JOIN (
              SELECT organisation_id FROM cases_involvement
               WHERE case_id = NEW.case_id
                 AND declined_on IS NULL AND cancelled_on IS NULL AND finished_on IS NULL
              UNION
              SELECT organisation_id FROM cases_provision
               WHERE case_id = NEW.case_id AND organisation_id IS NOT NULL
                 AND starts_on <= on_day AND (ends_on IS NULL OR ends_on > on_day)
          ) helps ON cases_is_seconded(NEW.worker_id, helps.organisation_id, on_day)
         WHERE c.id = NEW.case_id
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER secondment_of_a_coordinator_is_noticed AFTER INSERT ON cases_casecoordinator
    FOR EACH ROW EXECUTE FUNCTION cases_notice_new_coordinator();
"""
NOTICE_BACK = """
DROP TRIGGER secondment_of_a_coordinator_is_noticed ON cases_casecoordinator;
DROP TRIGGER secondment_in_a_provision_is_noticed ON cases_provision;
DROP TRIGGER secondment_in_a_request_is_noticed ON cases_involvement;
DROP FUNCTION cases_notice_new_coordinator();
DROP FUNCTION cases_notice_provision();
DROP FUNCTION cases_notice_involvement();
DROP FUNCTION cases_notice_coordinator(bigint, bigint, date, bigint);
DROP FUNCTION cases_is_seconded(bigint, bigint, date);
"""


class Migration(migrations.Migration):
    """Whoever goes on where the own employer helps is noticed, by the database itself."""

    dependencies = [("cases", "0018_request_link_rules"), ("netwerk", "0004_independence_rules")]
    operations = [migrations.RunSQL(NOTICE, NOTICE_BACK)]
