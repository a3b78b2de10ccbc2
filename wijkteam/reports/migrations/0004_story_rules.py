from django.db import migrations

# As in 0002_frozen, and the stories come with the publication.
FROZEN = """
CREATE OR REPLACE FUNCTION reports_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
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
    kept.stories := OLD.stories;
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
"""
FROZEN_BACK = FROZEN.replace("    kept.stories := OLD.stories;\n", "")

STORIES = """
CREATE FUNCTION reports_check_stories() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told jsonb;
BEGIN
    IF NEW.published_at IS NULL THEN
        IF NEW.stories <> '[]'::jsonb THEN
            RAISE EXCEPTION 'the stories come into a report when it is published'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_stories_come_with_publication';
        END IF;
        RETURN NEW;
    END IF;
    -- The story is held until the publication is committed: nobody changes or withdraws it in between.
    FOR told IN SELECT value FROM jsonb_array_elements(NEW.stories) LOOP
        PERFORM 1 FROM collectief_story
          WHERE public_id::text = told ->> 'story' AND state = 'approved' AND (NEW.team_id IS NULL OR team_id = NEW.team_id)
            AND title = told ->> 'title' AND text = told ->> 'text' AND kind = told ->> 'source'
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a report tells stories as they were approved, and no other'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'published_story_is_approved';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER report_tells_approved_stories BEFORE INSERT OR UPDATE ON reports_monthlyreport
    FOR EACH ROW EXECUTE FUNCTION reports_check_stories();

CREATE FUNCTION reports_check_chosen_story() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
BEGIN
    IF TG_OP = 'UPDATE' OR (SELECT published_at IS NOT NULL FROM reports_monthlyreport WHERE id = about FOR KEY SHARE) THEN
        RAISE EXCEPTION 'what was chosen for a published report stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_story_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM collectief_story s JOIN reports_monthlyreport r ON r.team_id = s.team_id
                    WHERE s.id = NEW.story_id AND r.id = NEW.report_id AND s.state = 'approved') THEN
        RAISE EXCEPTION 'an approved story of the team itself goes into its report'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_story_is_approved_and_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_story_is_approved_and_own BEFORE INSERT OR UPDATE OR DELETE ON reports_reportstory
    FOR EACH ROW EXECUTE FUNCTION reports_check_chosen_story();
"""
STORIES_BACK = """
DROP TRIGGER report_story_is_approved_and_own ON reports_reportstory;
DROP FUNCTION reports_check_chosen_story();
DROP TRIGGER report_tells_approved_stories ON reports_monthlyreport;
DROP FUNCTION reports_check_stories();
"""


class Migration(migrations.Migration):
    """A published report tells approved stories in the words that were approved, and nobody can choose them later."""

    dependencies = [("reports", "0003_proven")]
    operations = [migrations.RunSQL(FROZEN, FROZEN_BACK), migrations.RunSQL(STORIES, STORIES_BACK)]
