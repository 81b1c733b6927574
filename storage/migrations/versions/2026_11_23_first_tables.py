"""Create the initial tables.

MySQL commits after each DDL statement, so an interrupted run may have left some of them: existing
ones are skipped.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import (
    EXACT,
    BinaryUuid,
    ExactBytesText,
    Json,
    UtcDateTime,
    ascii_text,
    exact_text,
    prose,
)

revision = "2026_11_23_first_tables"
down_revision = None


def upgrade() -> None:
    _create_profiles()
    _create_identities()
    _create_accounts()
    _create_sessions()
    _create_link_codes()
    _create_jobs()
    _create_comics()
    _create_file_ids()
    _create_deliveries()
    _create_inbox()
    _create_chat_settings()
    _create_bans()
    _create_reports()
    _create_locks()


def _create_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(
            name, *parts, mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_collate=EXACT
        )


def _create_index(name: str, table: str, *columns: str) -> None:
    if not sa.inspect(op.get_bind()).has_index(table, name):
        op.create_index(name, table, columns)


def _create_profiles() -> None:
    _create_table(
        "profiles",
        sa.Column("id", BinaryUuid(), nullable=False),
        sa.Column("display_name", exact_text(191), nullable=False),
        sa.Column("locale", ascii_text(35), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("merged_into", BinaryUuid()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profiles"),
    )
    _create_index("ix_profiles_merged_into", "profiles", "merged_into")


def _create_identities() -> None:
    _create_table(
        "identities",
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("external_id", exact_text(191), nullable=False),
        sa.Column("profile_id", BinaryUuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "external_id", name="pk_identities"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_identities_profile_id"),
    )
    _create_index("ix_identities_profile_id_created_at", "identities", "profile_id", "created_at")


def _create_accounts() -> None:
    _create_table(
        "accounts",
        sa.Column("profile_id", BinaryUuid(), nullable=False),
        sa.Column("email", exact_text(320), nullable=False),
        sa.Column("email_key", exact_text(320), nullable=False),
        sa.Column("password_hash", ascii_text(255), nullable=False),
        sa.Column("token_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("profile_id", name="pk_accounts"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_accounts_profile_id"),
        sa.UniqueConstraint("email_key", name="uq_accounts_email_key"),
    )


def _create_sessions() -> None:
    _create_table(
        "sessions",
        sa.Column("token_hash", ascii_text(128), nullable=False),
        sa.Column("profile_id", BinaryUuid(), nullable=False),
        sa.Column("signed_in", sa.Boolean, nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_sessions_profile_id"),
    )
    _create_index("ix_sessions_profile_id", "sessions", "profile_id")
    _create_index("ix_sessions_expires_at", "sessions", "expires_at")


def _create_link_codes() -> None:
    _create_table(
        "link_codes",
        sa.Column("code_hash", ascii_text(128), nullable=False),
        sa.Column("profile_id", BinaryUuid(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_link_codes"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="fk_link_codes_profile_id"),
        sa.UniqueConstraint("profile_id", name="uq_link_codes_profile_id"),
    )
    _create_index("ix_link_codes_expires_at", "link_codes", "expires_at")


def _create_jobs() -> None:
    _create_table(
        "jobs",
        sa.Column("id", BinaryUuid(), nullable=False),
        sa.Column("request_key", exact_text(255), nullable=False),
        sa.Column("body_hash", ascii_text(128), nullable=False),
        sa.Column("profile_id", BinaryUuid()),
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("chat", exact_text(128), nullable=False),
        sa.Column("origin", ascii_text(128)),
        sa.Column("prompt", prose(), nullable=False),
        sa.Column("params", Json(), nullable=False),
        sa.Column("panels", sa.Integer, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("parent_id", BinaryUuid()),
        sa.Column("relation", ascii_text(16)),
        sa.Column("author", exact_text(64)),
        sa.Column("state", ascii_text(16), nullable=False),
        sa.Column("stage", ascii_text(16)),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("panel", sa.Integer, nullable=False),
        sa.Column("panel_count", sa.Integer, nullable=False),
        sa.Column("eta_seconds", sa.Integer),
        sa.Column("claim_no", sa.Integer, nullable=False),
        sa.Column("lost_claims", sa.Integer, nullable=False),
        sa.Column("generator_attempt", sa.Integer, nullable=False),
        sa.Column("instance", exact_text(128), nullable=False),
        sa.Column("lease_owner", ascii_text(128)),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("not_before", UtcDateTime()),
        sa.Column("handed_at", UtcDateTime()),
        sa.Column("error_code", ascii_text(64)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime()),
        sa.Column("claimed_at", UtcDateTime()),
        sa.Column("drawing_seconds", sa.Double, nullable=False),
        sa.Column("finished_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("request_key", name="uq_jobs_request_key"),
    )
    _create_index("ix_jobs_line", "jobs", "state", "created_at", "id", "not_before")
    _create_index("ix_jobs_owner", "jobs", "profile_id", "state", "created_at", "id")
    _create_index("ix_jobs_history", "jobs", "profile_id", "created_at", "id")
    _create_index("ix_jobs_chat", "jobs", "platform", "chat", "created_at")
    _create_index("ix_jobs_origin", "jobs", "origin", "created_at")
    _create_index("ix_jobs_lease", "jobs", "lease_owner", "lease_until")
    _create_index("ix_jobs_lease_until", "jobs", "lease_until")


def _create_comics() -> None:
    _create_table(
        "comics",
        sa.Column("id", BinaryUuid(), nullable=False),
        sa.Column("profile_id", BinaryUuid()),
        sa.Column("bucket", ascii_text(63), nullable=False),
        sa.Column("object_key", ExactBytesText(1024), nullable=False),
        sa.Column("content_type", ascii_text(64), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", ascii_text(64)),
        sa.Column("seed", sa.BigInteger),
        sa.Column("model", exact_text(128), nullable=False),
        sa.Column("style", ascii_text(64), nullable=False),
        sa.Column("title", prose(), nullable=False),
        sa.Column("alt_text", prose(), nullable=False),
        sa.Column("script", Json(), nullable=False),
        sa.Column("panels", Json(), nullable=False),
        sa.Column("visibility", ascii_text(16), nullable=False),
        sa.Column("favorite", sa.Boolean, nullable=False),
        sa.Column("share_token", ascii_text(128)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime()),
        sa.Column("purging", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comics"),
        sa.ForeignKeyConstraint(["id"], ["jobs.id"], name="fk_comics_id"),
        sa.UniqueConstraint("bucket", "object_key", name="uq_comics_bucket_object_key"),
        sa.UniqueConstraint("share_token", name="uq_comics_share_token"),
    )
    _create_index("ix_comics_gallery", "comics", "profile_id", "deleted_at", "created_at", "id")
    _create_index("ix_comics_purge", "comics", "purging", "deleted_at")


def _create_file_ids() -> None:
    _create_table(
        "file_ids",
        sa.Column("bot_id", ascii_text(64), nullable=False),
        sa.Column("comic_id", BinaryUuid(), nullable=False),
        sa.Column("kind", ascii_text(32), nullable=False),
        sa.Column("file_id", ascii_text(255), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "comic_id", "kind", name="pk_file_ids"),
        sa.ForeignKeyConstraint(["comic_id"], ["comics.id"], name="fk_file_ids_comic_id"),
    )
    _create_index("ix_file_ids_comic_id", "file_ids", "comic_id")


def _create_deliveries() -> None:
    _create_table(
        "deliveries",
        sa.Column("job_id", BinaryUuid(), nullable=False),
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("application_id", exact_text(64), nullable=False),
        sa.Column("chat", exact_text(128), nullable=False),
        sa.Column("thread", exact_text(64), nullable=False),
        sa.Column("user_id", exact_text(64), nullable=False),
        sa.Column("context", ascii_text(32), nullable=False),
        sa.Column("install_owners", exact_text(255), nullable=False),
        sa.Column("ephemeral", sa.Boolean, nullable=False),
        sa.Column("size_limit", sa.BigInteger),
        sa.Column("message_id", exact_text(128)),
        sa.Column("reply_token", exact_text(1024)),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("state", ascii_text(16), nullable=False),
        sa.Column("lease_owner", ascii_text(128)),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("claim_no", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime()),
        sa.Column("noticed_at", UtcDateTime()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_deliveries_job_id"),
    )
    _create_index(
        "ix_deliveries_due", "deliveries", "state", "lease_owner", "next_attempt_at", "job_id"
    )
    _create_index("ix_deliveries_lease", "deliveries", "lease_owner", "lease_until")
    _create_index("ix_deliveries_lease_until", "deliveries", "lease_until")
    _create_index("ix_deliveries_expires_at", "deliveries", "expires_at")
    _create_index("ix_deliveries_chat", "deliveries", "platform", "chat")


def _create_inbox() -> None:
    _create_table(
        "inbox",
        sa.Column("bot_id", ascii_text(64), nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("handled_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name="pk_inbox"),
    )
    _create_index("ix_inbox_unhandled", "inbox", "bot_id", "handled_at", "update_id")
    _create_index("ix_inbox_handled_at", "inbox", "handled_at")


def _create_chat_settings() -> None:
    _create_table(
        "chat_settings",
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("chat_id", exact_text(128), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat_id", name="pk_chat_settings"),
    )


def _create_bans() -> None:
    _create_table(
        "bans",
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("external_id", exact_text(191), nullable=False),
        sa.Column("chat", exact_text(128), nullable=False),
        sa.Column("reason", prose(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "external_id", "chat", name="pk_bans"),
    )
    _create_index("ix_bans_platform_chat", "bans", "platform", "chat")


def _create_reports() -> None:
    _create_table(
        "reports",
        sa.Column("id", BinaryUuid(), nullable=False),
        sa.Column("comic_id", BinaryUuid(), nullable=False),
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("external_id", exact_text(191), nullable=False),
        sa.Column("reason", prose(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    _create_index("ix_reports_resolved_at_created_at", "reports", "resolved_at", "created_at")
    _create_index("ix_reports_platform_external_id", "reports", "platform", "external_id")


def _create_locks() -> None:
    _create_table(
        "locks",
        sa.Column("name", ascii_text(128), nullable=False),
        sa.Column("owner", ascii_text(128), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_locks"),
    )
    _create_index("ix_locks_until", "locks", "until")
