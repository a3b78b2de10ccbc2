"""Sessions of Django's own app said nothing of whose they were; everybody signs in once more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_browser_session")]
    operations = [migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop)]
