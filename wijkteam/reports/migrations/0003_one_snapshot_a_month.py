from django.db import migrations, models
from django.db.models import Q

FROZEN = """
CREATE TRIGGER report_snapshot_is_frozen BEFORE UPDATE OR DELETE ON reports_monthsnapshot
    FOR EACH ROW EXECUTE FUNCTION reports_keep_snapshot();
"""
FROZEN_BACK = "DROP TRIGGER report_snapshot_is_frozen ON reports_monthsnapshot;"


class Migration(migrations.Migration):
    """What is hidden is decided on once a month over all reports together, so they share one snapshot."""

    dependencies = [("reports", "0002_frozen")]
    operations = [
        migrations.DeleteModel(name="ReportSnapshot"),
        migrations.CreateModel(
            name="MonthSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="month")),
                ("scope", models.CharField(max_length=20, verbose_name="code of the team, or the word for all")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("counts", models.JSONField(verbose_name="true counts")),
                ("created_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "counts behind reports",
                "verbose_name_plural": "counts behind reports",
                "constraints": [
                    models.UniqueConstraint(name="snapshot_once", fields=("month", "scope", "version")),
                    models.CheckConstraint(name="snapshot_month_is_a_first_day", condition=Q(("month__day", 1))),
                ],
            },
        ),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
    ]
