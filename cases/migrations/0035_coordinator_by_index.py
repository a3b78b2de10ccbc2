"""The check of a case's coordinator looks up its one case, also in the transaction that fills the table.

PostgreSQL knows nothing yet of rows that are not committed, and read the index of all running coordinators
(`coordinator_current`) for each of them: the first list that a municipality brings spent over a minute in its COMMIT at
50,000 rows. Asked by case alone it cannot take that index.
"""

from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION cases_check_coordinator(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
    running integer;
BEGIN
    SELECT closed_on, awaiting_coordinator_since INTO one FROM cases_case WHERE id = checked FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT %(running)s;
    IF one.closed_on IS NOT NULL AND running > 0 THEN
        RAISE EXCEPTION 'a closed case has no coordinator any more'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_case_has_no_coordinator';
    END IF;
    IF one.closed_on IS NULL AND (one.awaiting_coordinator_since IS NULL) <> (running = 1) THEN
        RAISE EXCEPTION 'an open case has one coordinator, or waits for one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'open_case_has_one_coordinator';
    END IF;
END $$;
"""
BY_CASE = "count(*) FILTER (WHERE ended_at IS NULL) INTO running FROM cases_casecoordinator WHERE case_id = checked"
AS_IT_WAS = "count(*) INTO running FROM cases_casecoordinator WHERE case_id = checked AND ended_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_fill_search_words")]

    operations = [migrations.RunSQL(CHECK % {"running": BY_CASE}, CHECK % {"running": AS_IT_WAS})]
