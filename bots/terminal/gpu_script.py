"""`comicai gpu script`: the start-up script of the instance, and the policy of its S3 user."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from importlib.resources import files

from core.config.settings import Config
from core.gpu.policy import SELF_PAUSE_MINUTES

_TEMPLATES = "jarvis_templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuScript:
    """What the operator copies to Jarvis Labs and to AWS. It contains no secret."""

    script: str
    policy: str

    def as_json(self) -> str:
        return json.dumps({"script": self.script, "policy": json.loads(self.policy)})


def gpu_script(
    config: Config, *, artist: str = "diffusers", idle_minutes: float = SELF_PAUSE_MINUTES
) -> GpuScript:
    """Return the script and the policy for the instance and the bucket in *config*.

    *artist* is one of the pipeline, such as `diffusers` or `sketch`.
    """
    bucket = config.images.bucket
    values = {
        "NAME": config.jarvis.instance_name,
        "BUCKET": bucket,
        "REGION": config.images.region,
        "ARTIST": artist,
        "PICTURES": "local" if artist == "diffusers" else "",
        "IDLE_MINUTES": f"{idle_minutes:g}",
    }
    script = _template("startup.sh")
    for key, value in values.items():
        script = script.replace(f"@{key}@", shlex.quote(value))
    return GpuScript(script=script, policy=_template("s3-policy.json").replace("@BUCKET@", bucket))


def _template(name: str) -> str:
    return files("bots.terminal").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")
