"""Services: all that a front end may call, wired together by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from core.config.settings import Config
from core.delivery.job_events import JobEventFeed
from core.delivery.service import DeliveryService
from core.gallery.chat_gallery import ChatGallery
from core.gallery.renditions import Renditions
from core.gallery.service import Gallery
from core.gallery.views import GalleryViews
from core.gpu.wake_hints import WakeHints
from core.jobs.poll_hints import PollHints
from core.operations.fleet_stats import FleetStats
from core.operations.health import Health
from core.people.accounts import Accounts
from core.people.links import Links
from core.people.profiles import Profiles
from core.people.sessions import Sessions
from core.ports.database import Database
from core.ports.gallery import ImageStore
from core.requests.cancellation import Cancellation
from core.requests.job_statuses import JobStatuses
from core.requests.service import RequestService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All services of one process."""

    config: Config
    database: Database
    images: ImageStore
    requests: RequestService
    cancellation: Cancellation
    job_statuses: JobStatuses
    job_events: JobEventFeed
    gallery: Gallery
    chat_gallery: ChatGallery
    gallery_views: GalleryViews
    renditions: Renditions
    profiles: Profiles
    accounts: Accounts
    sessions: Sessions
    links: Links
    deliveries: DeliveryService
    poll_hints: PollHints
    wake_hints: WakeHints
    health: Health
    fleet_stats: FleetStats
