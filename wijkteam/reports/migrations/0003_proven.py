from django.db import migrations

PROVEN = """
CREATE FUNCTION reports_keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was decided about a report stays'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'report_ledger_is_frozen';
END $$;
CREATE TRIGGER report_audit_is_frozen BEFORE UPDATE OR DELETE ON reports_disclosureaudit
    FOR EACH ROW EXECUTE FUNCTION reports_keep_ledger();
CREATE TRIGGER report_ledger_is_frozen BEFORE UPDATE OR DELETE ON reports_publishedcell
    FOR EACH ROW EXECUTE FUNCTION reports_keep_ledger();

CREATE FUNCTION reports_check_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Its report says the same month and version as the counts that were audited.
    IF NOT EXISTS (SELECT 1 FROM reports_disclosureaudit a JOIN reports_monthsnapshot s ON s.id = a.snapshot_id
                    WHERE a.id = NEW.audit_id AND s.month = NEW.month AND s.version = NEW.version
                      AND (s.version = 1 OR s.scope = NEW.scope)) THEN
        RAISE EXCEPTION 'a number in the ledger belongs to the audit of its own month and version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_cell_is_of_its_audit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_cell_is_of_its_audit BEFORE INSERT ON reports_publishedcell
    FOR EACH ROW EXECUTE FUNCTION reports_check_cell();

CREATE FUNCTION reports_check_proven() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    audited reports_disclosureaudit;
BEGIN
    IF NEW.published_at IS NULL OR OLD.published_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    SELECT a.* INTO audited
      FROM reports_disclosureaudit a JOIN reports_monthsnapshot s ON s.id = a.snapshot_id
     WHERE s.month = NEW.month AND s.version = NEW.version
       AND s.scope = CASE NEW.version WHEN 1 THEN 'gemeente' ELSE NEW.scope END;
    IF NOT FOUND OR audited.cells <> (SELECT count(*) FROM reports_publishedcell WHERE audit_id = audited.id) THEN
        RAISE EXCEPTION 'a report is published with the audit that proves it safe'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_report_is_proven';
    END IF;
    IF EXISTS (
        SELECT 1
          FROM (SELECT key, value FROM jsonb_each_text(NEW.content -> 'figures')
                UNION ALL
                SELECT 'theme:' || (one ->> 'code'), one ->> 'households'
                  FROM jsonb_array_elements(NEW.content -> 'themes') one
                UNION ALL
                SELECT 'district:' || (one ->> 'code'), one ->> 'households'
                  FROM jsonb_array_elements(NEW.content -> 'districts') one) said
          JOIN reports_publishedcell c ON c.audit_id = audited.id AND c.scope = NEW.scope AND c.key = said.key
         WHERE said.value IS DISTINCT FROM coalesce(c.shown::text, 'hidden')) THEN
        RAISE EXCEPTION 'a report shows what was decided, number by number'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_report_shows_what_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_is_proven BEFORE UPDATE ON reports_monthlyreport
    FOR EACH ROW EXECUTE FUNCTION reports_check_proven();
"""
PROVEN_BACK = """
DROP TRIGGER report_is_proven ON reports_monthlyreport;
DROP FUNCTION reports_check_proven();
DROP TRIGGER published_cell_is_of_its_audit ON reports_publishedcell;
DROP FUNCTION reports_check_cell();
DROP TRIGGER report_ledger_is_frozen ON reports_publishedcell;
DROP TRIGGER report_audit_is_frozen ON reports_disclosureaudit;
DROP FUNCTION reports_keep_ledger();
"""


class Migration(migrations.Migration):
    """No report is published without the stored proof that it is safe, nor with another number than was decided on."""

    dependencies = [("reports", "0002_frozen")]
    operations = [migrations.RunSQL(PROVEN, PROVEN_BACK)]
