from django.db import migrations

LADDER = """
CREATE FUNCTION cases_check_ladder_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM cases_householdmember member JOIN cases_case one ON one.household_id = member.household_id
         WHERE one.id = NEW.case_id AND member.person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'a score is of somebody of the household of the case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ladder_score_is_of_the_household';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ladder_score_is_of_the_household BEFORE INSERT ON cases_ladderscore
    FOR EACH ROW EXECUTE FUNCTION cases_check_ladder_score();

CREATE FUNCTION cases_keep_ladder_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.scored_on) IS DISTINCT FROM (OLD.case_id, OLD.scored_on)
       OR (NEW.person_id <> OLD.person_id AND NOT EXISTS (
           SELECT 1 FROM cases_personmerge WHERE merged_id = OLD.person_id AND person_id = NEW.person_id)) THEN
        RAISE EXCEPTION 'a score is of one person on one day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ladder_score_stays_of_its_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ladder_score_stays_of_its_day BEFORE UPDATE ON cases_ladderscore
    FOR EACH ROW EXECUTE FUNCTION cases_keep_ladder_score();
"""
LADDER_BACK = """
DROP TRIGGER ladder_score_stays_of_its_day ON cases_ladderscore;
DROP FUNCTION cases_keep_ladder_score();
DROP TRIGGER ladder_score_is_of_the_household ON cases_ladderscore;
DROP FUNCTION cases_check_ladder_score();
"""


class Migration(migrations.Migration):
    """A score belongs to somebody of the household, and to its day."""

    dependencies = [("cases", "0022_question_of_a_signal_rules")]
    operations = [migrations.RunSQL(LADDER, LADDER_BACK)]
