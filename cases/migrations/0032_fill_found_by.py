import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations

# Households that changed since the migration before this one have their text already. A batch at a time: nobody waits
# for more than two thousand households.
FILL = """
DO $$
DECLARE
    done bigint := 0;
    upto bigint;
BEGIN
    LOOP
        SELECT max(id) INTO upto
          FROM (SELECT id FROM cases_household WHERE id > done ORDER BY id LIMIT 2000) batch;
        EXIT WHEN upto IS NULL;
        UPDATE cases_household SET search_text = '' WHERE id > done AND id <= upto AND search_text = '';
        COMMIT;
        done := upto;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """The text of the households that were there, then the index to find them with. While others go on working."""

    atomic = False
    dependencies = [("cases", "0031_found_by")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="household",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_text", name="gin_trgm_ops"), name="household_found_by"
            ),
        ),
        RemoveIndexConcurrently(model_name="household", name="household_address_search"),
    ]
