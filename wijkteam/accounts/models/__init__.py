from wijkteam.accounts.models.session import BrowserSession
from wijkteam.accounts.models.user import User, UserManager

__all__ = ["BrowserSession", "User", "UserManager"]
