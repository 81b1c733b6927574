"""Content security policy of the pages: resources from this server only, images from S3 too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bots.web.app_keys import SERVICES
from bots.web.client_address import base_url
from core.config.settings import Config
from core.errors import ImageStoreError
from core.models.comics import ImageRef

log = structlog.get_logger(__name__)

ANY_KEY = "page.png"  # need not exist; its presigned URL shows the origin of the image store
LINK_LIFETIME = timedelta(minutes=1)

STORE: web.AppKey[dict[str, str]] = web.AppKey("store_origin")  # set when the first page is sent


async def page_headers(request: web.Request) -> Mapping[str, str]:
    """Return the headers of a page, which replace the defaults of `security_headers`."""
    image_sources = " ".join(filter(None, ("'self'", await _store_origin(request))))
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "img-src": image_sources,
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        # With no-referrer, browsers may send `Origin: null` with writes of this server's pages.
        "Referrer-Policy": "same-origin",
        "Vary": "Accept, Cookie",
    }


async def _store_origin(request: web.Request) -> str:
    """Return the origin of the store that full-size images redirect to; empty if it is this one."""
    services = request.config_dict[SERVICES]
    if services.config.images.store == "local":
        return ""
    found = request.config_dict[STORE]
    if "origin" not in found:
        try:
            found["origin"] = await _origin_of_links(request, services.config)
        except ImageStoreError as error:
            log.warning("store_origin_read_failed", error=error.code)
            return ""
    return found["origin"]


async def _origin_of_links(request: web.Request, config: Config) -> str:
    images = request.config_dict[SERVICES].gallery.images
    reference = ImageRef(config.images.bucket, ANY_KEY)
    link = await images.link(reference, base_url=base_url(request), lifetime=LINK_LIFETIME)
    scheme, host, *_ = urlsplit(link)
    return f"{scheme}://{host}"
