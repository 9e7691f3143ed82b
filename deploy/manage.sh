#!/bin/sh
# manage.py with the variables of the site: runuser -u ggtalk -- /opt/ggtalk/deploy/manage.sh check --deploy
# A line of the file is NAME=VALUE as it stands, as systemd reads it; nothing is quoted.
set -eu
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        '' | '#'*) ;;
        *) export "$line" ;;
    esac
done < "${GGTALK_ENV:-/etc/ggtalk/ggtalk.env}"
cd "$(dirname "$0")/.."
exec .venv/bin/python manage.py "$@"
