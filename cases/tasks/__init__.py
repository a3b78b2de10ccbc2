"""Work that a request leaves to the background. Messages hold ids."""

from cases.tasks.break_glass import announce
from cases.tasks.request_mail import mail_code, mail_link

__all__ = ["announce", "mail_code", "mail_link"]
