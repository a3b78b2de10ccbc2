from django.db import migrations

# True only inside the functions below: they run as the owner of the tables, and say that they do.
RUNS = """
CREATE FUNCTION destruction_runs() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_user = 'wijkteam_owner' AND coalesce(current_setting('wijkteam.destroys', true), '') = 'on'
$$;
"""
# Which rows go: everything that cannot exist without what goes (a column that must be filled), and what hangs on it by
# an empty-able column but is about the household all the same (`owned`). Other references to it are made empty.
# A foreign key of a table that comes later is followed too: nobody has to think of it.
FOLLOW = """
CREATE FUNCTION retention_follow() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    owned CONSTANT text[] := ARRAY[
        'cases_question.case_id', 'cases_question.household_id', 'cases_conferenceitem.case_id',
        'cases_breakglass.case_id', 'cases_breakglass.household_id', 'cases_conferenceparticipant.person_id'];
    one record;
BEGIN
    LOOP
        UPDATE doomed SET stage = 1 WHERE stage = 0;
        EXIT WHEN NOT FOUND;
        FOR one IN
            SELECT c.conrelid, c.conrelid::regclass AS child, a.attname AS col, c.confrelid
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid IN (SELECT DISTINCT rel FROM doomed WHERE stage = 1)
              AND (a.attnotnull OR c.conrelid::regclass::text || '.' || a.attname = ANY (owned))
        LOOP
            EXECUTE format(
                'INSERT INTO doomed (rel, id) SELECT %s, id FROM %s WHERE %I = ANY
                   (ARRAY(SELECT id FROM doomed WHERE rel = %s AND stage = 1)) ON CONFLICT DO NOTHING',
                one.conrelid, one.child, one.col, one.confrelid);
        END LOOP;
        UPDATE doomed SET stage = 2 WHERE stage = 1;
    END LOOP;
END $$;
"""
# A person goes when nothing that stays speaks of them: another household, another file.
DESTROY = """
CREATE FUNCTION retention_destroy(of_case bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    home bigint;
    case_key uuid;
    gone boolean := false;
    persons bigint[];
    merged bigint[];
    keys uuid[] := '{}';
    files uuid[];
    of_table uuid[];
    counts jsonb := '{}';
    made jsonb;
    n bigint;
    one record;
BEGIN
    SELECT household_id, public_id INTO home, case_key FROM cases_case WHERE id = of_case FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM cases_household WHERE id = home FOR UPDATE;
    SET CONSTRAINTS ALL DEFERRED;
    PERFORM set_config('wijkteam.destroys', 'on', true);
    CREATE TEMP TABLE doomed (rel oid, id bigint, stage smallint NOT NULL DEFAULT 0, PRIMARY KEY (rel, id));
    INSERT INTO doomed (rel, id) VALUES ('cases_case'::regclass, of_case);
    PERFORM retention_follow();

    PERFORM 1 FROM cases_case WHERE household_id = home AND id <> of_case;
    IF NOT FOUND THEN
        PERFORM 1 FROM cases_question
          WHERE household_id = home AND case_id IS NULL AND decided_at IS NULL;
        gone := NOT FOUND;
    END IF;
    IF gone THEN
        INSERT INTO doomed (rel, id) SELECT 'cases_household'::regclass, home ON CONFLICT DO NOTHING;
        WITH RECURSIVE shells AS (
            SELECT merged_id AS id FROM cases_householdmerge WHERE household_id = home
            UNION SELECT m.merged_id FROM cases_householdmerge m JOIN shells s ON m.household_id = s.id)
        INSERT INTO doomed (rel, id) SELECT 'cases_household'::regclass, id FROM shells ON CONFLICT DO NOTHING;
        SELECT array_agg(DISTINCT m.person_id) INTO persons FROM cases_householdmember m
          WHERE m.household_id IN (SELECT id FROM doomed WHERE rel = 'cases_household'::regclass);
        PERFORM retention_follow();
        WITH RECURSIVE same AS (
            SELECT merged_id AS id FROM cases_personmerge WHERE person_id = ANY (coalesce(persons, '{}'))
            UNION SELECT p.merged_id FROM cases_personmerge p JOIN same s ON p.person_id = s.id)
        SELECT array_agg(id) INTO merged FROM same;
        persons := coalesce(persons, '{}') || coalesce(merged, '{}');
        FOR one IN
            SELECT c.conrelid, c.conrelid::regclass AS child, a.attname AS col
            FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid = 'cases_person'::regclass
              AND c.conrelid::regclass::text NOT IN ('cases_personmerge', 'retention_residentrequest')
        LOOP
            EXECUTE format(
                'SELECT array_agg(p) FROM unnest($1) p WHERE NOT EXISTS (SELECT 1 FROM %s t WHERE t.%I = p
                   AND NOT EXISTS (SELECT 1 FROM doomed d WHERE d.rel = %s AND d.id = t.id))',
                one.child, one.col, one.conrelid) INTO persons USING persons;
            persons := coalesce(persons, '{}');
        END LOOP;
        INSERT INTO doomed (rel, id) SELECT 'cases_person'::regclass, p FROM unnest(persons) p ON CONFLICT DO NOTHING;
        PERFORM retention_follow();
    END IF;
    -- The hours of contacts are registered with them and say what for: they go along.
    INSERT INTO doomed (rel, id, stage)
      SELECT 'hours_timeentry'::regclass, time_entry_id, 2 FROM cases_contact
      WHERE id IN (SELECT id FROM doomed WHERE rel = 'cases_contact'::regclass) AND time_entry_id IS NOT NULL
      ON CONFLICT DO NOTHING;

    FOR one IN SELECT DISTINCT rel, rel::regclass::text AS name FROM doomed LOOP
        IF one.name !~ '^(cases_|hours_timeentry$|retention_(legalhold|residentrequest|requestfile|residentstatement)$)'
        THEN
            RAISE EXCEPTION 'destroying a file would take rows of % along', one.name;
        END IF;
        IF EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = one.rel AND attname = 'public_id') THEN
            EXECUTE format('SELECT array_agg(public_id) FROM %s WHERE id = ANY
                            (ARRAY(SELECT id FROM doomed WHERE rel = %s))', one.name, one.rel) INTO of_table;
            keys := keys || coalesce(of_table, '{}');
        END IF;
    END LOOP;
    SELECT coalesce(array_agg(stored_as), '{}') INTO files FROM cases_attachment
      WHERE id IN (SELECT id FROM doomed WHERE rel = 'cases_attachment'::regclass);

    -- The rules that stand in models, those of history tables among them; what changes elsewhere still becomes history.
    PERFORM set_config('pgtrigger.ignore', (SELECT coalesce(array_agg(DISTINCT tgname::text), '{}')::text
      FROM pg_trigger WHERE tgname ~ '^pgtrigger_' AND tgname !~ '^pgtrigger_(insert|update|delete)_'), true);
    -- A merge of which the file that went on is destroyed says no longer which file it ended.
    UPDATE cases_householdmerge SET surviving_case_id = NULL, ended_case_id = NULL
      WHERE surviving_case_id = of_case OR ended_case_id = of_case AND surviving_case_id IS NULL;
    FOR one IN
        SELECT c.conrelid, c.conrelid::regclass AS child, a.attname AS col, c.confrelid
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid IN (SELECT DISTINCT rel FROM doomed) AND NOT a.attnotnull
    LOOP
        EXECUTE format(
            'UPDATE %1$s SET %2$I = NULL WHERE %2$I = ANY (ARRAY(SELECT id FROM doomed WHERE rel = %3$s))
               AND NOT EXISTS (SELECT 1 FROM doomed d WHERE d.rel = %4$s AND d.id = %1$s.id)',
            one.child, one.col, one.confrelid, one.conrelid);
    END LOOP;
    FOR one IN SELECT DISTINCT rel, rel::regclass::text AS name FROM doomed ORDER BY 2 LOOP
        EXECUTE format('DELETE FROM %s WHERE id = ANY (ARRAY(SELECT id FROM doomed WHERE rel = %s))',
                       one.name, one.rel);
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n > 0 THEN
            counts := counts || jsonb_build_object(one.name, n);
        END IF;
    END LOOP;
    -- After the rows, as taking them away wrote their last lines of history.
    FOR one IN SELECT DISTINCT rel, rel::regclass::text AS name FROM doomed LOOP
        IF to_regclass(one.name || 'event') IS NOT NULL THEN
            EXECUTE format('DELETE FROM %s WHERE pgh_obj_id = ANY (ARRAY(SELECT id FROM doomed WHERE rel = %s))',
                           one.name || 'event', one.rel);
            GET DIAGNOSTICS n = ROW_COUNT;
            IF n > 0 THEN
                counts := counts || jsonb_build_object(one.name || 'event', n);
            END IF;
        END IF;
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    DELETE FROM drafts_draft WHERE subject = ANY (keys) OR part = ANY (keys);
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN
        counts := counts || jsonb_build_object('drafts_draft', n);
    END IF;
    PERFORM set_config('wijkteam.destroys', '', true);
    made := jsonb_build_object('case_public_id', case_key, 'household', home, 'household_gone', gone,
        'people', to_jsonb(ARRAY(SELECT id FROM doomed WHERE rel = 'cases_person'::regclass ORDER BY id)),
        'files', to_jsonb(files), 'rows', counts);
    DROP TABLE doomed;
    RETURN made;
END $$;
"""
# The one door. It looks at the signatures itself: what the application believes does not matter here.
CARRY_OUT = """
CREATE FUNCTION carry_out_destruction(of_entry bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    entry retention_destructionentry;
    of_list retention_destructionlist;
    made jsonb;
BEGIN
    SELECT * INTO entry FROM retention_destructionentry WHERE id = of_entry FOR UPDATE;
    IF NOT FOUND OR entry.left_out_at IS NOT NULL OR entry.destroyed_at IS NOT NULL THEN
        RETURN false;
    END IF;
    SELECT * INTO of_list FROM retention_destructionlist WHERE id = entry.destruction_id FOR SHARE;
    IF of_list.confirmed_at IS NULL OR of_list.dropped_at IS NOT NULL
       OR of_list.approved_at IS NULL OR of_list.approved_at > now() - interval '7 days' THEN
        RAISE EXCEPTION 'a file is destroyed seven days after its list was authorised, and when that is confirmed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'destroyed_after_the_road';
    END IF;
    made := retention_destroy(entry.case_id);
    PERFORM set_config('wijkteam.destroys', 'on', true);
    IF made IS NOT NULL THEN
        INSERT INTO retention_residue (list_id, case_id, case_public_id, household_id, household_gone, people, files,
                                       rows, ground, years, due_on, destroyed_at, destroyed_by)
        VALUES (of_list.public_id, entry.case_id, (made ->> 'case_public_id')::uuid, (made ->> 'household')::bigint,
                (made ->> 'household_gone')::boolean,
                ARRAY(SELECT jsonb_array_elements_text(made -> 'people')::bigint),
                ARRAY(SELECT jsonb_array_elements_text(made -> 'files')::uuid),
                made -> 'rows', entry.ground, entry.years, entry.due_on, now(), of_list.confirmed_by_id);
    END IF;
    UPDATE retention_destructionentry
      SET destroyed_at = now(), files = ARRAY(SELECT jsonb_array_elements_text(made -> 'files')::uuid)
      WHERE id = of_entry;
    -- Why it was taken off an earlier list may say something of the people.
    UPDATE retention_destructionentry SET left_out_because = '-'
      WHERE case_id = entry.case_id AND left_out_at IS NOT NULL;
    PERFORM set_config('pgtrigger.ignore', (SELECT array_agg(tgname::text)::text FROM pg_trigger
      WHERE tgrelid = 'retention_destructionentryevent'::regclass AND NOT tgisinternal), true);
    DELETE FROM retention_destructionentryevent WHERE case_id = entry.case_id AND left_out_because NOT IN ('', '-');
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    PERFORM set_config('wijkteam.destroys', '', true);
    RETURN true;
END $$;

CREATE FUNCTION retention_guard_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT destruction_runs() THEN
        RAISE EXCEPTION 'only what destroys a file writes in the ledger'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_written_by_destroying';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_is_written_by_destroying BEFORE INSERT OR UPDATE OR DELETE ON retention_residue
    FOR EACH ROW EXECUTE FUNCTION retention_guard_ledger();
"""
# After a restore: the ledger comes from outside the backup, so it is the owner who reads it in and does this.
REPLAY = """
CREATE FUNCTION replay_destruction(line jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    made jsonb;
BEGIN
    IF current_user <> 'wijkteam_owner' THEN
        RAISE EXCEPTION 'replaying destructions is for the owner of the tables' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM 1 FROM cases_case WHERE id = (line ->> 'case_id')::bigint
      AND public_id = (line ->> 'case_public_id')::uuid;
    IF FOUND THEN
        made := retention_destroy((line ->> 'case_id')::bigint);
    END IF;
    PERFORM set_config('wijkteam.destroys', 'on', true);
    INSERT INTO retention_residue (list_id, case_id, case_public_id, household_id, household_gone, people, files, rows,
                                   ground, years, due_on, destroyed_at, destroyed_by)
    VALUES ((line ->> 'list_id')::uuid, (line ->> 'case_id')::bigint, (line ->> 'case_public_id')::uuid,
            (line ->> 'household_id')::bigint, (line ->> 'household_gone')::boolean,
            ARRAY(SELECT jsonb_array_elements_text(line -> 'people')::bigint),
            ARRAY(SELECT jsonb_array_elements_text(line -> 'files')::uuid), line -> 'rows', line ->> 'ground',
            (line ->> 'years')::smallint, (line ->> 'due_on')::date, (line ->> 'destroyed_at')::timestamptz,
            (line ->> 'destroyed_by')::bigint)
    ON CONFLICT (case_public_id) DO NOTHING;
    UPDATE retention_destructionentry SET destroyed_at = (line ->> 'destroyed_at')::timestamptz
      WHERE case_id = (line ->> 'case_id')::bigint AND left_out_at IS NULL AND destroyed_at IS NULL;
    PERFORM set_config('wijkteam.destroys', '', true);
    RETURN made;
END $$;
"""
RIGHTS = """
REVOKE ALL ON FUNCTION retention_follow(), retention_destroy(bigint), replay_destruction(jsonb),
    carry_out_destruction(bigint) FROM PUBLIC;
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT rolname FROM pg_roles WHERE rolname IN ('wijkteam_web', 'wijkteam_worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION carry_out_destruction(bigint) TO %I', one);
    END LOOP;
END $$;
"""
BACK = """
DROP TRIGGER ledger_is_written_by_destroying ON retention_residue;
DROP FUNCTION retention_guard_ledger();
DROP FUNCTION replay_destruction(jsonb);
DROP FUNCTION carry_out_destruction(bigint);
DROP FUNCTION retention_destroy(bigint);
DROP FUNCTION retention_follow();
"""


class Migration(migrations.Migration):
    """What destroys a file, all of it, and is refused until the list came the whole road.

    `destruction_runs` stays when this is taken back: triggers of other apps ask it.
    """

    dependencies = [
        ("retention", "0002_destruction_rules"),
        ("cases", "0026_caseload_import"),
        ("drafts", "0001_initial"),
        ("hours", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(RUNS, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
        migrations.RunSQL(DESTROY, migrations.RunSQL.noop),
        migrations.RunSQL(CARRY_OUT, BACK),
        migrations.RunSQL(REPLAY, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
