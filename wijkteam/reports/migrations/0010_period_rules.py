from django.db import migrations

RULES = """
CREATE FUNCTION reports_keep_period_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a period report never changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'period_report_is_frozen';
END $$;
CREATE TRIGGER period_report_is_frozen BEFORE UPDATE OR DELETE ON reports_periodreport
    FOR EACH ROW EXECUTE FUNCTION reports_keep_period_report();
CREATE TRIGGER period_file_is_frozen BEFORE UPDATE OR DELETE ON reports_periodreportfile
    FOR EACH ROW EXECUTE FUNCTION reports_keep_period_report();

CREATE FUNCTION reports_check_period_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    audited reports_disclosureaudit;
BEGIN
    SELECT a.* INTO audited
      FROM reports_disclosureaudit a JOIN reports_monthsnapshot s ON s.id = a.snapshot_id
     WHERE s.month = NEW.start AND s.version = 1 AND s.scope = '~' || NEW.kind;
    IF NOT FOUND OR audited.cells <> (SELECT count(*) FROM reports_publishedcell WHERE audit_id = audited.id) THEN
        RAISE EXCEPTION 'a period report is published with the audit that proves it safe'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_report_is_proven';
    END IF;
    -- every number that was decided on, and no other
    IF EXISTS (
        SELECT 1
          FROM jsonb_each_text(NEW.content -> 'figures') said
          FULL JOIN (SELECT key, coalesce(shown::text, 'hidden') AS shown
                       FROM reports_publishedcell WHERE audit_id = audited.id) decided ON decided.key = said.key
         WHERE said.value IS DISTINCT FROM decided.shown) THEN
        RAISE EXCEPTION 'a period report shows what was decided, number by number'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_report_shows_what_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER period_report_is_proven BEFORE INSERT ON reports_periodreport
    FOR EACH ROW EXECUTE FUNCTION reports_check_period_report();

CREATE FUNCTION reports_check_period_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM reports_periodreportfile WHERE report_id = NEW.id) < 4 THEN
        RAISE EXCEPTION 'a period report is published together with its files'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_report_has_its_files';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER period_report_has_its_files AFTER INSERT ON reports_periodreport
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reports_check_period_files();
"""
BACK = """
DROP TRIGGER period_report_has_its_files ON reports_periodreport;
DROP FUNCTION reports_check_period_files();
DROP TRIGGER period_report_is_proven ON reports_periodreport;
DROP FUNCTION reports_check_period_report();
DROP TRIGGER period_file_is_frozen ON reports_periodreportfile;
DROP TRIGGER period_report_is_frozen ON reports_periodreport;
DROP FUNCTION reports_keep_period_report();
"""


class Migration(migrations.Migration):
    """A period report stands as it was decided on: proven, complete, and for good."""

    dependencies = [("reports", "0009_period_reports")]
    operations = [migrations.RunSQL(RULES, BACK)]
