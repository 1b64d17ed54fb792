"""A project's description, made ready for its page."""

import asyncio
from dataclasses import replace

from modstead.ui.markdown import Rendered, rendered

_CUT = Rendered(('<p><span class="caption">The rest is too long to be shown here.</span></p>',))


async def rendered_body(body: str) -> Rendered:
    """The body as the page shows it, made in a thread; of one that is too long it says so at the end."""
    shown = await asyncio.to_thread(rendered, body)
    return replace(shown, chunks=(*shown.chunks, *_CUT.chunks)) if shown.cut else shown
