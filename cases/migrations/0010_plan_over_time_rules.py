from django.db import migrations

# Each rule that spans rows locks the plan, the case or the link first: see 0003_rules.

# The number and the words of a score are never changed, so the latest one of a lineage is the score now. A goal cannot
# say anything else: what is written there is counted again.
SCORE = """
CREATE FUNCTION cases_latest_score(checked uuid) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT s.score FROM cases_goalscore s JOIN cases_goal g ON g.id = s.goal_id
     WHERE g.lineage = checked AND s.score IS NOT NULL
     ORDER BY s.scored_on DESC, s.id DESC LIMIT 1
$$;
CREATE FUNCTION cases_keep_current_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.current_score := cases_latest_score(NEW.lineage);
    RETURN NEW;
END $$;
CREATE TRIGGER goal_keeps_its_current_score BEFORE INSERT OR UPDATE OF current_score ON cases_goal
    FOR EACH ROW EXECUTE FUNCTION cases_keep_current_score();

CREATE FUNCTION cases_keep_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'cases_goal' THEN
        RAISE EXCEPTION 'a goal stays the same goal through the versions of a plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goal_keeps_its_lineage';
    END IF;
    RAISE EXCEPTION 'an action stays the same action through the versions of a plan'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'action_keeps_its_lineage';
END $$;
CREATE TRIGGER goal_keeps_its_lineage BEFORE UPDATE ON cases_goal
    FOR EACH ROW WHEN (NEW.lineage IS DISTINCT FROM OLD.lineage) EXECUTE FUNCTION cases_keep_lineage();
CREATE TRIGGER action_keeps_its_lineage BEFORE UPDATE ON cases_action
    FOR EACH ROW WHEN (NEW.lineage IS DISTINCT FROM OLD.lineage) EXECUTE FUNCTION cases_keep_lineage();

CREATE FUNCTION cases_check_goal_score() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    held record;
BEGIN
    SELECT p.id, p.in_force_at, p.ended_at INTO one FROM cases_plan p JOIN cases_goal g ON g.plan_id = p.id
     WHERE g.id = NEW.goal_id FOR SHARE OF p;
    IF one.in_force_at IS NULL OR one.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'goals of the plan in force are scored'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goal_score_is_of_the_plan_in_force';
    END IF;
    IF NEW.scored_on > (NEW.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RAISE EXCEPTION 'a score is not of a day to come'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goal_score_is_not_of_a_day_to_come';
    END IF;
    IF NEW.evaluation_id IS NOT NULL THEN
        SELECT plan_id, held_on INTO held FROM cases_evaluation WHERE id = NEW.evaluation_id;
        IF held.plan_id IS DISTINCT FROM one.id OR held.held_on IS DISTINCT FROM NEW.scored_on THEN
            RAISE EXCEPTION 'a score of an evaluation is of its plan and of its day'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'goal_score_belongs_to_its_evaluation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goal_score_is_possible BEFORE INSERT ON cases_goalscore
    FOR EACH ROW EXECUTE FUNCTION cases_check_goal_score();

CREATE FUNCTION cases_count_current_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_goal g SET current_score = NULL
      FROM cases_plan p, cases_goal scored
     WHERE scored.id = NEW.goal_id AND g.lineage = scored.lineage AND p.id = g.plan_id AND p.ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER goal_counts_its_current_score AFTER INSERT ON cases_goalscore
    FOR EACH ROW WHEN (NEW.score IS NOT NULL) EXECUTE FUNCTION cases_count_current_score();
"""
SCORE_BACK = """
DROP TRIGGER goal_counts_its_current_score ON cases_goalscore;
DROP FUNCTION cases_count_current_score();
DROP TRIGGER goal_score_is_possible ON cases_goalscore;
DROP FUNCTION cases_check_goal_score();
DROP TRIGGER action_keeps_its_lineage ON cases_action;
DROP TRIGGER goal_keeps_its_lineage ON cases_goal;
DROP FUNCTION cases_keep_lineage();
DROP TRIGGER goal_keeps_its_current_score ON cases_goal;
DROP FUNCTION cases_keep_current_score();
DROP FUNCTION cases_latest_score(uuid);
"""

