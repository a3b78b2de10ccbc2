from django.db import migrations

# NULL-safe comparison of whole rows of columns: changing any of them is refused, everything else is left free.
QUESTION = """
CREATE FUNCTION cases_keep_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.asked, NEW.received_at, NEW.origin, NEW.team_id)
       IS DISTINCT FROM (OLD.asked, OLD.received_at, OLD.origin, OLD.team_id) THEN
        RAISE EXCEPTION 'a question stays as it was asked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_stays_as_it_was_asked';
    END IF;
    IF OLD.decided_at IS NOT NULL
       AND (NEW.decided_at, NEW.decided_by_id, NEW.outcome, NEW.outcome_note, NEW.case_id, NEW.initiative_id)
       IS DISTINCT FROM
       (OLD.decided_at, OLD.decided_by_id, OLD.outcome, OLD.outcome_note, OLD.case_id, OLD.initiative_id) THEN
        RAISE EXCEPTION 'what was decided on a question is final'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_decision_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_stays_as_it_was BEFORE UPDATE ON cases_question
    FOR EACH ROW EXECUTE FUNCTION cases_keep_question();
"""
QUESTION_BACK = """
DROP TRIGGER question_stays_as_it_was ON cases_question;
DROP FUNCTION cases_keep_question();
"""


class Migration(migrations.Migration):
    """Nobody rewrites a question, or what was decided on it."""

    dependencies = [("cases", "0002_rules")]
    operations = [
        migrations.RunSQL(QUESTION, QUESTION_BACK),
    ]
