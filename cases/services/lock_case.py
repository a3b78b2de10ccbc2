"""What every change of a case begins with."""

from cases.models import Case


class CaseIsClosed(Exception):
    """The case was closed, perhaps a moment ago."""


def lock_open_case(case: Case) -> Case:
    """The row as it is now, locked until the transaction ends; contacts that point at it are not held up.

    Raises:
        CaseIsClosed: nothing of a closed case changes any more.
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not locked.is_open:
        raise CaseIsClosed
    return locked