EVALUATION = """
CREATE FUNCTION cases_check_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT in_force_at, agreed_on, ended_at INTO one FROM cases_plan WHERE id = NEW.plan_id FOR SHARE;
    IF one.in_force_at IS NULL OR one.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'people look back on the plan in force'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_is_of_the_plan_in_force';
    END IF;
    IF NEW.held_on < one.agreed_on OR NEW.held_on > (NEW.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RAISE EXCEPTION 'an evaluation lies between the agreement and now'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_lies_after_the_agreement';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_is_possible BEFORE INSERT ON cases_evaluation
    FOR EACH ROW EXECUTE FUNCTION cases_check_evaluation();

CREATE FUNCTION cases_check_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT in_force_at, ended_at INTO one FROM cases_plan WHERE id = NEW.plan_id FOR SHARE;
    IF one.in_force_at IS NULL OR one.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'people agree on the plan in force'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_is_of_the_plan_in_force';
    END IF;
    IF NEW.said_on > (NEW.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RAISE EXCEPTION 'nobody agrees on a day to come'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_is_not_of_a_day_to_come';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_is_possible BEFORE INSERT ON cases_planagreement
    FOR EACH ROW EXECUTE FUNCTION cases_check_agreement();
"""
EVALUATION_BACK = """
DROP TRIGGER agreement_is_possible ON cases_planagreement;
DROP FUNCTION cases_check_agreement();
DROP TRIGGER evaluation_is_possible ON cases_evaluation;
DROP FUNCTION cases_check_evaluation();
"""

READING_LINK = """
CREATE FUNCTION cases_keep_reading_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.person_id, NEW.digest, NEW.starts_on, NEW.expires_on, NEW.created_at, NEW.created_by_id)
       IS DISTINCT FROM
       (OLD.case_id, OLD.person_id, OLD.digest, OLD.starts_on, OLD.expires_on, OLD.created_at, OLD.created_by_id)
       OR (OLD.revoked_at IS NOT NULL
           AND (NEW.revoked_at, NEW.revoked_by_id) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id)) THEN
        RAISE EXCEPTION 'a reading link can only be revoked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_link_can_only_be_revoked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reading_link_can_only_be_revoked BEFORE UPDATE ON cases_planreadinglink
    FOR EACH ROW EXECUTE FUNCTION cases_keep_reading_link();

CREATE FUNCTION cases_check_use_of_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    SELECT starts_on, expires_on, revoked_at INTO one FROM cases_planreadinglink WHERE id = NEW.link_id FOR SHARE;
    IF one.revoked_at IS NOT NULL OR (NEW.at AT TIME ZONE 'Europe/Amsterdam')::date < one.starts_on
       OR (NEW.at AT TIME ZONE 'Europe/Amsterdam')::date >= one.expires_on THEN
        RAISE EXCEPTION 'this link opens nothing any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reading_link_opens_while_it_lasts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reading_link_opens_while_it_lasts BEFORE INSERT ON cases_readinglinkopening
    FOR EACH ROW EXECUTE FUNCTION cases_check_use_of_link();

CREATE FUNCTION cases_keep_family_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.link_id, NEW.asked_at, NEW.text) IS DISTINCT FROM (OLD.link_id, OLD.asked_at, OLD.text)
       OR (OLD.answered_at IS NOT NULL
           AND (NEW.answered_at, NEW.answered_by_id) IS DISTINCT FROM (OLD.answered_at, OLD.answered_by_id)) THEN
        RAISE EXCEPTION 'a question from the family stays as it was asked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'family_question_stays_as_it_was_asked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER family_question_stays_as_it_was_asked BEFORE UPDATE ON cases_familyquestion
    FOR EACH ROW EXECUTE FUNCTION cases_keep_family_question();
"""
READING_LINK_BACK = """
DROP TRIGGER family_question_stays_as_it_was_asked ON cases_familyquestion;
DROP FUNCTION cases_keep_family_question();
DROP TRIGGER reading_link_opens_while_it_lasts ON cases_readinglinkopening;
DROP FUNCTION cases_check_use_of_link();
DROP TRIGGER reading_link_can_only_be_revoked ON cases_planreadinglink;
DROP FUNCTION cases_keep_reading_link();
"""

