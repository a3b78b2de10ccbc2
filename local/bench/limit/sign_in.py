"""Make a session of the limit for each account number given, and print the session keys."""

import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  (set up first)
from django.contrib.sessions.backends.cache import SessionStore  # noqa: E402

from local.bench.limit.models import Account  # noqa: E402

for number in sys.argv[1:]:
    account = Account._default_manager.get(pk=int(number))
    session = SessionStore()
    session[SESSION_KEY] = number
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    print(session.session_key)
