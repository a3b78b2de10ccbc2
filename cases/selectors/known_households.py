"""Which households somebody may know of: the rule of cases, and what was split off one of those."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseRights, Household


def known_households(rights: CaseRights) -> QuerySet[Household]:
    """With a case, open or closed, that these rights show; or just made from such a household, without a case yet."""
    visible = Case.objects.within(rights)
    any_case = Case.objects.filter(household=OuterRef("pk"))
    return Household.objects.filter(
        Q(Exists(visible.filter(household=OuterRef("pk"))))
        | (~Exists(any_case) & Q(Exists(visible.filter(household__splits__made=OuterRef("pk")))))
    )
