"""A household that was merged goes on under another number, perhaps more than once, perhaps with another team."""

from cases.models import HouseholdMerge


def numbers_of(household: int) -> tuple[set[int], int]:
    """Every number that this household has had, and the one it has now. As many statements as the chain is long."""
    last, seen = household, {household}
    while (
        onward := HouseholdMerge.objects.filter(merged=last).values_list("household", flat=True).first()
    ) is not None:
        if onward in seen:
            break
        last = onward
        seen.add(onward)
    numbers, fresh = {last}, {last}
    while fresh:
        before = HouseholdMerge.objects.filter(household__in=fresh).values_list("merged", flat=True)
        fresh = set(before) - numbers
        numbers |= fresh
    return numbers, last
