from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_network_chapter"),
        ("teams", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="teammonth",
            name="attendances",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="collective_closed",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="collective_referred",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="editions",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="opportunities",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="opportunities_answered",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="outreach_met",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="outreach_moments",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="reflections",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="teammonth",
            name="sessions",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="teammonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("collective_closed__lte", models.F("closed"))), name="team_month_collective_fits"
            ),
        ),
    ]
