"""The arguments of the commands that speak for an account."""

import argparse

from modstead.cli.arguments import common, values
from modstead.cli.arguments.common import Command, Commands
from modstead.domain.account import Reportable

ACCOUNT_ACTIONS = {
    "show": "say who is signed in; the default",
    "sign-in": "check a token and keep it; it is asked for, or read from stdin",
    "sign-out": "forget it",
    "profile": "change what your page says of you",
}


def _account(command: argparse.ArgumentParser) -> None:
    told = "; ".join(f"{name}: {meaning}" for name, meaning in ACCOUNT_ACTIONS.items())
    command.add_argument(
        "action", choices=tuple(ACCOUNT_ACTIONS), nargs="?", default="show", metavar="ACTION", help=told
    )
    command.add_argument("--name", type=values.text, help="with profile: the name to show; empty for none")
    command.add_argument("--bio", type=values.text, help="with profile: some words on yourself")
    common.sent(command)
    command.add_argument("--platform", type=values.name, help="another platform that is on, such as guizhan")
    _token(command)


def _token(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--token-stdin",
        action="store_true",
        help="read the token from stdin, for this command alone, where there is no keyring",
    )


def _projects(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "projects",
        type=values.name,
        nargs="+",
        metavar="PROJECT",
        help="an ID, a slug or the address of its page",
    )
    _token(command)


def _notifications(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--read", type=values.name, action="append", default=[], metavar="ID", help="mark it as read"
    )
    command.add_argument("--read-all", action="store_true", help="mark all as read")
    command.add_argument(
        "--delete", type=values.name, action="append", default=[], metavar="ID", help="delete it, for good"
    )
    _token(command)


def _report(command: argparse.ArgumentParser) -> None:
    command.usage = "%(prog)s [-h] [--json] ([--yes] KIND ITEM --reason REASON [--text TEXT] | --reasons)"
    command.add_argument(
        "kind", choices=[kind.value for kind in Reportable], nargs="?", help="what is to be reported"
    )
    command.add_argument(
        "item",
        type=values.name,
        nargs="?",
        metavar="ITEM",
        help="a project's slug, ID or address; a version's ID; a user's name",
    )
    command.add_argument("--reason", type=values.name, help="one of those that --reasons lists")
    command.add_argument("--reasons", action="store_true", help="list the reasons that the platform knows")
    command.add_argument(
        "--text", type=values.text, help="what is wrong; without it, it is read from stdin, or asked for"
    )
    command.add_argument("--yes", "-y", action="store_true", help="send it without asking")
    _token(command)


def _reports(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--answer",
        type=values.name,
        nargs=2,
        metavar=("REPORT", "TEXT"),
        help="write to a report's moderators",
    )
    _token(command)


def _user(command: argparse.ArgumentParser) -> None:
    command.add_argument("user", type=values.name, metavar="USER", help="a name or an ID")


COMMANDS: Commands = (
    Command("account", "Sign in to the platform with a token, or say who is signed in", _account),
    Command("follow", "Follow projects: you are notified of their new versions", _projects),
    Command("unfollow", "Follow projects no longer", _projects),
    Command("follows", "List the projects that you follow", _token),
    Command("notifications", "List what the platform has to tell you, and mark it as read", _notifications),
    Command("report", "Report a project, a version or a user to the platform's moderators", _report),
    Command("reports", "List your open reports with what was written about them", _reports),
    Command("user", "Show a user and their projects", _user),
)