# Of a closed case three things are written later: after-care is planned, given up, or done by a contact.
CLOSING = """
CREATE FUNCTION cases_count_reentry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_reentry := coalesce(
        (SELECT NEW.opened_on < c.closed_on + interval '6 months' FROM cases_case c WHERE c.id = NEW.previous_case_id),
        false);
    RETURN NEW;
END $$;
CREATE TRIGGER case_counts_as_reentry
    BEFORE INSERT OR UPDATE OF opened_on, previous_case_id, is_reentry ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_count_reentry();

CREATE FUNCTION cases_check_after_care() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
BEGIN
    SELECT closed_on INTO closed FROM cases_case WHERE id = NEW.case_id FOR SHARE;
    IF closed IS NULL OR NEW.due_on <= closed OR NEW.due_on > closed + interval '12 months' THEN
        RAISE EXCEPTION 'after-care comes after the closing, within a year'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'after_care_comes_within_a_year_of_closing';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.given_up_at IS NOT NULL OR NEW.case_id <> OLD.case_id) THEN
        RAISE EXCEPTION 'what became of after-care is final'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'after_care_outcome_is_final';
    END IF;
    IF NEW.given_up_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_contact WHERE after_care_id = NEW.id) THEN
        RAISE EXCEPTION 'what became of after-care is final'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'after_care_outcome_is_final';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER after_care_is_possible BEFORE INSERT OR UPDATE ON cases_aftercare
    FOR EACH ROW EXECUTE FUNCTION cases_check_after_care();

CREATE FUNCTION cases_check_contact_after_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE id IN (SELECT case_id FROM written) ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM cases_aftercare WHERE id IN (SELECT after_care_id FROM written) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM written w JOIN cases_case c ON c.id = w.case_id
          LEFT JOIN cases_aftercare a ON a.id = w.after_care_id
         WHERE (w.after_care_id IS NULL AND (w.occurred_at AT TIME ZONE 'Europe/Amsterdam')::date > c.closed_on)
            OR (w.after_care_id IS NOT NULL AND (
                    a.case_id IS DISTINCT FROM w.case_id OR a.given_up_at IS NOT NULL
                    OR (w.occurred_at AT TIME ZONE 'Europe/Amsterdam')::date < c.closed_on))) THEN
        RAISE EXCEPTION 'a closed case takes no contacts but after-care'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_case_takes_only_after_care';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER closed_case_takes_only_after_care AFTER INSERT ON cases_contact
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION cases_check_contact_after_closing();
CREATE TRIGGER closed_case_keeps_only_after_care AFTER UPDATE ON cases_contact
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION cases_check_contact_after_closing();

CREATE FUNCTION cases_check_continuation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE id = NEW.case_id AND closed_on IS NOT NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only what was closed goes on elsewhere'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'continuation_is_of_a_closed_case';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER continuation_is_of_a_closed_case BEFORE INSERT ON cases_continuation
    FOR EACH ROW EXECUTE FUNCTION cases_check_continuation();
"""
CLOSING_BACK = """
DROP TRIGGER continuation_is_of_a_closed_case ON cases_continuation;
DROP FUNCTION cases_check_continuation();
DROP TRIGGER closed_case_keeps_only_after_care ON cases_contact;
DROP TRIGGER closed_case_takes_only_after_care ON cases_contact;
DROP FUNCTION cases_check_contact_after_closing();
DROP TRIGGER after_care_is_possible ON cases_aftercare;
DROP FUNCTION cases_check_after_care();
DROP TRIGGER case_counts_as_reentry ON cases_case;
DROP FUNCTION cases_count_reentry();
"""

FINAL = """
CREATE FUNCTION cases_stays_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said and scored stays as it was written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_said_stays';
END $$;
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_evaluation
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_evaluationpresence
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_goalscore
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_planagreement
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_readinglinkopening
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
CREATE TRIGGER what_was_said_stays BEFORE UPDATE OR DELETE ON cases_continuation
    FOR EACH ROW EXECUTE FUNCTION cases_stays_as_written();
"""
FINAL_BACK = """
DROP TRIGGER what_was_said_stays ON cases_continuation;
DROP TRIGGER what_was_said_stays ON cases_readinglinkopening;
DROP TRIGGER what_was_said_stays ON cases_planagreement;
DROP TRIGGER what_was_said_stays ON cases_goalscore;
DROP TRIGGER what_was_said_stays ON cases_evaluationpresence;
DROP TRIGGER what_was_said_stays ON cases_evaluation;
DROP FUNCTION cases_stays_as_written();
"""


class Migration(migrations.Migration):
    """What PostgreSQL keeps of plans over time, of reading links, and of what comes after the closing."""

    dependencies = [("cases", "0009_involvement_rules")]
    operations = [
        migrations.RunSQL(SCORE, SCORE_BACK),
        migrations.RunSQL(EVALUATION, EVALUATION_BACK),
        migrations.RunSQL(READING_LINK, READING_LINK_BACK),
        migrations.RunSQL(CLOSING, CLOSING_BACK),
        migrations.RunSQL(FINAL, FINAL_BACK),
    ]
