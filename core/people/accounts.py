"""Accounts: registration, login and passwords for the web."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from core.errors import (
    EmailTakenError,
    InvalidOptionsError,
    NotFoundError,
    NotSignedInError,
    RegisterLimitError,
    TooManyAttemptsError,
    WrongLoginError,
)
from core.models.identity import Identity, Platform, ProfileId, Requester
from core.models.people import Account
from core.people.display_names import check_display_name
from core.people.passwords import Passwords, password_problem
from core.people.profile_lookup import account_identity, lock_profile, lock_profiles, profile_of
from core.people.tokens import Tokens
from core.ports.database import Database, UnitOfWork
from core.runtime.attempt_limiter import AttemptLimiter

log = structlog.get_logger(__name__)

EMAIL_LIMIT = 254  # characters; the limit of SMTP
EMAIL_SHAPE = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
TRIES_PERIOD = timedelta(minutes=15)
TRIES_PER_EMAIL = 10
TRIES_PER_ADDRESS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Result of a login: a bearer token."""

    profile_id: ProfileId
    token: str = field(repr=False)
    expires_in: int  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Account service: registration, login, change of password."""

    database: Database
    tokens: Tokens
    passwords: Passwords
    attempt_limiter: AttemptLimiter
    register_per_hour: int = 10  # accounts from one IP address; 0: unlimited
    new_id: Callable[[], UUID] = uuid7

    async def register(
        self,
        email: str,
        password: str,
        *,
        display_name: str = "",
        requester: Requester | None = None,
        address: str,
    ) -> Login:
        """Create an account. It takes over the profile of an anonymous requester.

        Raises InvalidOptionsError, RegisterLimitError or EmailTakenError.
        """
        email, name = _check_registration(email, password, display_name)
        await self._limit_registrations(address)
        password_hash = await self.passwords.hash(password)

        async def work(unit: UnitOfWork) -> Account:
            if await unit.accounts.by_email(email):
                raise EmailTakenError
            profile_id = await self._profile_for_account(unit, requester)
            account = Account(profile_id=profile_id, email=email, password_hash=password_hash)
            if not await unit.accounts.add(account):
                raise EmailTakenError
            if name:
                await unit.profiles.update(profile_id, display_name=name)
            return account

        account = await self.database.write(work)
        log.info("account_registered", profile_id=str(account.profile_id))
        return self._login(account)

    async def login(
        self, email: str, password: str, *, adopt: Requester | None = None, address: str
    ) -> Login:
        """Log in. The profile of the anonymous visitor *adopt* is merged into the account's.

        Raises WrongLoginError, no matter which part is wrong, or TooManyAttemptsError.
        """
        email = _normalize_email(email)
        await self._limit_attempts(email, address)
        account = await self._account(email)
        is_right = await self.passwords.verify(account.password_hash if account else None, password)
        if account is None or not is_right:
            log.info("login_refused")
            raise WrongLoginError
        if self.passwords.needs_rehash(account.password_hash):
            await self._rehash(account, password)
        if adopt is not None and _is_visitor(adopt):
            await self._adopt(account, adopt)
        return self._login(account)

    async def change_password(
        self, requester: Requester, old_password: str, new_password: str
    ) -> Login:
        """Change the password. All other logins and sessions of the account end.

        Raises NotSignedInError, WrongLoginError, InvalidOptionsError or TooManyAttemptsError.
        """
        problem = password_problem(new_password)
        if problem:
            raise InvalidOptionsError({"password": problem})
        account = await self._own_account(requester)
        await self._limit_attempts(account.email, address=None)
        if not await self.passwords.verify(account.password_hash, old_password):
            raise WrongLoginError
        password_hash = await self.passwords.hash(new_password)

        async def work(unit: UnitOfWork) -> Account:
            profile_id = await lock_profile(unit, requester)
            current = await unit.accounts.by_profile(profile_id) if profile_id else None
            if current is None or current.password_hash != account.password_hash:
                raise NotSignedInError  # changed or deleted in the meantime
            await unit.accounts.set_password(current.profile_id, password_hash)
            await _revoke_access(unit, current.profile_id)
            return replace(current, token_version=current.token_version + 1)

        changed = await self.database.write(work)
        log.info("password_changed", profile_id=str(changed.profile_id))
        return self._login(changed)

    async def sign_out_everywhere(self, requester: Requester) -> None:
        """End all logins and sessions of the requester. Raises NotSignedInError."""

        async def work(unit: UnitOfWork) -> ProfileId:
            profile_id = await lock_profile(unit, requester)
            if profile_id is None:
                raise NotSignedInError
            await _revoke_access(unit, profile_id)
            return profile_id

        profile_id = await self.database.write(work)
        log.info("sessions_revoked", profile_id=str(profile_id))

    async def requester_of_token(
        self, token: str, *, locale: str = "en", origin: str | None = None
    ) -> Requester:
        """Return the requester that a bearer token stands for.

        Raises NotSignedInError if the token is invalid, expired or revoked.
        """
        claims = self.tokens.read(token)

        async def work(unit: UnitOfWork) -> Requester:
            profile = await unit.profiles.get(claims.profile_id)
            if profile is None:
                raise NotSignedInError
            account = await unit.accounts.by_profile(profile.id)
            if claims.version != (account.token_version if account else 0):
                raise NotSignedInError
            return Requester(
                identity=(
                    account_identity(account.email)
                    if account
                    else _own_identity(await unit.profiles.identities(profile.id))
                ),
                locale=locale,
                profile_id=profile.id,
                signed_in=account is not None,
                origin=origin,
            )

        return await self.database.read(work)

    # --- Helpers ----------------------------------------------------------------------------------

    async def _profile_for_account(
        self, unit: UnitOfWork, requester: Requester | None
    ) -> ProfileId:
        """Return the anonymous requester's profile, or a new one."""
        if requester is not None and not requester.signed_in:
            own = await lock_profile(unit, requester)
            if own is not None and await unit.accounts.by_profile(own) is None:
                if requester.identity.platform is Platform.WEB:
                    # The account gives access to the profile now; an old cookie no longer may.
                    await unit.profiles.remove_identity(requester.identity, own)
                    await unit.sessions.delete_of(own)
                return own
        profile_id = ProfileId(self.new_id())
        await unit.profiles.add(profile_id, locale=requester.locale if requester else "")
        return profile_id

    async def _adopt(self, account: Account, visitor: Requester) -> None:
        """Merge the visitor's profile into the account's, unless it belongs to an account."""

        async def work(unit: UnitOfWork) -> ProfileId | None:
            visited = await profile_of(unit, visitor)
            if visited is None:
                return None
            into, source = await lock_profiles(unit, account.profile_id, visited)
            current = await unit.accounts.by_profile(into)
            if current is None or current.token_version != account.token_version:
                return None  # access was revoked after the password was verified
            if into == source or await unit.accounts.by_profile(source) is not None:
                return None
            # An old cookie must not give access to an account.
            await unit.profiles.remove_identity(visitor.identity, source)
            await unit.profiles.merge(source, into)
            return source

        try:
            source = await self.database.write(work)
        except NotFoundError:
            return  # one of the profiles was deleted in the meantime
        if source is not None:
            log.info("visitor_adopted", profile_id=str(account.profile_id))

    async def _limit_registrations(self, address: str) -> None:
        if not self.register_per_hour:
            return
        try:
            await self.attempt_limiter.hit(
                "register", address, amount=self.register_per_hour, period=timedelta(hours=1)
            )
        except TooManyAttemptsError as error:
            resets_at = datetime.now(UTC) + timedelta(seconds=error.retry_after)
            raise RegisterLimitError(self.register_per_hour, resets_at) from error

    async def _limit_attempts(self, email: str, address: str | None) -> None:
        if address is not None:
            await self.attempt_limiter.hit(
                "login-address", address, amount=TRIES_PER_ADDRESS, period=TRIES_PERIOD
            )
        await self.attempt_limiter.hit(
            "login-email", email, amount=TRIES_PER_EMAIL, period=TRIES_PERIOD
        )

    async def _account(self, email: str) -> Account | None:
        if not _is_email(email):
            return None

        async def work(unit: UnitOfWork) -> Account | None:
            return await unit.accounts.by_email(email)

        return await self.database.read(work)

    async def _own_account(self, requester: Requester) -> Account:
        async def work(unit: UnitOfWork) -> Account | None:
            profile_id = await profile_of(unit, requester)
            return await unit.accounts.by_profile(profile_id) if profile_id else None

        account = await self.database.read(work) if requester.signed_in else None
        if account is None:
            raise NotSignedInError
        return account

    async def _rehash(self, account: Account, password: str) -> None:
        password_hash = await self.passwords.hash(password)

        async def work(unit: UnitOfWork) -> None:
            current = await unit.accounts.by_email(account.email)
            if current and current.password_hash == account.password_hash:
                await unit.accounts.set_password(current.profile_id, password_hash)

        await self.database.write(work)

    def _login(self, account: Account) -> Login:
        return Login(
            profile_id=account.profile_id,
            token=self.tokens.issue(account.profile_id, account.token_version),
            expires_in=int(self.tokens.lifetime.total_seconds()),
        )


