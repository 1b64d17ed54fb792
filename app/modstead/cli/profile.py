"""The command that changes one's own profile, once the difference was seen."""

import argparse

from modstead.cli.account import user_document
from modstead.cli.output import Output
from modstead.cli.publish_words import tell, told
from modstead.cli.sending import agreed, sending
from modstead.cli.statuses import DONE
from modstead.domain.account import ProfileChange
from modstead.domain.publishing import Field, FieldKind, differences
from modstead.services.bundle import Services

_FIELDS = (Field("name", "Name"), Field("bio", "Bio", FieldKind.TEXT))


async def profile(arguments: argparse.Namespace, services: Services, output: Output) -> int:
    community = services.community
    change = ProfileChange(arguments.name, arguments.bio)
    community.check_profile(change)
    user = await community.profile()
    wanted = {name: text for name, text in (("name", change.name), ("bio", change.bio)) if text is not None}
    changes = differences(_FIELDS, {"name": user.name, "bio": user.bio}, wanted)
    if not output.as_json:
        tell(changes, output)
        if not changes:
            output.line("Your profile is like that already.")
    status = agreed("Change your profile?", arguments, output) if changes else DONE
    if status is None:
        async with sending(output):
            await community.edit_profile(change)
        user = await community.profile()
    if output.as_json:
        output.document({"user": user_document(user), "changes": told(changes), "sent": status is None})
    elif status is None:
        output.line("Done.")
    return DONE if status is None else status
