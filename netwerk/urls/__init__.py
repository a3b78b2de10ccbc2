from netwerk.urls import agreements, directory, exchange, independence, partner_accounts, relations, rings

app_name = "netwerk"
urlpatterns = [
    *directory.urlpatterns,
    *rings.urlpatterns,
    *agreements.urlpatterns,
    *relations.urlpatterns,
    *independence.urlpatterns,
    *exchange.urlpatterns,
    *partner_accounts.urlpatterns,
]
