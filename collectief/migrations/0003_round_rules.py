from django.db import migrations

# Whoever sends locks the round; whoever writes a part of it waits, and then finds that it went.
ROUND = """
CREATE FUNCTION collectief_keep_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'a round that was sent stays as it went'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sent_round_stays_as_it_went';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.team_id <> OLD.team_id THEN
        RAISE EXCEPTION 'a round stays with its team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_stays_with_its_team';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_stays_as_it_went BEFORE UPDATE OR DELETE ON collectief_informationround
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_round();

CREATE FUNCTION collectief_keep_round_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM collectief_informationround
      WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END AND sent_at IS NULL FOR SHARE;
    IF NOT FOUND OR TG_OP = 'UPDATE' AND NEW.round_id <> OLD.round_id THEN
        RAISE EXCEPTION 'the parts of a round that was sent stay as they went'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'items_of_a_sent_round_stay';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER round_item_stays_as_it_went BEFORE INSERT OR UPDATE OR DELETE ON collectief_rounditem
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_round_item();

CREATE FUNCTION collectief_keep_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM collectief_informationround o JOIN collectief_roundrecipient r ON r.team_id = o.team_id
          WHERE o.id = NEW.round_id AND r.id = NEW.recipient_id AND o.sent_at IS NOT NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a sent round goes to a recipient of its team'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_is_of_a_sent_round_of_the_team';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.sent_at IS NOT NULL
       OR OLD.failed_at IS NOT NULL AND (NEW.failed_at IS NOT NULL OR NEW.sent_at IS NOT NULL)
       OR (NEW.round_id, NEW.recipient_id, NEW.name, NEW.email)
          IS DISTINCT FROM (OLD.round_id, OLD.recipient_id, OLD.name, OLD.email) THEN
        RAISE EXCEPTION 'what was delivered stays written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_stays_written';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_stays_written BEFORE INSERT OR UPDATE OR DELETE ON collectief_rounddelivery
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_delivery();

CREATE FUNCTION collectief_keep_recipient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stopped_at IS NOT NULL
       OR (NEW.team_id, NEW.organisation_id, NEW.professional_id, NEW.name, NEW.email, NEW.wish, NEW.wanted_on)
          IS DISTINCT FROM
          (OLD.team_id, OLD.organisation_id, OLD.professional_id, OLD.name, OLD.email, OLD.wish, OLD.wanted_on) THEN
        RAISE EXCEPTION 'who stopped stays stopped; another address is another recipient'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recipient_stays_as_written';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER recipient_stays_as_written BEFORE UPDATE ON collectief_roundrecipient
    FOR EACH ROW EXECUTE FUNCTION collectief_keep_recipient();
"""
ROUND_BACK = """
DROP TRIGGER recipient_stays_as_written ON collectief_roundrecipient;
DROP FUNCTION collectief_keep_recipient();
DROP TRIGGER delivery_stays_written ON collectief_rounddelivery;
DROP FUNCTION collectief_keep_delivery();
DROP TRIGGER round_item_stays_as_it_went ON collectief_rounditem;
DROP FUNCTION collectief_keep_round_item();
DROP TRIGGER round_stays_as_it_went ON collectief_informationround;
DROP FUNCTION collectief_keep_round();
"""


class Migration(migrations.Migration):
    """A round goes once, stays as it went, and never to who stopped it."""

    dependencies = [("collectief", "0002_rules")]
    operations = [migrations.RunSQL(ROUND, ROUND_BACK)]
