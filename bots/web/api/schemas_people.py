"""The shapes of what is said of people over the wire: accounts, logins, identities, links."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field, JsonValue

from bots.web.api.schemas import RequestSchema, Schema, length
from core.models.identity import Platform
from core.people.accounts import EMAIL_LIMIT, PASSWORD_MAX, PASSWORD_MIN
from core.people.display_names import NAME_LIMIT
from core.people.profiles import DEFAULT_SETTINGS, LOCALE_SHAPE

_EMAIL: dict[str, JsonValue] = {"format": "email", "maxLength": EMAIL_LIMIT}


class RegisterBody(RequestSchema):
    """A new account."""

    email: str = Field(examples=["ada@example.org"], json_schema_extra=_EMAIL)
    password: str = Field(
        examples=["correct horse battery staple"],
        json_schema_extra=length(PASSWORD_MIN, PASSWORD_MAX),
    )
    display_name: str | None = Field(default=None, json_schema_extra=length(0, NAME_LIMIT))


class LoginBody(RequestSchema):
    """Address and password."""

    email: str
    password: str
    adopt: bool = Field(
        default=False,
        description="Whether what this browser made without a login becomes the account's",
    )


class LoginView(Schema):
    """The proof of a login; browsers get a cookie besides."""

    user_id: UUID
    token: str = Field(description="To be sent as `Authorization: Bearer …`")
    expires_in: int = Field(description="Seconds")


class PasswordBody(RequestSchema):
    """The old password proves that it is still you."""

    old_password: str
    new_password: str = Field(json_schema_extra=length(PASSWORD_MIN, PASSWORD_MAX))


class ForgetBody(RequestSchema):
    """Whoever has an account proves once more that it is theirs."""

    password: str = ""


class IdentityView(Schema):
    """How one platform knows a person."""

    platform: Platform
    external_id: str


class UserView(Schema):
    """What we know of the caller."""

    user_id: UUID
    display_name: str
    email: str | None = Field(description="Of the account; null: none")
    locale: str
    settings: dict[str, Any]
    created_at: datetime
    identities: list[IdentityView]
    comics: int = Field(ge=0, description="In the gallery")


class UserChange(RequestSchema):
    """What to change about oneself; what is left out stays."""

    display_name: str | None = Field(default=None, json_schema_extra=length(0, NAME_LIMIT))
    locale: str | None = Field(
        default=None, json_schema_extra={"pattern": f"^{LOCALE_SHAPE.pattern}$"}
    )
    settings: dict[str, bool] | None = Field(
        default=None, json_schema_extra={"propertyNames": {"enum": [*DEFAULT_SETTINGS]}}
    )


class LinkCodeView(Schema):
    """A code to be entered somewhere else, once."""

    code: str
    expires_at: datetime


class ClaimBody(RequestSchema):
    """A code that was shown somewhere else."""

    code: str


class PreviewIdentityView(Schema):
    """A way in, as whoever has a code to it may see it."""

    platform: Platform


class MergeView(Schema):
    """What claiming a code would put together."""

    identities: list[PreviewIdentityView]
    comics: int = Field(ge=0)
