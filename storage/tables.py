"""Tables and indexes. Row objects are never passed outside storage."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from core.models.comics import Visibility
from core.models.deliveries import DeliveryState, MessageKind
from core.models.gpu import GpuState, StuckReason
from core.models.identity import Platform
from core.models.jobs import JobState, Stage
from core.models.requests import Relation
from storage.column_types import (
    EXACT,
    BinaryUuid,
    EnumName,
    ExactBytesText,
    Json,
    UtcDateTime,
    ascii_text,
    exact_text,
    prose,
)

# Alembic can drop only constraints that have a name, the same one on every database.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Set explicitly, since a server's default may be latin1, which cannot store emoji.
MYSQL_TABLE: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": EXACT,
}

metadata = MetaData(naming_convention=NAMES)


# --- Profiles and accounts ------------------------------------------------------------------------

profiles = Table(
    "profiles",
    metadata,
    Column("id", BinaryUuid(), primary_key=True),
    Column("display_name", exact_text(191), nullable=False),
    Column("locale", ascii_text(35), nullable=False),
    Column("settings", Json(), nullable=False),
    Column("merged_into", BinaryUuid()),
    Column("created_at", UtcDateTime(), nullable=False),
    Index(None, "merged_into"),
    **MYSQL_TABLE,
)

identities = Table(
    "identities",
    metadata,
    Column("platform", EnumName(Platform), primary_key=True),
    Column("external_id", exact_text(191), primary_key=True),
    Column("profile_id", BinaryUuid(), ForeignKey("profiles.id"), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Index(None, "profile_id", "created_at"),
    **MYSQL_TABLE,
)

accounts = Table(
    "accounts",
    metadata,
    Column("profile_id", BinaryUuid(), ForeignKey("profiles.id"), primary_key=True),
    Column("email", exact_text(320), nullable=False),  # as typed
    Column("email_key", exact_text(320), nullable=False),  # normalized, for comparison
    Column("password_hash", ascii_text(255), nullable=False),
    Column("token_version", Integer, nullable=False),
    UniqueConstraint("email_key"),
    **MYSQL_TABLE,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", ascii_text(128), primary_key=True),
    Column("profile_id", BinaryUuid(), ForeignKey("profiles.id"), nullable=False),
    Column("signed_in", Boolean, nullable=False),
    Column("expires_at", UtcDateTime(), nullable=False),
    Index(None, "profile_id"),
    Index(None, "expires_at"),
    **MYSQL_TABLE,
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", ascii_text(128), primary_key=True),
    Column("profile_id", BinaryUuid(), ForeignKey("profiles.id"), nullable=False),
    Column("expires_at", UtcDateTime(), nullable=False),
    UniqueConstraint("profile_id"),
    Index(None, "expires_at"),
    **MYSQL_TABLE,
)


# --- Jobs -----------------------------------------------------------------------------------------

jobs = Table(
    "jobs",
    metadata,
    Column("id", BinaryUuid(), primary_key=True),
    Column("request_key", exact_text(255), nullable=False),
    Column("body_hash", ascii_text(128), nullable=False),
    # No foreign key: InnoDB would lock the profile's row on every change of a job's state.
    Column("profile_id", BinaryUuid()),
    Column("platform", EnumName(Platform), nullable=False),
    Column("chat", exact_text(128), nullable=False),
    Column("origin", ascii_text(128)),
    Column("prompt", prose(), nullable=False),
    Column("params", Json(), nullable=False),
    Column("panels", Integer, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("parent_id", BinaryUuid()),
    Column("relation", EnumName(Relation)),
    Column(
        "author", exact_text(64)
    ),  # of the message that was drawn; null: the prompt is the requester's own
    Column("state", EnumName(JobState), nullable=False),
    Column("stage", EnumName(Stage)),
    Column("percent", Integer, nullable=False),
    Column("panel", Integer, nullable=False),
    Column("panel_count", Integer, nullable=False),  # as the generator reports it
    Column("eta_seconds", Integer),
    Column("claim_no", Integer, nullable=False),
    Column("lost_claims", Integer, nullable=False),  # ended by a lease that ran out
    Column("generator_attempt", Integer, nullable=False),
    Column("instance", exact_text(128), nullable=False),
    Column("lease_owner", ascii_text(128)),
    Column("lease_until", UtcDateTime()),
    Column("not_before", UtcDateTime()),
    Column("handed_at", UtcDateTime()),  # when the job queue was last notified of it
    Column("error_code", ascii_text(64)),
    Column("created_at", UtcDateTime(), nullable=False),
    # When the profile's earlier jobs let it into the queue; null: it was queued from the start.
    Column("released_at", UtcDateTime()),
    Column("started_at", UtcDateTime()),
    Column("claimed_at", UtcDateTime()),  # by the worker that has it now
    Column("drawing_seconds", Double, nullable=False),  # over the claims that have ended
    Column("finished_at", UtcDateTime()),
    Column("age_restricted", Boolean, nullable=False, server_default=text("0")),
    Column("notices", Json()),  # null: none
    Column("attempt_history", Json()),  # null: nothing was recorded yet
    # What the job may still cost while it is unfinished, in millionths of a US dollar.
    Column("reserved_micro_usd", BigInteger),
    UniqueConstraint("request_key"),
    # The next job: in order, with `not_before` checked within the index.
    Index("ix_jobs_line", "state", "created_at", "id", "not_before"),
    Index("ix_jobs_owner", "profile_id", "state", "created_at", "id"),
    Index("ix_jobs_history", "profile_id", "created_at", "id"),
    Index("ix_jobs_chat", "platform", "chat", "created_at"),
    Index("ix_jobs_origin", "origin", "created_at"),
    Index("ix_jobs_lease", "lease_owner", "lease_until"),
    Index("ix_jobs_lease_until", "lease_until"),
    **MYSQL_TABLE,
)

# What attempts at jobs have cost.
costs = Table(
    "costs",
    metadata,
    # No foreign key: a shared lock on the job's row would add to those of its transitions.
    Column("job_id", BinaryUuid(), primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("paid_at", UtcDateTime(), nullable=False),
    Column("painter", exact_text(128), nullable=False),
    Column("images", Integer, nullable=False),
    Column("micro_usd", BigInteger, nullable=False),
    Index("ix_costs_paid_at", "paid_at", "micro_usd", "images"),
    **MYSQL_TABLE,
)


# --- Comics ---------------------------------------------------------------------------------------

comics = Table(
    "comics",
    metadata,
    Column("id", BinaryUuid(), ForeignKey("jobs.id"), primary_key=True),
    Column("profile_id", BinaryUuid()),  # no foreign key: a comic's row outlives a deleted profile
    Column("bucket", ascii_text(63), nullable=False),
    Column("object_key", ExactBytesText(1024), nullable=False),
    Column("content_type", ascii_text(64), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", ascii_text(64)),
    Column("seed", BigInteger),
    Column("model", exact_text(128), nullable=False),
    Column("style", ascii_text(64), nullable=False),
    Column("title", prose(), nullable=False),
    Column("alt_text", prose(), nullable=False),
    Column("script", Json(), nullable=False),
    Column("panels", Json(), nullable=False),
    Column("panels_until", UtcDateTime()),  # null: kept as long as the comic
    Column("continuation", Json()),  # null: the generator gave none
    Column("visibility", EnumName(Visibility), nullable=False),
    Column("favorite", Boolean, nullable=False),
    Column("share_token", ascii_text(128)),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("deleted_at", UtcDateTime()),
    Column("purging", Boolean, nullable=False),  # undo has expired: its objects are being removed
    UniqueConstraint("bucket", "object_key"),
    UniqueConstraint("share_token"),
    Index("ix_comics_gallery", "profile_id", "deleted_at", "created_at", "id"),
    Index("ix_comics_favorites", "profile_id", "deleted_at", "favorite", "created_at", "id"),
    Index("ix_comics_styles", "profile_id", "deleted_at", "style", "created_at", "id"),
    Index("ix_comics_purge", "purging", "deleted_at"),
    Index("ix_comics_panels_until", "panels_until"),
    **MYSQL_TABLE,
)

# Panels whose keys do not contain the id of their comic: only this row says which comic they
# belong to. For pages `comics` does, for all other objects the key.
panel_objects = Table(
    "panel_objects",
    metadata,
    Column("bucket", ascii_text(63), primary_key=True),
    Column("object_key", ExactBytesText(1024), primary_key=True),
    # No foreign key: older releases do not know this table and must be able to delete comics.
    Column("comic_id", BinaryUuid(), primary_key=True),
    Index(None, "comic_id"),
    **MYSQL_TABLE,
)

file_ids = Table(
    "file_ids",
    metadata,
    Column("bot_id", ascii_text(64), primary_key=True),
    Column("comic_id", BinaryUuid(), ForeignKey("comics.id"), primary_key=True),
    Column("kind", ascii_text(32), primary_key=True),
    Column("file_id", ascii_text(255), nullable=False),
    Index(None, "comic_id"),
    **MYSQL_TABLE,
)

# Filters of the galleries in chat messages.
gallery_views = Table(
    "gallery_views",
    metadata,
    Column("platform", EnumName(Platform), primary_key=True),
    Column("application_id", exact_text(64), primary_key=True),
    Column("chat", exact_text(128), primary_key=True),
    Column("message_id", exact_text(128), primary_key=True),
    # No foreign key: older releases do not know this table and must be able to delete profiles.
    Column("profile_id", BinaryUuid(), nullable=False),
    Column("gallery_filter", Json(), nullable=False),
    Column("used_at", UtcDateTime(), nullable=False),
    Index(None, "profile_id"),
    Index(None, "used_at"),
    **MYSQL_TABLE,
)


# --- Deliveries -----------------------------------------------------------------------------------

deliveries = Table(
    "deliveries",
    metadata,
    Column("job_id", BinaryUuid(), ForeignKey("jobs.id"), primary_key=True),
    Column("platform", EnumName(Platform), nullable=False),
    Column("application_id", exact_text(64), nullable=False),
    Column("chat", exact_text(128), nullable=False),
    Column("thread", exact_text(64), nullable=False),
    Column("user_id", exact_text(64), nullable=False),
    Column("context", ascii_text(32), nullable=False),
    Column("install_owners", exact_text(255), nullable=False),
    Column("ephemeral", Boolean, nullable=False),
    Column("size_limit", BigInteger),
    # The legacy form of the reference, for older releases: storage/legacy_message_id.py.
    Column("message_id", exact_text(128)),
    Column("reference_chat", exact_text(128)),
    Column("reference_message", exact_text(128)),
    Column("reference_kind", EnumName(MessageKind)),  # null: no message is known
    Column("upload_may_have_happened", Boolean, nullable=False, server_default=text("0")),
    Column("reply_token", exact_text(1024)),
    Column("expires_at", UtcDateTime()),  # null together with the token
    Column("state", EnumName(DeliveryState), nullable=False),
    Column("lease_owner", ascii_text(128)),
    Column("lease_until", UtcDateTime()),
    Column("claim_no", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Null until the job ends, unless its reply token has to be used before that.
    Column("next_attempt_at", UtcDateTime()),
    Column("noticed_at", UtcDateTime()),  # when the requester was notified of the finished comic
    Column(
        "locale", ascii_text(35)
    ),  # set if the profile was deleted: the language for the last message
    Column("created_at", UtcDateTime(), nullable=False),
    Column("delivered_at", UtcDateTime()),  # for the first time, into the message of this row
    Column("ended_at", UtcDateTime()),  # when it was delivered or given up
    Index("ix_deliveries_due", "state", "lease_owner", "next_attempt_at", "job_id"),
    Index("ix_deliveries_lease", "lease_owner", "lease_until"),
    Index("ix_deliveries_lease_until", "lease_until"),
    Index("ix_deliveries_expires_at", "expires_at"),
    Index("ix_deliveries_chat", "platform", "chat"),
    Index("ix_deliveries_ended", "state", "ended_at"),
    **MYSQL_TABLE,
)


# --- Chats, inbox, moderation, locks --------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", ascii_text(64), primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payload", Json(), nullable=False),
    Column("received_at", UtcDateTime(), nullable=False),
    Column("handled_at", UtcDateTime()),
    Index("ix_inbox_unhandled", "bot_id", "handled_at", "update_id"),
    Index("ix_inbox_handled_at", "handled_at"),
    **MYSQL_TABLE,
)

saved_prompts = Table(
    "wishes",
    metadata,
    Column("id", BinaryUuid(), primary_key=True),
    Column("platform", EnumName(Platform), nullable=False),
    Column("external_id", exact_text(191), nullable=False),
    Column("text", prose(), nullable=False),
    Column("kept_at", UtcDateTime(), nullable=False),
    Index(None, "platform", "external_id"),
    Index(None, "kept_at"),
    **MYSQL_TABLE,
)

chat_settings = Table(
    "chat_settings",
    metadata,
    Column("platform", EnumName(Platform), primary_key=True),
    Column("chat_id", exact_text(128), primary_key=True),
    Column("settings", Json(), nullable=False),
    **MYSQL_TABLE,
)

bans = Table(
    "bans",
    metadata,
    Column("platform", EnumName(Platform), primary_key=True),
    Column("external_id", exact_text(191), primary_key=True),
    Column("chat", exact_text(128), primary_key=True),  # empty: everywhere
    Column("reason", prose(), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Index(None, "platform", "chat"),
    **MYSQL_TABLE,
)

reports = Table(
    "reports",
    metadata,
    Column("id", BinaryUuid(), primary_key=True),
    Column("comic_id", BinaryUuid(), nullable=False),
    Column("platform", EnumName(Platform), nullable=False),
    Column(
        "external_id", exact_text(191), nullable=False
    ),  # empty: the reporter's profile was deleted
    Column("reason", prose(), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("resolved_at", UtcDateTime()),
    Index(None, "resolved_at", "created_at"),
    Index(None, "platform", "external_id"),
    **MYSQL_TABLE,
)

locks = Table(
    "locks",
    metadata,
    Column("name", ascii_text(128), primary_key=True),
    Column("owner", ascii_text(128), nullable=False),
    Column("until", UtcDateTime(), nullable=False),
    Index(None, "until"),
    **MYSQL_TABLE,
)


# --- Operations -----------------------------------------------------------------------------------

# The rented GPU; written by the holder of the keeper's lock only.
instances = Table(
    "instances",
    metadata,
    Column("name", exact_text(64), primary_key=True),
    Column("state", EnumName(GpuState), nullable=False),
    Column("since", UtcDateTime(), nullable=False),
    Column("reason", EnumName(StuckReason)),
    Column("url", exact_text(512), nullable=False),
    Column("looked_at", UtcDateTime()),
    Column("idle_since", UtcDateTime()),
    Column("woken_at", UtcDateTime()),
    Column("resumes", Json(), nullable=False),  # ISO times
    Column("ready_samples", Json(), nullable=False),  # seconds
    Column("usd_per_hour", Double),
    Column("spent_today", Double, nullable=False),
    **MYSQL_TABLE,
)

marks = Table(
    "marks",
    metadata,
    Column("name", ascii_text(64), primary_key=True),
    Column("at", UtcDateTime(), nullable=False),
    **MYSQL_TABLE,
)

notices = Table(
    "notices",
    metadata,
    Column("id", BinaryUuid(), primary_key=True),
    Column("platform", EnumName(Platform), nullable=False),
    Column("chat", exact_text(64), nullable=False),
    Column("sentence", ascii_text(64), nullable=False),  # its key in the catalogue
    Column("facts", Json(), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("next_attempt_at", UtcDateTime(), nullable=False),
    Index(None, "next_attempt_at"),
    **MYSQL_TABLE,
)
