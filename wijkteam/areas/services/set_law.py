"""Use case: under which law a theme falls."""

from datetime import date, datetime

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.areas.enums import Law
from wijkteam.areas.models import Theme, ThemeLaw
from wijkteam.areas.services.agree import replace_running


@transaction.atomic
def set_law(*, theme: Theme, law: Law, starts_on: date, by: User, at: datetime) -> ThemeLaw:
    """From `starts_on` on the theme belongs to `law`; where it belonged before ends there.

    Reports that are made already keep the division of their own month.

    Raises:
        LaterAgreementExists
    """
    Theme.objects.select_for_update(no_key=True, of=("self",)).get(pk=theme.pk)
    rows = ThemeLaw.objects.filter(theme=theme)
    return replace_running(rows, starts_on=starts_on, values={"theme": theme, "law": law})
