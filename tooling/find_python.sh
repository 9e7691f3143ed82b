#!/bin/sh
# Runs its arguments with the first Python that is new enough: sh tooling/find_python.sh -m tooling.prepare run
newest_seen=""
for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    python=$(command -v "$name") || continue
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case "$version" in
        3.1[1-9] | 3.[2-9][0-9]) exec "$python" "$@" ;;
    esac
    newest_seen="${newest_seen:+$newest_seen, }$version ($python)"
done
echo "GGTalk needs Python 3.11 or newer, but found ${newest_seen:-none}: install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv) and run the same command again." >&2
exit 1
