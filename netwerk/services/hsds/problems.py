"""What is wrong with a file, said so that whoever keeps it can mend it: which file, row and field, and how to go on."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN = 100


class FileRefused(Exception):
    """The file cannot be taken in; nothing was written. `problems` says why, one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(kw_only=True)
class Findings:
    """Problems stop an import; remarks do not: what they are about is kept as it is."""

    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    more_problems: int = 0
    more_remarks: int = 0

    def problem(self, where: str, what: str) -> None:
        if len(self.problems) < SHOWN:
            self.problems.append(f"{where}: {what}" if where else what)
        else:
            self.more_problems += 1

    def remark(self, where: str, what: str) -> None:
        if len(self.remarks) < SHOWN:
            self.remarks.append(f"{where}: {what}" if where else what)
        else:
            self.more_remarks += 1

    def refuse(self) -> None:
        """Raises FileRefused when there is a problem."""
        if self.problems:
            raise FileRefused(with_more(self.problems, self.more_problems))


def with_more(lines: list[str], more: int) -> list[str]:
    if not more:
        return lines
    return [*lines, ngettext("And %(number)s more.", "And %(number)s more.", more) % {"number": more}]


def row_of(path: str, number: int, column: str = "") -> str:
    """Where something stands in a table: the file, the row as a spreadsheet numbers it, the field."""
    said = {"file": path, "row": number, "field": column}
    return _("%(file)s, row %(row)s, field %(field)s") % said if column else _("%(file)s, row %(row)s") % said
