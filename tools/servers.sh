#!/bin/sh
# Check that the programs the tests start are installed: MariaDB, Redis, Chromium and libfaketime.
#
# As root on Debian or Ubuntu, missing ones are installed; otherwise they are listed.
set -eu

PATH=$PATH:/usr/sbin:/usr/local/sbin
missing=''

have() {
    for program in "$@"; do
        if command -v "$program" >/dev/null; then return 0; fi
    done
    return 1
}

have_library() {
    for found in /usr/lib/*/faketime/"$1"; do
        if [ -e "$found" ]; then return 0; fi
    done
    return 1
}

look() {
    missing=''
    [ -n "${COMICAI_TEST_MYSQL_URL:-}" ] || have mariadbd || missing="$missing mariadb-server-core"
    [ -n "${COMICAI_TEST_REDIS_URL:-}" ] || have redis-server || missing="$missing redis-server"
    [ -n "${LIBFAKETIME:-}" ] || have_library libfaketimeMT.so.1 || missing="$missing libfaketime"
    [ -n "${CHROMIUM:-}" ] || have chromium || missing="$missing chromium"
}

install() {
    [ "$(id -u)" = 0 ] && have apt-get || return 1
    echo "Installing$missing ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    # shellcheck disable=SC2086 # one word per package
    apt-get install -y -qq --no-install-recommends $missing >&2
}

look
[ -n "$missing" ] || exit 0
if install; then look; fi
[ -n "$missing" ] || exit 0
cat >&2 <<MESSAGE
The tests start servers of their own, and these Debian packages are missing:$missing
Install them (apt-get install$missing), or name what to use instead:
  COMICAI_TEST_MYSQL_URL  a MySQL or MariaDB server where databases may be made,
                          like mysql://user:password@host
  COMICAI_TEST_REDIS_URL  a Redis server, like redis://host:6379/15
  CHROMIUM                the path of a Chromium or Chrome
  LIBFAKETIME             the path of libfaketimeMT.so.1
make quick runs the tests that need none of them.
MESSAGE
exit 1
