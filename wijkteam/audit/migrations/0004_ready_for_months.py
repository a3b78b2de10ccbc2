from django.db import migrations

# What takes long is done while people read and write: one index, and the promise up to where the lines go.
INDEX = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS readlog_number_at ON audit_readlog (id, at)"
INDEX_BACK = "DROP INDEX CONCURRENTLY IF EXISTS readlog_number_at"
UNTIL = """
DO $$
DECLARE
    until timestamp := date_trunc('month', greatest(now(), (SELECT max(at) FROM audit_readlog)) AT TIME ZONE 'UTC')
        + interval '2 months';
BEGIN
    EXECUTE format('ALTER TABLE audit_readlog ADD CONSTRAINT readlog_until CHECK (at < %L) NOT VALID',
                   until::text || '+00');
END $$
"""
UNTIL_BACK = "ALTER TABLE audit_readlog DROP CONSTRAINT IF EXISTS readlog_until"
VALIDATE = "ALTER TABLE audit_readlog VALIDATE CONSTRAINT readlog_until"


class Migration(migrations.Migration):
    """Ahead of the months: with these the old table becomes one of the partitions without being read under lock."""

    atomic = False
    dependencies = [("audit", "0003_closed_stays_closed")]

    operations = [
        migrations.RunSQL(INDEX, INDEX_BACK),
        migrations.RunSQL(UNTIL_BACK, migrations.RunSQL.noop),
        migrations.RunSQL(UNTIL, UNTIL_BACK),
        migrations.RunSQL(VALIDATE, migrations.RunSQL.noop),
    ]
