from django.db import migrations

THREAD = """
CREATE FUNCTION reports_keep_thread() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept reports_reportthread;
    about reports_monthlyreport;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a question about a report stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_is_kept';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT * INTO about FROM reports_monthlyreport WHERE id = NEW.report_id;
        IF about.published_at IS NULL THEN
            RAISE EXCEPTION 'a question is about a published report'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_is_about_a_published_report';
        END IF;
        IF about.team_id IS NOT NULL AND about.team_id <> NEW.team_id THEN
            RAISE EXCEPTION 'a question about the report of a team is for that team'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_asks_the_team_of_the_report';
        END IF;
        RETURN NEW;
    END IF;
    kept := NEW;
    kept.closed_at := OLD.closed_at;
    kept.closed_by_id := OLD.closed_by_id;
    kept.close_note := OLD.close_note;
    IF kept IS DISTINCT FROM OLD OR (OLD.closed_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'a question stays as it was asked, and is closed once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER thread_is_kept BEFORE INSERT OR UPDATE OR DELETE ON reports_reportthread
    FOR EACH ROW EXECUTE FUNCTION reports_keep_thread();

CREATE FUNCTION reports_check_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The thread is held: nobody closes it in between.
    IF (SELECT closed_at IS NOT NULL FROM reports_reportthread WHERE id = NEW.thread_id FOR NO KEY UPDATE) THEN
        RAISE EXCEPTION 'a closed question takes no answers'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_is_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER thread_takes_posts BEFORE INSERT ON reports_threadpost
    FOR EACH ROW EXECUTE FUNCTION reports_check_post();

CREATE FUNCTION reports_check_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept reports_reflectionplan;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what was proposed stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reflection_plan_is_kept';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF (SELECT closed_at IS NOT NULL FROM reports_reportthread WHERE id = NEW.thread_id FOR NO KEY UPDATE) THEN
            RAISE EXCEPTION 'a closed question takes no proposals'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reflection_plan_of_an_open_question';
        END IF;
        RETURN NEW;
    END IF;
    kept := NEW;
    kept.accepted := OLD.accepted;
    kept.answered_at := OLD.answered_at;
    kept.answered_by_id := OLD.answered_by_id;
    kept.note := OLD.note;
    IF kept IS DISTINCT FROM OLD OR (OLD.answered_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'a proposal stays as it was made, and is answered once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reflection_plan_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reflection_plan_is_kept BEFORE INSERT OR UPDATE OR DELETE ON reports_reflectionplan
    FOR EACH ROW EXECUTE FUNCTION reports_check_plan();
"""
THREAD_BACK = """
DROP TRIGGER reflection_plan_is_kept ON reports_reflectionplan;
DROP FUNCTION reports_check_plan();
DROP TRIGGER thread_takes_posts ON reports_threadpost;
DROP FUNCTION reports_check_post();
DROP TRIGGER thread_is_kept ON reports_reportthread;
DROP FUNCTION reports_keep_thread();
"""

MAIL = """
CREATE FUNCTION reports_check_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (SELECT published_at IS NULL FROM reports_monthlyreport WHERE id = NEW.report_id) THEN
            RAISE EXCEPTION 'nobody hears of a report before it is published'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_mail_is_about_a_published_report';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.sent_at IS NOT NULL OR OLD.failed_at IS NOT NULL) AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a mail that went or was given up stays so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_mail_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_mail_is_final BEFORE INSERT OR UPDATE ON reports_reportmail
    FOR EACH ROW EXECUTE FUNCTION reports_check_mail();
"""
MAIL_BACK = """
DROP TRIGGER report_mail_is_final ON reports_reportmail;
DROP FUNCTION reports_check_mail();
"""

EDITION = """
CREATE FUNCTION reports_check_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'that something was public is remembered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_edition_is_kept';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.report_id <> OLD.report_id THEN
        RAISE EXCEPTION 'a public edition stays with its report'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_edition_stays_with_its_report';
    END IF;
    IF (SELECT published_at IS NULL FROM reports_monthlyreport WHERE id = NEW.report_id) THEN
        RAISE EXCEPTION 'only a published report has a public edition'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_edition_of_a_published_report';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER public_edition_is_kept BEFORE INSERT OR UPDATE OR DELETE ON reports_publicedition
    FOR EACH ROW EXECUTE FUNCTION reports_check_edition();
"""
EDITION_BACK = """
DROP TRIGGER public_edition_is_kept ON reports_publicedition;
DROP FUNCTION reports_check_edition();
"""


class Migration(migrations.Migration):
    """What was asked, answered, proposed and sent stays as it was, and is about published reports alone."""

    dependencies = [("reports", "0006_conversation")]
    operations = [
        migrations.RunSQL(THREAD, THREAD_BACK),
        migrations.RunSQL(MAIL, MAIL_BACK),
        migrations.RunSQL(EDITION, EDITION_BACK),
    ]
