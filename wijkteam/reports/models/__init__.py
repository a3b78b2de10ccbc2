from wijkteam.reports.models.facts import TeamMonth, TeamMonthStock
from wijkteam.reports.models.ledger import DisclosureAudit, PublishedCell
from wijkteam.reports.models.report import REPORT_ROLE, MonthlyReport, MonthSnapshot, ReportFile

__all__ = [
    "REPORT_ROLE",
    "DisclosureAudit",
    "MonthSnapshot",
    "MonthlyReport",
    "PublishedCell",
    "ReportFile",
    "TeamMonth",
    "TeamMonthStock",
]
