"""The arguments of the commands that print plans and carry them out."""

import argparse

from modstead.cli.arguments import values
from modstead.cli.arguments.common import Command, Commands, anyway, lock_file, locked_folder, target, yes


def plan_of(commands: Commands) -> Command:
    """The command that prints what one of the others would do, of those that can be planned."""

    def add_arguments(command: argparse.ArgumentParser) -> None:
        choices = command.add_subparsers(dest="planned", metavar="COMMAND", required=True)
        for planned in commands:
            if planned.planned is not None:
                help_text = f"Print what `modstead {planned.name}` would do"
                inner = choices.add_parser(
                    planned.name, help=help_text, description=f"{help_text}.", allow_abbrev=False
                )
                planned.planned(inner)
                inner.add_argument("--json", action="store_true", help=argparse.SUPPRESS)

    return Command("plan", "Print what another command would do, as JSON, and do nothing", add_arguments)


def _apply(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder",
        type=values.path,
        metavar="FOLDER|PLAN",
        help="a folder to make equal to its lock file, or a plan that `modstead plan` printed",
    )
    lock_file(command)
    command.add_argument(
        "--into",
        type=values.path,
        metavar="FOLDER",
        help="the folder that the plan is for, where nothing but the plan says that it is one of mods",
    )
    target(command)
    yes(command)
    anyway(command)


COMMANDS: Commands = (
    Command(
        "apply",
        "Make a game equal to its lock file, or carry a printed plan out",
        _apply,
        planned=locked_folder,
    ),
)
