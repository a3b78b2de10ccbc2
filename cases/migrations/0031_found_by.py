from django.db import migrations, models

# Each change makes the text anew from the rows, so that nothing drifts. Two at once wait for each other: first for the
# persons, then for the household, and who waited reads what the other left.
KEPT = """
CREATE FUNCTION cases_household_found_by() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT string_agg(DISTINCT p.search_name, E'\\n') INTO lines
          FROM cases_householdmember m JOIN cases_person p ON p.id = m.person_id
         WHERE m.household_id = NEW.id;
    END IF;
    NEW.search_text := concat_ws(
        E'\\n', fold_name(NEW.name), nullif(fold_name(trim(concat_ws(' ', NEW.street, NEW.postcode))), ''), lines);
    RETURN NEW;
END $$;
CREATE TRIGGER household_found_by BEFORE INSERT OR UPDATE ON cases_household
    FOR EACH ROW EXECUTE FUNCTION cases_household_found_by();

-- Once per statement: an import writes thousands of members in one.
CREATE FUNCTION cases_member_found_by() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    persons bigint[];
    households bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT person_id), array_agg(DISTINCT household_id) INTO persons, households FROM now_there;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT person_id), array_agg(DISTINCT household_id) INTO persons, households FROM was_there;
    ELSE
        SELECT array_agg(DISTINCT person), array_agg(DISTINCT household) INTO persons, households
          FROM was_there w JOIN now_there n USING (id)
          CROSS JOIN LATERAL (VALUES (w.person_id, w.household_id), (n.person_id, n.household_id))
            AS one (person, household)
         WHERE (w.person_id, w.household_id) <> (n.person_id, n.household_id);
    END IF;
    IF households IS NOT NULL THEN
        PERFORM 1 FROM cases_person WHERE id = ANY (persons) ORDER BY id FOR SHARE;
        PERFORM 1 FROM cases_household WHERE id = ANY (households) ORDER BY id FOR NO KEY UPDATE;
        UPDATE cases_household SET search_text = '' WHERE id = ANY (households);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER household_found_by_new_member AFTER INSERT ON cases_householdmember
    REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION cases_member_found_by();
CREATE TRIGGER household_found_by_changed_member AFTER UPDATE ON cases_householdmember
    REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there
    FOR EACH STATEMENT EXECUTE FUNCTION cases_member_found_by();
CREATE TRIGGER household_found_by_gone_member AFTER DELETE ON cases_householdmember
    REFERENCING OLD TABLE AS was_there FOR EACH STATEMENT EXECUTE FUNCTION cases_member_found_by();

CREATE FUNCTION cases_person_found_by() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    households bigint[];
BEGIN
    SELECT array_agg(DISTINCT m.household_id) INTO households
      FROM was_called w JOIN now_called n USING (id) JOIN cases_householdmember m ON m.person_id = n.id
     WHERE w.search_name <> n.search_name;
    IF households IS NOT NULL THEN
        PERFORM 1 FROM cases_household WHERE id = ANY (households) ORDER BY id FOR NO KEY UPDATE;
        UPDATE cases_household SET search_text = '' WHERE id = ANY (households);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER household_found_by_name AFTER UPDATE ON cases_person
    REFERENCING OLD TABLE AS was_called NEW TABLE AS now_called
    FOR EACH STATEMENT EXECUTE FUNCTION cases_person_found_by();
"""
KEPT_BACK = """
DROP TRIGGER household_found_by_name ON cases_person;
DROP TRIGGER household_found_by_gone_member ON cases_householdmember;
DROP TRIGGER household_found_by_changed_member ON cases_householdmember;
DROP TRIGGER household_found_by_new_member ON cases_householdmember;
DROP TRIGGER household_found_by ON cases_household;
DROP FUNCTION cases_person_found_by();
DROP FUNCTION cases_member_found_by();
DROP FUNCTION cases_household_found_by();
"""


class Migration(migrations.Migration):
    """What a household is found by, in one text that the database keeps."""

    dependencies = [("cases", "0030_coordinator_stays")]
    operations = [
        migrations.AddField(
            model_name="household",
            name="search_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.RunSQL(KEPT, KEPT_BACK),
    ]
