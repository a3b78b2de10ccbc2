from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent() may be redefined and so is only STABLE; with its dictionary named, ours may stand in indexes and
# generated columns.
CREATE = """
CREATE FUNCTION fold_name(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.unaccent('public.unaccent'::regdictionary, $1));
"""


class Migration(migrations.Migration):
    """Extensions that constraints and searching stand on, and one way to compare names: without case and accents."""

    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CREATE, "DROP FUNCTION fold_name(text)"),
    ]
