"""JSON schemas of accounts, logins, identities and link codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field, JsonValue

from bots.web.api.schemas import RequestSchema, Schema, length
from core.models.identity import Platform
from core.people.accounts import EMAIL_LIMIT
from core.people.display_names import NAME_LIMIT
from core.people.passwords import PASSWORD_MAX, PASSWORD_MIN
from core.people.profiles import DEFAULT_SETTINGS, LOCALE_SHAPE

_EMAIL: dict[str, JsonValue] = {"format": "email", "maxLength": EMAIL_LIMIT}


class RegisterBody(RequestSchema):
    """Email address, password and optional name of a new account."""

    email: str = Field(examples=["ada@example.org"], json_schema_extra=_EMAIL)
    password: str = Field(
        examples=["correct horse battery staple"],
        json_schema_extra=length(PASSWORD_MIN, PASSWORD_MAX),
    )
    display_name: str | None = Field(default=None, json_schema_extra=length(0, NAME_LIMIT))


class LoginBody(RequestSchema):
    """Email address and password."""

    email: str
    password: str
    adopt: bool = Field(
        default=False,
        description="Whether the account takes over the comics this browser made before the login",
    )


class LoginView(Schema):
    """Bearer token of a login; browsers also get a cookie."""

    user_id: UUID
    token: str = Field(description="Send it as `Authorization: Bearer …`")
    expires_in: int = Field(description="Lifetime of the token in seconds")


class PasswordBody(RequestSchema):
    """Current and new password."""

    old_password: str
    new_password: str = Field(json_schema_extra=length(PASSWORD_MIN, PASSWORD_MAX))


class ForgetBody(RequestSchema):
    """Password of the account, required if the caller has one."""

    password: str = ""


class IdentityView(Schema):
    """User id on one platform."""

    platform: Platform
    external_id: str


class UserView(Schema):
    """Profile of the caller."""

    user_id: UUID
    display_name: str
    email: str | None = Field(description="Of the account; null without an account")
    locale: str
    settings: dict[str, Any]
    created_at: datetime
    identities: list[IdentityView]
    comics: int = Field(ge=0, description="Number of comics in the gallery")


class UserChange(RequestSchema):
    """Changes to the caller's profile; fields that are left out stay as they are."""

    display_name: str | None = Field(default=None, json_schema_extra=length(0, NAME_LIMIT))
    locale: str | None = Field(
        default=None, json_schema_extra={"pattern": f"^{LOCALE_SHAPE.pattern}$"}
    )
    settings: dict[str, bool] | None = Field(
        default=None, json_schema_extra={"propertyNames": {"enum": [*DEFAULT_SETTINGS]}}
    )


class LinkCodeView(Schema):
    """One-time code to enter in another chat or browser."""

    code: str
    expires_at: datetime


class ClaimBody(RequestSchema):
    """Code that was shown in another chat or browser."""

    code: str


class PreviewIdentityView(Schema):
    """Platform of an identity, without its id, which only its owner may see."""

    platform: Platform


class MergeView(Schema):
    """Identities and number of comics of the profile that claiming a code would result in."""

    identities: list[PreviewIdentityView]
    comics: int = Field(ge=0)
