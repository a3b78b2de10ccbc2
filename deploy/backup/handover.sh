#!/bin/sh
# Once a day a copy of the whole database server, under its own name when it is whole: manage.py backup takes it from there.
set -eu
folder=${HANDED_OVER:-/handed-over}
# Another account takes away what stands here; nothing but these containers sees the folder.
chmod 0777 "$folder"
while :; do
    name=whole-$(date -u +%Y%m%dT%H%M%SZ).tar.gz
    rm -f "$folder"/whole-*.part
    if pg_basebackup ${CONNECT:---host=/var/run/postgresql --username=postgres} --pgdata=- --format=tar \
        --wal-method=fetch --checkpoint=fast --gzip > "$folder/$name.part"; then
        sync "$folder/$name.part"
        chmod 0644 "$folder/$name.part"
        mv "$folder/$name.part" "$folder/$name"
        touch "$folder/.last"
        [ -z "${ONCE:-}" ] || exit 0
        sleep 86400
    else
        echo "no backup was made; again in five minutes" >&2
        [ -z "${ONCE:-}" ] || exit 1
        sleep 300
    fi
done
