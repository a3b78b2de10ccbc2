from datetime import UTC, datetime

import factory

from tests.factories.base import Factory
from wijkteam.accounts.enums import Role
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog


class ReadLogFactory(Factory[ReadLog]):
    class Meta:
        model = ReadLog

    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    user_id = factory.Sequence(lambda n: 1_000_000 + n)
    role = Role.TEAM_MEMBER
    act = Act.OPEN
    subject = Subject.CASE
    subject_id = 1
    household_id = 1
    purpose = "casework"
