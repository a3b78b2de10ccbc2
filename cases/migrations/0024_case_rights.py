from django.db import migrations

# plpgsql and not sql: its statements are planned once per connection, not at each page.
RIGHTS = """
CREATE FUNCTION case_rights(worker bigint, on_day date, at_moment timestamptz)
RETURNS TABLE (kind text, number bigint, team bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
    own bigint[];
BEGIN
    own := ARRAY(
        SELECT m.team_id FROM teams_teammembership m
         WHERE m.user_id = worker AND m.starts_on <= on_day AND (m.ends_on IS NULL OR m.ends_on > on_day));
    RETURN QUERY
    SELECT 'team', t.id, 0::bigint FROM unnest(own) AS t (id)
    UNION ALL
    SELECT 'case', e.content_object_id, 0::bigint
      FROM cases_caseuserpermission e JOIN auth_permission p ON p.id = e.permission_id
     WHERE e.user_id = worker AND p.codename = 'view_case' AND e.until > on_day;

    -- What a merged household brought along stays with who goes on with it, also when that was merged in its turn.
    RETURN QUERY
    WITH RECURSIVE brought (id) AS (
        SELECT m.ended_case_id
          FROM cases_householdmerge m JOIN cases_case s ON s.id = m.surviving_case_id
         WHERE s.team_id = ANY (own)
        UNION
        SELECT m.ended_case_id FROM cases_householdmerge m JOIN brought b ON b.id = m.surviving_case_id
    )
    SELECT 'case', b.id, 0::bigint FROM brought b;

    -- Of every case of a restricted household: hidden when one restriction does not name this worker.
    RETURN QUERY
    WITH restricted (household, is_hidden) AS (
        SELECT c.household_id, bool_or(NOT EXISTS (
                   SELECT 1 FROM cases_caserestrictionperson p
                    WHERE p.restriction_id = r.id AND p.user_id = worker AND p.removed_at IS NULL))
          FROM cases_caserestriction r JOIN cases_case c ON c.id = r.case_id
         WHERE r.lifted_at IS NULL
         GROUP BY c.household_id
    )
    SELECT CASE WHEN r.is_hidden THEN 'hidden' ELSE 'named' END, c.id,
           CASE WHEN c.closed_on IS NULL THEN c.team_id ELSE 0 END
      FROM restricted r JOIN cases_case c ON c.household_id = r.household;

    RETURN QUERY
    SELECT 'emergency', c.id, 0::bigint
      FROM cases_breakglass b JOIN cases_case c ON c.household_id = b.household_id
     WHERE b.user_id = worker AND b.started_at <= at_moment AND b.ends_at > at_moment;
END $$;
"""
RIGHTS_BACK = "DROP FUNCTION case_rights(bigint, date, timestamptz);"


class Migration(migrations.Migration):
    """The rule of who may know of which case, as a function: see cases.models.case.CaseRights."""

    dependencies = [
        ("cases", "0023_ladder_rules"),
        ("teams", "0001_initial"),
    ]
    operations = [migrations.RunSQL(RIGHTS, RIGHTS_BACK)]
