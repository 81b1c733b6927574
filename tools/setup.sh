#!/bin/sh
# Install into .venv what requirements-dev.txt locks, and the project itself.
#
# .venv/installed says what was installed. It is written last and removed first, so a set-up that
# was interrupted starts over; while it holds, there is nothing to do.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
venv=.venv
stamp=$venv/installed

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

recent_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in "$python" python3.14 python3.13 python3.12 python3.11; do
        if recent_enough "$candidate"; then
            python=$candidate
            return
        fi
    done
    die "ComicAI needs Python 3.11 or later, and there is none. Name one: make setup PYTHON=/path/to/python3"
}

# Where and with what; a virtual environment cannot be moved.
place() {
    pwd
    "$venv/bin/python" -V
}

contents() { cat requirements-dev.txt pyproject.toml tools/setup.sh | cksum; }

in_place() {
    [ -f "$stamp" ] && [ "$(place 2>/dev/null)" = "$(head -n 2 "$stamp")" ]
}

up_to_date() {
    in_place && [ -x "$venv/bin/comicai" ] && [ "$(contents)" = "$(tail -n 1 "$stamp")" ]
}

create_venv() {
    "$python" -m venv --clear "$venv" >/dev/null 2>&1 && "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

install_venv_package() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    say "Installing the package python3-venv ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends python3-venv >&2
}

make_venv() {
    find_python
    if create_venv; then return; fi
    if install_venv_package && create_venv; then return; fi
    die "$python cannot make virtual environments: on Debian and Ubuntu the package python3-venv is missing (apt-get install python3-venv)."
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

if up_to_date; then exit 0; fi

in_place || make_venv
rm -f "$stamp"
say "Installing ComicAI into $venv; the first time this takes a minute or two ..."
pip_install --require-hashes --only-binary :all: -r requirements-dev.txt
pip_install --no-build-isolation --no-deps --editable .
{ place && contents; } >"$stamp.new"
mv "$stamp.new" "$stamp"
say "Ready. Next: make run"
