from django.db import migrations

# Whoever puts a file on hold and whoever puts it on a list lock the file first: they see each other.
HOLDS = """
CREATE FUNCTION retention_hold_takes_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    UPDATE retention_destructionentry
      SET left_out_at = NEW.placed_at, left_out_by_id = NEW.placed_by_id, left_out_because = left(NEW.reason, 300)
      WHERE case_id = NEW.case_id AND left_out_at IS NULL AND destroyed_at IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_takes_off_the_list BEFORE INSERT ON retention_legalhold
    FOR EACH ROW EXECUTE FUNCTION retention_hold_takes_off();

CREATE FUNCTION retention_keep_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.lifted_at IS NOT NULL
       OR (NEW.case_id, NEW.reason, NEW.until, NEW.placed_by_id, NEW.placed_at)
       IS DISTINCT FROM (OLD.case_id, OLD.reason, OLD.until, OLD.placed_by_id, OLD.placed_at) THEN
        RAISE EXCEPTION 'a hold stays as it was placed: lift it, and place another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_stays_as_it_was BEFORE UPDATE OR DELETE ON retention_legalhold
    FOR EACH ROW EXECUTE FUNCTION retention_keep_hold();
"""
HOLDS_BACK = """
DROP TRIGGER hold_stays_as_it_was ON retention_legalhold;
DROP FUNCTION retention_keep_hold();
DROP TRIGGER hold_takes_off_the_list ON retention_legalhold;
DROP FUNCTION retention_hold_takes_off();
"""
LISTS = """
CREATE FUNCTION retention_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_list record;
    of_case record;
BEGIN
    SELECT reviewed_at, confirmed_at, dropped_at, drawn_up_at INTO of_list FROM retention_destructionlist
      WHERE id = NEW.destruction_id FOR SHARE;
    IF of_list.reviewed_at IS NOT NULL OR of_list.dropped_at IS NOT NULL THEN
        RAISE EXCEPTION 'nothing comes on a list that was looked through'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reviewed_list_takes_nothing';
    END IF;
    SELECT closed_on INTO of_case FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    IF NOT FOUND OR of_case.closed_on IS NULL OR of_case.closed_on <> NEW.closed_on OR NEW.changed_on < NEW.closed_on
       OR NEW.due_on < (NEW.changed_on + make_interval(years => NEW.years))::date
       OR NEW.due_on > (of_list.drawn_up_at AT TIME ZONE 'Europe/Amsterdam')::date
       OR NEW.years < (CASE NEW.ground WHEN 'youth' THEN 20 WHEN 'wmo' THEN 15 ELSE 5 END) THEN
        RAISE EXCEPTION 'only closed files of which the term is over come on a list'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_is_due';
    END IF;
    PERFORM 1 FROM retention_legalhold WHERE case_id = NEW.case_id AND lifted_at IS NULL
      AND until >= (of_list.drawn_up_at AT TIME ZONE 'Europe/Amsterdam')::date;
    IF FOUND THEN
        RAISE EXCEPTION 'a held file is on no list'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'held_file_is_on_no_list';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_is_due BEFORE INSERT ON retention_destructionentry
    FOR EACH ROW EXECUTE FUNCTION retention_check_entry();

-- Past this point only what destroys a file changes an entry: destroyed_at is its own to write.
CREATE FUNCTION retention_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.left_out_at IS NOT NULL
       OR NEW.destroyed_at IS DISTINCT FROM OLD.destroyed_at
       OR NEW.files IS DISTINCT FROM OLD.files
       OR (NEW.destruction_id, NEW.case_id, NEW.number, NEW.team_id, NEW.closed_on, NEW.changed_on, NEW.ground,
           NEW.years, NEW.due_on)
       IS DISTINCT FROM (OLD.destruction_id, OLD.case_id, OLD.number, OLD.team_id, OLD.closed_on, OLD.changed_on,
           OLD.ground, OLD.years, OLD.due_on) THEN
        RAISE EXCEPTION 'a file stays on its list as it came there, until it is taken out or destroyed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_stays_as_it_was';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_stays_as_it_was BEFORE UPDATE OR DELETE ON retention_destructionentry
    FOR EACH ROW EXECUTE FUNCTION retention_keep_entry();

CREATE FUNCTION retention_keep_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.dropped_at IS NOT NULL OR OLD.ended_at IS NOT NULL
       OR NEW.drawn_up_by_id <> OLD.drawn_up_by_id OR NEW.drawn_up_at <> OLD.drawn_up_at OR NEW.until <> OLD.until
       OR OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id)
          IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id)
       OR OLD.approved_at IS NOT NULL AND (NEW.approved_at, NEW.approved_by_id)
          IS DISTINCT FROM (OLD.approved_at, OLD.approved_by_id)
       OR OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id)
          IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id) THEN
        RAISE EXCEPTION 'what was signed on a list stays signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'list_stays_as_signed';
    END IF;
    IF NEW.dropped_at IS NOT NULL THEN
        UPDATE retention_destructionentry
          SET left_out_at = NEW.dropped_at, left_out_by_id = NEW.dropped_by_id, left_out_because = NEW.dropped_because
          WHERE destruction_id = NEW.id AND left_out_at IS NULL AND destroyed_at IS NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER list_stays_as_signed BEFORE UPDATE OR DELETE ON retention_destructionlist
    FOR EACH ROW EXECUTE FUNCTION retention_keep_list();
"""
LISTS_BACK = """
DROP TRIGGER list_stays_as_signed ON retention_destructionlist;
DROP FUNCTION retention_keep_list();
DROP TRIGGER entry_stays_as_it_was ON retention_destructionentry;
DROP FUNCTION retention_keep_entry();
DROP TRIGGER entry_is_due ON retention_destructionentry;
DROP FUNCTION retention_check_entry();
"""


class Migration(migrations.Migration):
    """Holds and lists: a held file is on no list, and what was signed stays signed."""

    dependencies = [("retention", "0001_initial")]
    operations = [migrations.RunSQL(HOLDS, HOLDS_BACK), migrations.RunSQL(LISTS, LISTS_BACK)]
