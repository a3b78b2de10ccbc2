import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Households are found by their address too. Made while others go on working."""

    atomic = False
    dependencies = [("cases", "0026_caseload_import")]

    operations = [
        AddIndexConcurrently(
            model_name="household",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(
                        django.db.models.functions.text.Concat(
                            models.F("street"), models.Value(" "), models.F("postcode")
                        ),
                        function="fold_name",
                        output_field=models.TextField(),
                    ),
                    name="gin_trgm_ops",
                ),
                name="household_address_search",
            ),
        ),
    ]
