from django.db import migrations

# A step or a question to the municipality waits for who closes the signal at this moment, and then is refused.
STEP = """
CREATE FUNCTION collectief_check_signal_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent record;
BEGIN
    SELECT followed_up_at INTO parent FROM collectief_signal WHERE id = NEW.signal_id FOR NO KEY UPDATE;
    IF parent.followed_up_at IS NOT NULL THEN
        RAISE EXCEPTION 'of a signal it was written down what became of it: nothing comes after that'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signal_is_open_for_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signal_is_open_for_steps BEFORE INSERT ON collectief_signalstep
    FOR EACH ROW EXECUTE FUNCTION collectief_check_signal_is_open();
CREATE TRIGGER signal_is_open_for_asks BEFORE INSERT ON collectief_policyask
    FOR EACH ROW EXECUTE FUNCTION collectief_check_signal_is_open();

CREATE FUNCTION collectief_check_step_of_team() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM collectief_opportunity o JOIN collectief_signal s ON s.id = NEW.signal_id
      WHERE o.id = NEW.opportunity_id AND o.team_id = s.team_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a signal goes to an opportunity of its own team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signal_goes_to_its_own_opportunity';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signal_goes_to_its_own_opportunity BEFORE INSERT ON collectief_signalstep
    FOR EACH ROW WHEN (NEW.opportunity_id IS NOT NULL) EXECUTE FUNCTION collectief_check_step_of_team();
"""
STEP_BACK = """
DROP TRIGGER signal_goes_to_its_own_opportunity ON collectief_signalstep;
DROP FUNCTION collectief_check_step_of_team();
DROP TRIGGER signal_is_open_for_asks ON collectief_policyask;
DROP TRIGGER signal_is_open_for_steps ON collectief_signalstep;
DROP FUNCTION collectief_check_signal_is_open();
"""
ASK = """
CREATE FUNCTION collectief_keep_policy_ask() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.signal_id, NEW.department, NEW.asked, NEW.asked_by_id, NEW.asked_on)
       IS DISTINCT FROM (OLD.signal_id, OLD.department, OLD.asked, OLD.asked_by_id, OLD.asked_on)
       OR (OLD.answered_on IS NOT NULL AND (NEW.answered_on, NEW.answer, NEW.recorded_by_id, NEW.due_on)
           IS DISTINCT FROM (OLD.answered_on, OLD.answer, OLD.recorded_by_id, OLD.due_on)) THEN
        RAISE EXCEPTION 'what was asked of the municipality stays, and what they did is written down once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_ask_is_answered_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_ask_is_answered_once BEFORE UPDATE ON collectief_policyask
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_policy_ask();
"""
ASK_BACK = """
DROP TRIGGER policy_ask_is_answered_once ON collectief_policyask;
DROP FUNCTION collectief_keep_policy_ask();
"""
ANSWER = """
CREATE FUNCTION collectief_keep_signal_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.signal_id, NEW.sentences, NEW.manner, NEW.given_by_id, NEW.given_at)
       IS DISTINCT FROM (OLD.signal_id, OLD.sentences, OLD.manner, OLD.given_by_id, OLD.given_at)
       OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at) THEN
        RAISE EXCEPTION 'what was told to somebody was told'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signal_answer_stays_as_it_was_given';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signal_answer_stays_as_it_was_given BEFORE UPDATE ON collectief_signalanswer
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_signal_answer();
"""
ANSWER_BACK = """
DROP TRIGGER signal_answer_stays_as_it_was_given ON collectief_signalanswer;
DROP FUNCTION collectief_keep_signal_answer();
"""


class Migration(migrations.Migration):
    """Nothing happens to a signal after it was closed; what was asked, answered and told stays."""

    dependencies = [("collectief", "0008_visit_rules")]
    operations = [
        migrations.RunSQL(STEP, STEP_BACK),
        migrations.RunSQL(ASK, ASK_BACK),
        migrations.RunSQL(ANSWER, ANSWER_BACK),
    ]
