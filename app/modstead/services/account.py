"""Who is signed in to a platform: a token is checked, kept where secrets are kept, and asked for anew when it ends."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from modstead.domain.account import Account, Grant, Permission
from modstead.domain.credentials import Credentials, Token
from modstead.domain.project import User
from modstead.errors import CatalogError, KeyringUnusable, ScopeMissing, SettingsError, Unauthorized
from modstead.events import Event
from modstead.services.settings import SettingsService

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the account.

    `user` is who is signed in. `held` says that there is a token, though its user may not be known while the platform
    is out of reach; `refused` that the platform no longer takes it. `not_kept` is why the token lasts for this run
    alone.
    """

    user: User | None = None
    held: bool = False
    refused: bool = False
    grants: Mapping[str, Grant] = field(default_factory=dict)
    not_kept: KeyringUnusable | None = None


SIGNED_OUT = Standing()


class AccountService:
    """`changed` tells of every change of how things stand."""

    def __init__(self, account: Account, credentials: Credentials, settings: SettingsService) -> None:
        self._account = account
        self._credentials = credentials
        self._settings = settings
        self._token: Token | None = None
        self._unchecked = False
        self._standing = SIGNED_OUT
        self._restoring = asyncio.Lock()
        self.changed: Event[Standing] = Event()

    @property
    def standing(self) -> Standing:
        return self._standing

    @property
    def id(self) -> str:
        """The platform's name in every `ProjectRef`."""
        return self._account.id

    @property
    def platform(self) -> str:
        """The platform's name for people."""
        return self._account.title

    @property
    def token_page(self) -> str:
        return self._account.token_page

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return self._account.permissions

    @property
    def kept(self) -> bool:
        """Whether a token was put into the keyring: only then is there a reason to ask that, and maybe the user."""
        return self._account.origin in self._settings.value.signed_in.split()

    async def hold(self, token: Token | None = None) -> bool:
        """Go by a token, else by the one that is kept, and answer whether there is one.

        It is not checked: whose it is is asked once something needs that, and what it may do not at all, since it may
        be good for no more than one thing.

        Raises:
            KeyringUnusable: the one that is kept cannot be had.
        """
        token = token or await self._credentials.load(self._account.origin)
        if token is None:
            return False
        self._unchecked = True
        self._hold(token)
        self._stand(Standing(held=True))
        return True

    async def restore(self) -> Standing:
        """Sign in with the token that is kept, if there is one. Whoever asks meanwhile waits, rather than ask twice.

        Raises:
            KeyringUnusable: it cannot be had.
            CatalogError: the platform does not tell whose it is; it is tried again with the next call.
        """
        async with self._restoring:
            if self._standing.user is not None:
                return self._standing
            if self._token is None:
                token = await self._credentials.load(self._account.origin)
                if token is None:
                    return self._standing
                self._hold(token)
                self._stand(Standing(held=True))
            return await self.check()

    async def check(self) -> Standing:
        """Ask the platform again whose token it is and what that may do. One that it refuses is not sent any more.

        Of one that is not to be checked only whose it is is asked.
        """
        if self._unchecked:
            self._stand(replace(self._standing, user=await self._account.me()))
            return self._standing
        try:
            user, grants = await self._whose()
        except Unauthorized:
            self._account.use(None)
            self._stand(replace(self._standing, user=None, refused=True))
            raise
        self._stand(replace(self._standing, user=user, held=True, refused=False, grants=grants))
        return self._standing

    async def sign_in(self, token: Token, *, keep: bool = True) -> Standing:
        """Check a token with the platform and keep it. Where that fails, all stays as it was.

        Without a keyring it is held until the end of the program; `not_kept` in the answer says why.

        Raises:
            Unauthorized: the platform does not take it.
            CatalogError: it could not be checked.
        """
        before = self._token
        self._unchecked = False
        self._hold(token)
        try:
            user, grants = await self._whose()
        except BaseException:
            self._hold(before)
            raise
        not_kept = await self._kept(token) if keep else None
        self._stand(Standing(user, held=True, grants=grants, not_kept=not_kept))
        return self._standing

    async def sign_out(self) -> KeyringUnusable | None:
        """Forget the token, here and in the keyring. The platform is not told: there it stays good until it is revoked.

        What is answered is why the keyring could not be asked, where nothing is known to lie in it.

        Raises:
            KeyringUnusable: it may still lie in the keyring; it is not used any more.
        """
        self._hold(None)
        self._stand(SIGNED_OUT)
        try:
            await self._credentials.forget(self._account.origin)
        except KeyringUnusable as error:
            if self.kept:
                raise KeyringUnusable(
                    "You are signed out, but the token may still be in the system's keyring.",
                    error.detail,
                    remedy=f"Revoke it on the site of {self.platform}.",
                ) from error
            return error
        self._remember(kept=False)
        return None

    async def as_user(self, work: Callable[[User], Awaitable[T]]) -> T:
        """What `work` answers, done in the name of who is signed in, whom it is told.

        Raises:
            Unauthorized: nobody is, or the token is not good for it. Whether it is good for anything is found out.
            CatalogError: as `work` fails.
        """
        user = self._standing.user
        if user is None and self._token and not self._standing.refused:
            user = (await self.check()).user
        if user is None:
            raise self._nobody()
        known = user
        return await self.signed(lambda: work(known))

    async def signed(self, work: Callable[[], Awaitable[T]]) -> T:
        """The same for what needs not be told who that is.

        Raises:
            Unauthorized, CatalogError: as `as_user` does.
        """
        if self._standing.user is None and self._token and not self._unchecked and not self._standing.refused:
            await self.check()
        token = self._token
        if token is None or self._standing.refused:
            raise self._nobody()
        try:
            answer = await work()
        except Unauthorized as error:
            if self._token is token:
                await self._recheck()
            raise self._named(error) from error
        if self._token is not token:
            raise Unauthorized(f"You have signed out of {self.platform} meanwhile.", remedy="")
        self._learn()
        return answer

    def _nobody(self) -> Unauthorized:
        if self._standing.refused:
            return Unauthorized(f"{self.platform} no longer takes your token.")
        return Unauthorized(f"You are not signed in to {self.platform}.", remedy="Sign in with a token.")

    async def _whose(self) -> tuple[User, Mapping[str, Grant]]:
        """Whose the token in use is, and what is known of it."""
        user = await self._account.me()
        grants = await self._account.grants(user)
        return user, {**grants, **self._account.learnt()}

    def _learn(self) -> None:
        """What was just done may have told more of the token."""
        grants = {**self._standing.grants, **self._account.learnt()}
        self._stand(replace(self._standing, grants=grants))

    def _named(self, error: Unauthorized) -> Unauthorized:
        """The same, saying what the missing permission is good for rather than which address was refused."""
        scope = error.scope if isinstance(error, ScopeMissing) else ""
        purpose = next((item.purpose for item in self.permissions if scope and item.scope == scope), "")
        if not purpose:
            return error
        title = f"Your token does not allow Modstead to do this: {purpose}."
        return ScopeMissing(title, error.detail, scope=scope, remedy=error.remedy)

    async def _recheck(self) -> None:
        """A token that was refused for one thing may be good for others; that is shown, where it can be told."""
        self._learn()
        if self._unchecked:
            return
        try:
            await self.check()
        except CatalogError:
            return

    async def _kept(self, token: Token) -> KeyringUnusable | None:
        try:
            await self._credentials.save(self._account.origin, token)
        except KeyringUnusable as error:
            return error
        self._remember(kept=True)
        return None

    def _remember(self, *, kept: bool) -> None:
        """Which servers have a token in the keyring; no more than a reminder to look there."""
        others = [
            origin for origin in self._settings.value.signed_in.split() if origin != self._account.origin
        ]
        signed_in = " ".join([*others, self._account.origin] if kept else others)
        if signed_in == self._settings.value.signed_in:
            return
        try:
            self._settings.change(signed_in=signed_in)
        except SettingsError:
            return

    def _hold(self, token: Token | None) -> None:
        self._token = token
        self._account.use(token)

    def _stand(self, standing: Standing) -> None:
        if standing != self._standing:
            self._standing = standing
            self.changed.emit(standing)
