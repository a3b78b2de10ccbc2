from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_keep_underlying_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_provision
      WHERE case_id = NEW.id AND (starts_on >= NEW.opened_on OR renews_id IS NOT NULL);
    IF FOUND THEN
        RAISE EXCEPTION 'a provision rests on the question behind the question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays_under_a_provision';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_stays_under_a_provision BEFORE UPDATE OF underlying_question ON cases_case
    FOR EACH ROW WHEN (
        NEW.closed_on IS NULL
        AND btrim(NEW.underlying_question, E' \\n\\r\\t') = '' AND btrim(OLD.underlying_question, E' \\n\\r\\t') <> '')
    EXECUTE FUNCTION cases_keep_underlying_question();
"""
BACK = """
DROP TRIGGER question_stays_under_a_provision ON cases_case;
DROP FUNCTION cases_keep_underlying_question();
"""


class Migration(migrations.Migration):
    """What an offer rests on is rewritten, never taken away."""

    dependencies = [("cases", "0014_records_follow_a_merge")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
