from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from factory.django import DjangoModelFactory

M = TypeVar("M", bound=Model)


class Factory(DjangoModelFactory[M]):
    """Call `.create(...)`: that is the typed way in. One object with all that belongs to it is one transaction.

    Some rules hold over several rows and are checked at commit (an open case has one coordinator), so a test that
    really commits must not commit halfway.
    """

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> M:
        with transaction.atomic():
            made: M = super()._generate(strategy, params)  # type: ignore[no-untyped-call]  # factory_boy does not say
        return made
