"""The commands that sign in, and that follow and are notified in the name of who is signed in."""

import argparse
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from modstead.cli import views
from modstead.cli.output import Output
from modstead.cli.parser import UsageError
from modstead.cli.sending import Interrupted, sending
from modstead.cli.statuses import DONE, FAILED, PARTLY
from modstead.domain.account import Grant, Notification
from modstead.domain.credentials import Token
from modstead.domain.project import Project, User
from modstead.errors import (
    CatalogError,
    KeyringUnusable,
    NotFound,
    OutcomeUnknown,
    Unauthorized,
)
from modstead.services.account import AccountService, Standing
from modstead.services.bundle import Services

T = TypeVar("T")

_GRANTED = {Grant.YES: "yes", Grant.NO: "no", Grant.UNKNOWN: "not known until it is used"}


async def account(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    of_profiles = (
        arguments.name is not None or arguments.bio is not None or arguments.yes or arguments.dry_run
    )
    if of_profiles and arguments.action != "profile":
        raise UsageError("--name, --bio, --yes and --dry-run go with profile. See: modstead account --help")
    if arguments.platform not in {None, services.account.id} and arguments.action == "profile":
        raise UsageError(f"Only a profile on {services.account.platform} can be changed.")
    chosen = _chosen(arguments.platform, services)
    match arguments.action:
        case "sign-in":
            return await _sign_in(chosen, output)
        case "sign-out":
            return await _sign_out(chosen, output)
        case "profile":
            return await _profile(arguments, services, output)
        case _:
            return await _show(arguments, services, chosen, output)


def _chosen(platform: str | None, services: Services) -> AccountService:
    accounts = {account.id: account for account in (services.account, *services.other_accounts)}
    if not platform:
        return services.account
    services.search.check_platform(platform)
    return accounts[platform]


async def signed_in(
    arguments: argparse.Namespace, services: Services, output: Output, account: AccountService | None = None
) -> None:
    """Go by what is kept, or by what stdin says for this command; on the main platform if no other is named.

    Nothing is sent: what the command asks for tells whether the token is good for that.

    Raises:
        Unauthorized: there is no token.
        KeyringUnusable: the token cannot be had.
    """
    account = account or services.account
    token = _token(account, output) if arguments.token_stdin else None
    if not await _of_keyring(account.hold(token)):
        error = Unauthorized(f"You are not signed in to {account.platform}.", remedy="")
        raise of_platform(error, account, services)


def of_platform(error: Unauthorized, account: AccountService, services: Services) -> Unauthorized:
    """The error, which says on which platform to sign in where that is not the main one."""
    error.platform = "" if account is services.account else account.id
    return error


def item_named(text: str, services: Services) -> str:
    """What a word or an address names on the platform of the account.

    Raises:
        NotFound: it names another platform, of which the account is none.
    """
    named = services.search.project_in(text) or text.removeprefix(f"{services.account.id}:")
    services.community.check_platform(named)
    return named


async def _of_keyring(asked: Awaitable[T]) -> T:
    try:
        return await asked
    except KeyringUnusable as error:
        raise KeyringUnusable(
            error.title, error.detail, remedy="Give the token on stdin, with --token-stdin."
        ) from error


async def follow(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    return await _set_followed(arguments, services, output, followed=True)


async def unfollow(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    return await _set_followed(arguments, services, output, followed=False)


async def follows(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    await signed_in(arguments, services, output)
    projects = await services.community.followed()
    if output.as_json:
        output.document({"projects": [views.listed_project(project) for project in projects]})
    elif projects:
        _table(projects, output)
    else:
        output.line("You follow no project.")
    return DONE


async def notifications(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    await signed_in(arguments, services, output)
    found = await services.community.notifications()
    read = found if arguments.read_all else _named(arguments.read, found)
    deleted = _named(arguments.delete, found)
    unread = [one for one in read if not one.read]
    if unread:
        async with sending(output):
            await services.community.mark_read(unread)
    if deleted:
        async with sending(output):
            await services.community.delete_notifications(deleted)
    if output.changed:
        found = await services.community.notifications()
    if output.as_json:
        output.document({"notifications": [views.notification(one) for one in found]})
    elif found:
        rows = [
            (
                "" if one.read else "new",
                one.id,
                f"{one.created.astimezone():%Y-%m-%d %H:%M}" if one.created else "-",
                one.title.replace("**", ""),
                one.text,
            )
            for one in found
        ]
        output.table(("", "ID", "At", "Title", "Text"), rows)
    else:
        output.line("There are no notifications.")
    return DONE


async def user(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    page = await services.community.user_page(arguments.user)
    if output.as_json:
        output.document(
            {
                "user": user_document(page.user),
                "projects": [views.listed_project(one) for one in page.projects],
            }
        )
        return DONE
    output.line(_names(page.user))
    if page.user.bio:
        output.lines(page.user.bio)
    output.line()
    if page.projects:
        _table(page.projects, output)
    else:
        output.line("No projects.")
    return DONE


async def _sign_in(account: AccountService, output: Output) -> int:
    if output.can_ask:
        output.message(f"Make a token at {account.token_page}. It needs to allow:")
        for permission in account.permissions:
            output.message(f"  {permission.scope}, to {permission.purpose}")
    standing = await account.sign_in(_token(account, output))
    output.changed = True
    _tell(standing, account, output)
    return PARTLY if standing.not_kept else DONE


async def _sign_out(account: AccountService, output: Output) -> int:
    unasked = await account.sign_out()
    output.changed = unasked is None
    if unasked:
        output.message(f"{unasked.title} {unasked.detail}")
    if output.as_json:
        output.document(_document(account.standing, account))
    elif unasked:
        output.line(f"No token for {account.platform} is kept here: there was nothing to forget.")
    else:
        output.line(f"Signed out. The token stays good until it is revoked: {account.token_page}")
    return DONE


async def _show(
    arguments: argparse.Namespace, services: Services, account: AccountService, output: Output
) -> int:
    """Unlike other commands it finds out what the token may do."""
    try:
        if arguments.token_stdin:
            await account.sign_in(_token(account, output), keep=False)
        else:
            await _of_keyring(account.restore())
    except KeyringUnusable as error:
        output.message(str(error))
    except Unauthorized as error:
        of_platform(error, account, services)
        raise
    if account.standing.user:
        _tell(account.standing, account, output)
    else:
        _tell_signed_out(account, output, services)
    return DONE


async def _profile(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    """Loaded when it is wanted: it says differences as those commands do that publish."""
    from modstead.cli.profile import profile

    if arguments.name is None and arguments.bio is None:
        raise UsageError("Say what to change: --name or --bio. See: modstead account --help")
    await signed_in(arguments, services, output)
    return await profile(arguments, services, output)


async def _set_followed(
    arguments: argparse.Namespace, services: Services, output: Output, *, followed: bool
) -> int:
    names = {text: item_named(text, services) for text in arguments.projects}
    await signed_in(arguments, services, output)
    change = services.community.follow if followed else services.community.unfollow
    done: list[Project] = []
    failed: dict[str, CatalogError] = {}
    for text, name in names.items():
        try:
            project = await services.projects.page(name)
            async with sending(output):
                await change(project)
        except (Interrupted, Unauthorized):
            raise
        except CatalogError as error:
            if len(names) == 1:
                raise
            failed[text] = error
            output.message(f"{text}: {error}")
            continue
        done.append(project)
        if not output.as_json:
            output.line(f"You follow {project.title}{'' if followed else ' no longer'}.")
    if output.as_json:
        listed = [views.listed_project(project) | {"followed": followed} for project in done]
        reasons = [{"project": text, "reason": str(error)} for text, error in failed.items()]
        output.document({"projects": listed, "failed": reasons})
    if not failed:
        return DONE
    unsure = any(isinstance(error, OutcomeUnknown) for error in failed.values())
    return PARTLY if done or unsure else FAILED


def _token(account: AccountService, output: Output) -> Token:
    return Token(output.secret(f"Token for {account.platform}: "))


def _named(ids: Sequence[str], among: Sequence[Notification]) -> tuple[Notification, ...]:
    by_id = {one.id: one for one in among}
    for wanted in ids:
        if wanted not in by_id:
            raise NotFound(f"You have no notification {wanted[:40]!r}.", remedy="See: modstead notifications")
    return tuple(by_id[wanted] for wanted in dict.fromkeys(ids))


def _tell(standing: Standing, account: AccountService, output: Output) -> None:
    if standing.not_kept:
        why = f"{standing.not_kept.title} {standing.not_kept.detail}"
        output.message(f"The token was not kept. {why} Give it to each command on stdin, with --token-stdin.")
    if output.as_json:
        output.document(_document(standing, account))
        return
    if standing.user:
        output.line(f"Signed in to {account.platform} as {_names(standing.user)}.")
    rows = [
        (permission.scope, permission.purpose, _GRANTED[standing.grants.get(permission.scope, Grant.UNKNOWN)])
        for permission in account.permissions
    ]
    output.table(("Permission", "To", "Granted"), rows)


def _tell_signed_out(account: AccountService, output: Output, services: Services) -> None:
    if output.as_json:
        output.document(_document(account.standing, account))
    else:
        how = of_platform(Unauthorized("", remedy=""), account, services).typed_remedy
        output.line(f"Nobody is signed in to {account.platform}. Make a token at {account.token_page}. {how}")


def _document(standing: Standing, account: AccountService) -> views.Json:
    granted = {Grant.YES: True, Grant.NO: False, Grant.UNKNOWN: None}
    return {
        "platform": account.id,
        "signed_in": standing.user is not None,
        "user": user_document(standing.user) if standing.user else None,
        "kept": account.kept,
        "permissions": [
            {
                "scope": permission.scope,
                "purpose": permission.purpose,
                "granted": granted[standing.grants.get(permission.scope, Grant.UNKNOWN)],
            }
            for permission in account.permissions
        ]
        if standing.user
        else [],
        "token_page": account.token_page,
    }


def _names(value: User) -> str:
    return f"{value.username} ({value.name})" if value.name else value.username


def user_document(value: User) -> views.Json:
    return {
        "id": value.id,
        "username": value.username,
        "name": value.name,
        "bio": value.bio,
        "avatar_url": value.avatar_url,
        "created": value.created.isoformat() if value.created else None,
        "role": value.role,
    }


def _table(projects: Sequence[Project], output: Output) -> None:
    rows = [(one.slug, one.title, f"{one.downloads:,}", one.summary) for one in projects]
    output.table(("Slug", "Title", "Downloads", "Summary"), rows)
