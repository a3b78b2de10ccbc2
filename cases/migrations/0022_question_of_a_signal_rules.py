from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_keep_signal_of_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.signal_id IS NOT NULL AND NEW.signal_id IS DISTINCT FROM OLD.signal_id THEN
        RAISE EXCEPTION 'a question keeps the signal that it came from'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_keeps_its_signal';
    END IF;
    IF NEW.signal_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM collectief_signal WHERE id = NEW.signal_id AND team_id = NEW.team_id) THEN
        RAISE EXCEPTION 'a question comes from a signal of its own team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_comes_from_a_signal_of_its_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER question_comes_from_a_signal BEFORE INSERT ON cases_question
    FOR EACH ROW WHEN (NEW.signal_id IS NOT NULL) EXECUTE FUNCTION cases_keep_signal_of_question();
CREATE TRIGGER question_keeps_its_signal BEFORE UPDATE OF signal_id, team_id ON cases_question
    FOR EACH ROW EXECUTE FUNCTION cases_keep_signal_of_question();
"""
BACK = """
DROP TRIGGER question_keeps_its_signal ON cases_question;
DROP TRIGGER question_comes_from_a_signal ON cases_question;
DROP FUNCTION cases_keep_signal_of_question();
"""


class Migration(migrations.Migration):
    """A question that was made of a signal keeps saying so."""

    dependencies = [("cases", "0021_waiting_and_wishes_rules")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
