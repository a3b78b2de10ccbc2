from django.urls import path

from netwerk.views import partner_accounts

ALL = "netwerk/partneraccounts/"
ONE = f"{ALL}<uuid:public_id>/"

urlpatterns = [
    path(ALL, partner_accounts.accounts, name="partner-accounts"),
    path(f"{ALL}nieuw/", partner_accounts.add, name="partner-account-new"),
    path(ONE, partner_accounts.account, name="partner-account"),
    path(f"{ONE}link/", partner_accounts.new_link, name="partner-account-link"),
    path(f"{ONE}beeindigen/", partner_accounts.end, name="partner-account-end"),
]
