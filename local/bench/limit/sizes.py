"""How many bytes each page of the limit has: reads requests from standard input, prints their sizes."""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402  (set up first)

sizes = []
for request in json.load(sys.stdin):
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies["sessionid"] = request["session"]
    fields = request["fields"]
    response = client.post(request["path"], fields) if fields else client.get(request["path"])
    if response.status_code != 200:
        raise SystemExit(f"{request['path']} answered {response.status_code}")
    sizes.append(len(response.content))
print(json.dumps(sizes))
