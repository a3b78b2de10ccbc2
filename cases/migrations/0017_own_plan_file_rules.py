from django.db import migrations

FILES = """
ALTER TABLE cases_attachment ADD CONSTRAINT attachment_with_its_case UNIQUE (id, case_id);
ALTER TABLE cases_ownplan ADD CONSTRAINT own_plan_file_of_its_case
    FOREIGN KEY (file_id, case_id) REFERENCES cases_attachment (id, case_id) ON UPDATE CASCADE;
"""
FILES_BACK = """
ALTER TABLE cases_ownplan DROP CONSTRAINT own_plan_file_of_its_case;
ALTER TABLE cases_attachment DROP CONSTRAINT attachment_with_its_case;
"""


class Migration(migrations.Migration):
    """A plan of the household stands in a file of the same case."""

    dependencies = [("cases", "0016_agreement_holds_while_referring")]
    operations = [migrations.RunSQL(FILES, FILES_BACK)]