def _check_registration(email: str, password: str, display_name: str) -> tuple[str, str]:
    """Return the normalized address and name. Raises InvalidOptionsError with all mistakes."""
    fields: dict[str, str] = {}
    email = _normalize_email(email)
    if not _is_email(email):
        fields["email"] = "must be an e-mail address like name@example.org"
    problem = password_problem(password)
    if problem:
        fields["password"] = problem
    name, problem = check_display_name(display_name)
    if problem:
        fields["displayName"] = problem
    if fields:
        raise InvalidOptionsError(fields)
    return email, name


def _normalize_email(email: str) -> str:
    """Return the address in the form in which it is stored and compared."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def _is_email(email: str) -> bool:
    return (
        len(email) <= EMAIL_LIMIT
        and email.isprintable()
        and EMAIL_SHAPE.fullmatch(email) is not None
    )


def _is_visitor(requester: Requester) -> bool:
    """Return whether the requester is an anonymous visitor on the web."""
    return not requester.signed_in and requester.identity.platform is Platform.WEB


def _own_identity(identities: tuple[Identity, ...]) -> Identity:
    """Return an identity of a profile without an account, preferably that of the terminal."""
    for identity in identities:
        if identity.platform is Platform.TERMINAL:
            return identity
    if not identities:
        raise NotSignedInError
    return identities[0]


async def _revoke_access(unit: UnitOfWork, profile_id: ProfileId) -> None:
    """End all tokens and sessions; unlink browsers, so they no longer give access to an account."""
    await unit.sessions.delete_of(profile_id)
    if await unit.accounts.by_profile(profile_id) is None:
        return
    await unit.accounts.raise_token_version(profile_id)
    for identity in await unit.profiles.identities(profile_id):
        if identity.platform is Platform.WEB:
            await unit.profiles.remove_identity(identity, profile_id)
