from django.db import migrations

RULES = """
CREATE FUNCTION collectief_count_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.version := 1;
        RETURN NEW;
    END IF;
    IF OLD.state = 'withdrawn' THEN
        RAISE EXCEPTION 'a story that was withdrawn does not come back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_withdrawn_is_final';
    END IF;
    -- A text that changed is another text: nobody has read that yet (story_is_approved_as_it_was_read).
    NEW.version := OLD.version + CASE WHEN (NEW.title, NEW.text, NEW.kind, NEW.consent_on, NEW.consent_how)
        IS DISTINCT FROM (OLD.title, OLD.text, OLD.kind, OLD.consent_on, OLD.consent_how) THEN 1 ELSE 0 END;
    RETURN NEW;
END $$;
CREATE TRIGGER story_counts_its_texts BEFORE INSERT OR UPDATE ON collectief_story
    FOR EACH ROW EXECUTE FUNCTION collectief_count_story();

CREATE FUNCTION collectief_check_thanks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM collectief_story WHERE id = NEW.story_id AND team_id <> NEW.team_id
                    AND state = 'approved' AND shared_at IS NOT NULL FOR SHARE) THEN
        RAISE EXCEPTION 'another team gives thanks, for a story that is shared'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'thanks_are_for_a_shared_story';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER thanks_are_for_a_shared_story BEFORE INSERT ON collectief_storythanks
    FOR EACH ROW EXECUTE FUNCTION collectief_check_thanks();
"""
RULES_BACK = """
DROP TRIGGER thanks_are_for_a_shared_story ON collectief_storythanks;
DROP FUNCTION collectief_check_thanks();
DROP TRIGGER story_counts_its_texts ON collectief_story;
DROP FUNCTION collectief_count_story();
"""


class Migration(migrations.Migration):
    """The text that somebody else approved is the text that is used, and what was withdrawn stays so."""

    dependencies = [("collectief", "0006_reflection_rules")]
    operations = [migrations.RunSQL(RULES, RULES_BACK)]
