from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Whether a new household is known already is answered from an index: by date of birth, or by street."""

    dependencies = [("cases", "0008_household_search")]
    operations = [
        migrations.AddIndex(model_name="household", index=models.Index(Upper("street"), name="household_street")),
        migrations.AddIndex(model_name="person", index=models.Index(fields=["birth_date"], name="person_birth_date")),
    ]
