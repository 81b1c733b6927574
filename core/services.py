"""Everything a front end may call, as the composition root puts it together."""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts import Accounts
from core.comics import Comics
from core.config import Config
from core.delivery import Deliveries
from core.gallery import Gallery
from core.health import Health
from core.links import Links
from core.overview import Overview
from core.ports import Database, ImageStore
from core.profiles import Profiles
from core.renditions import Renditions
from core.sessions import Sessions
from core.showcase import Showcase
from core.watcher import Watcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The core of one process, ready to be used."""

    config: Config
    database: Database
    images: ImageStore
    comics: Comics
    watcher: Watcher
    gallery: Gallery
    showcase: Showcase
    renditions: Renditions
    profiles: Profiles
    accounts: Accounts
    sessions: Sessions
    links: Links
    deliveries: Deliveries
    health: Health
    overview: Overview
