from django.urls import URLPattern, path

from netwerk.views import exchange

urlpatterns: list[URLPattern] = [
    path("netwerk/uitwisselen/", exchange.exchange, name="exchange"),
    path("netwerk/uitwisselen/inlezen/", exchange.exchange_confirm, name="exchange-confirm"),
    path("netwerk/uitwisselen/wegwijzer.json", exchange.export_json, name="export-json"),
    path("netwerk/uitwisselen/wegwijzer.zip", exchange.export_tables, name="export-tables"),
]
