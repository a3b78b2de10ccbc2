from django.db import migrations

FROZEN = """
CREATE FUNCTION reports_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept reports_monthlyreport;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a report stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_kept';
    END IF;
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published report never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_report_is_frozen';
    END IF;
    kept := NEW;
    kept.reading := OLD.reading;
    kept.reading_by_id := OLD.reading_by_id;
    kept.reading_at := OLD.reading_at;
    kept.published_at := OLD.published_at;
    kept.published_by_id := OLD.published_by_id;
    IF kept IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'the figures of a report are frozen when it is made'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_content_is_frozen';
    END IF;
    IF NEW.published_at IS NOT NULL AND (SELECT count(*) FROM reports_reportfile WHERE report_id = NEW.id) < 4 THEN
        RAISE EXCEPTION 'a report is published together with its files'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_report_has_its_files';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_is_frozen BEFORE UPDATE OR DELETE ON reports_monthlyreport
    FOR EACH ROW EXECUTE FUNCTION reports_keep_report();

CREATE FUNCTION reports_check_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last integer;
BEGIN
    SELECT coalesce(max(version), 0) INTO last
      FROM reports_monthlyreport WHERE team_id IS NOT DISTINCT FROM NEW.team_id AND month = NEW.month;
    IF NEW.version <> last + 1 THEN
        RAISE EXCEPTION 'versions of a report follow each other without a gap'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_versions_are_consecutive';
    END IF;
    IF NEW.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a report begins as a draft'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_begins_as_a_draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_versions_are_consecutive BEFORE INSERT ON reports_monthlyreport
    FOR EACH ROW EXECUTE FUNCTION reports_check_version();

CREATE FUNCTION reports_keep_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the counts behind a report stay'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'report_snapshot_is_frozen';
END $$;
CREATE TRIGGER report_snapshot_is_frozen BEFORE UPDATE OR DELETE ON reports_monthsnapshot
    FOR EACH ROW EXECUTE FUNCTION reports_keep_snapshot();

CREATE FUNCTION reports_keep_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR (SELECT published_at IS NOT NULL FROM reports_monthlyreport
                              WHERE id = NEW.report_id FOR KEY SHARE) THEN
        RAISE EXCEPTION 'the files of a report stay as they were published'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_file_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_file_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reports_reportfile
    FOR EACH ROW EXECUTE FUNCTION reports_keep_file();
"""
FROZEN_BACK = """
DROP TRIGGER report_file_is_frozen ON reports_reportfile;
DROP FUNCTION reports_keep_file();
DROP TRIGGER report_snapshot_is_frozen ON reports_monthsnapshot;
DROP FUNCTION reports_keep_snapshot();
DROP TRIGGER report_versions_are_consecutive ON reports_monthlyreport;
DROP FUNCTION reports_check_version();
DROP TRIGGER report_is_frozen ON reports_monthlyreport;
DROP FUNCTION reports_keep_report();
"""

# Everybody else works as before; the role that serves commissioners sees what is published, and reads only
# (it has no other right than SELECT, on these two tables: wijkteam.core.database_roles).
PUBLISHED_ONLY = """
ALTER TABLE reports_monthlyreport ENABLE ROW LEVEL SECURITY;
CREATE POLICY published_only ON reports_monthlyreport
    USING (current_user <> 'wijkteam_report' OR published_at IS NOT NULL)
    WITH CHECK (current_user <> 'wijkteam_report');
ALTER TABLE reports_reportfile ENABLE ROW LEVEL SECURITY;
CREATE POLICY published_only ON reports_reportfile
    USING (current_user <> 'wijkteam_report' OR EXISTS (
        SELECT 1 FROM reports_monthlyreport r WHERE r.id = report_id AND r.published_at IS NOT NULL))
    WITH CHECK (current_user <> 'wijkteam_report');
"""
PUBLISHED_ONLY_BACK = """
DROP POLICY published_only ON reports_reportfile;
ALTER TABLE reports_reportfile DISABLE ROW LEVEL SECURITY;
DROP POLICY published_only ON reports_monthlyreport;
ALTER TABLE reports_monthlyreport DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """A report cannot be changed or removed, by nobody, and its reader's role sees what is published."""

    dependencies = [("reports", "0001_initial")]
    operations = [
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        migrations.RunSQL(PUBLISHED_ONLY, PUBLISHED_ONLY_BACK),
    ]
