"""Artist that cannot be loaded, and says why."""

from __future__ import annotations

from pipeline.errors import ArtistUnreadyError, UnreadyReason

raise ArtistUnreadyError(UnreadyReason.LOAD_FAILED, "the weights are missing")
