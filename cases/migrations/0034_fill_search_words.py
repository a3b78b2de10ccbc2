from django.db import migrations


class Migration(migrations.Migration):
    """The words of the households that were there. Apart, so that nobody waits for it."""

    dependencies = [("cases", "0033_search_words")]
    operations = [migrations.RunSQL("SELECT cases_mend_search_words()", migrations.RunSQL.noop)]
