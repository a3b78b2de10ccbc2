from django.db import migrations

REVIEW = """
CREATE FUNCTION collectief_keep_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.reflection_id, NEW.months, NEW.due_on) IS DISTINCT FROM (OLD.reflection_id, OLD.months, OLD.due_on)
       OR (OLD.done_at IS NOT NULL
           AND (NEW.done_at, NEW.done_by_id, NEW.result, NEW.note, NEW.responsible_id)
           IS DISTINCT FROM (OLD.done_at, OLD.done_by_id, OLD.result, OLD.note, OLD.responsible_id)) THEN
        RAISE EXCEPTION 'a review is written once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_is_final BEFORE UPDATE ON collectief_reflectionreview
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_review();
"""
REVIEW_BACK = """
DROP TRIGGER review_is_final ON collectief_reflectionreview;
DROP FUNCTION collectief_keep_review();
"""


class Migration(migrations.Migration):
    """Nobody rewrites what was seen when looking back."""

    dependencies = [("collectief", "0005_outreach_rules")]
    operations = [migrations.RunSQL(REVIEW, REVIEW_BACK)]
