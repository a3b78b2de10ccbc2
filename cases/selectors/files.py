"""The files of a case, as its page shows them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.template.defaultfilters import filesizeformat

from cases.enums import FileKind, ScanState, Visibility
from cases.models import Case
from wijkteam.accounts.models import User

FILE_ICONS: dict[str, str] = {
    FileKind.PDF: "file-type-pdf",
    FileKind.JPEG: "photo",
    FileKind.PNG: "photo",
    FileKind.TEXT: "file-text",
    FileKind.DOCX: "file-type-docx",
    FileKind.ODT: "file-text",
    FileKind.XLSX: "file-type-xls",
}


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """`can_open` is no while the virus scanner has not said anything."""

    public_id: UUID
    name: str
    description: str
    icon: str
    kind: str
    size: str
    by: str
    at: datetime
    is_restricted: bool
    scan_text: str
    can_open: bool
    can_remove: bool


def files_of(case: Case, *, user: User) -> tuple[FileRow, ...]:
    """Newest first; one statement. Restricted files of others leave no trace."""
    found = case.attachments.all().readable_by(user).present().select_related("added_by").order_by("-added_at", "-pk")
    return tuple(
        FileRow(
            public_id=file.public_id,
            name=file.name,
            description=file.description,
            icon=FILE_ICONS[file.kind],
            kind=str(file.get_kind_display()),
            size=filesizeformat(file.size),
            by=file.added_by.name,
            at=file.added_at,
            is_restricted=file.visibility == Visibility.RESTRICTED,
            scan_text="" if file.scan_state == ScanState.CLEAN else str(file.get_scan_state_display()),
            can_open=file.scan_state in {ScanState.CLEAN, ScanState.UNSCANNED},
            can_remove=case.is_open and file.added_by_id == user.pk,
        )
        for file in found
    )
