"""The parts a case file is divided in, in the order of its tabs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """`url_name` takes the public id of the case and nothing else."""

    key: str
    url_name: str
    label: "_StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class FileTab:
    label: "_StrOrPromise"
    url: str
    current: bool
    count: int | None = None


PARTS = (
    FilePart(key="overview", url_name="cases:detail", label=_("Overview")),
    FilePart(key="household", url_name="cases:household", label=_("Household")),
    FilePart(key="exploration", url_name="cases:exploration", label=_("Exploration")),
    FilePart(key="plan", url_name="cases:plans", label=_("Plan")),
    FilePart(key="provisions", url_name="cases:provisions", label=_("Provisions")),
    FilePart(key="partners", url_name="cases:partners", label=_("Working together")),
    FilePart(key="files", url_name="cases:files", label=_("Files")),
    FilePart(key="safety", url_name="cases:safety", label=_("Safety")),
)


def tabs_of(case: Case, *, here: str) -> tuple[FileTab, ...]:
    return tuple(
        FileTab(label=part.label, url=reverse(part.url_name, args=[case.public_id]), current=part.key == here)
        for part in PARTS
    )
