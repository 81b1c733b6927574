#!/bin/sh
# Set up .venv with the locked packages: `tools/setup.sh runtime`, or `everything`.
#
# Finds a Python, or takes the one in PYTHON, and runs tools/setup.py.
set -eu
cd "$(dirname "$0")/.."

wanted=${1:-runtime}
python=${PYTHON:-python3}

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
    echo "ComicAI needs Python 3.11 or later, and there is none. Name one: make setup PYTHON=/path/to/python3" >&2
    exit 1
}

# The fast path: nothing to do.
if [ -x .venv/bin/python ] && .venv/bin/python -I -S tools/installing/stamp.py "$wanted" 2>/dev/null; then
    exit 0
fi
find_python
exec "$python" -E -s tools/setup.py "$wanted" "$python"
