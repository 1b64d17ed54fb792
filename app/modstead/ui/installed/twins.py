"""Which enabled files are the same mod as another one, so that one of the two has to go."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from modstead.domain.instance import InstalledMod
from modstead.ui.installed.relations import project_of


def newer_twins(mods: Iterable[InstalledMod]) -> Mapping[str, InstalledMod]:
    """For each file that an enabled newer one of the same project or manifest makes needless: that newer one."""
    alike: defaultdict[tuple[str, ...], list[InstalledMod]] = defaultdict(list)
    for mod in mods:
        if not mod.file.enabled:
            continue
        project_id = project_of(mod)
        if project_id:
            alike["project", project_id].append(mod)
        if mod.manifests and mod.manifests[0].id:
            alike["manifest", mod.manifests[0].kind, mod.manifests[0].id].append(mod)
    found: dict[str, InstalledMod] = {}
    for group in alike.values():
        newest = max(group, key=_age)
        found |= {mod.file.name: newest for mod in group if mod is not newest}
    return found


def _age(mod: InstalledMod) -> tuple[datetime, int, str]:
    """When its version was published, else when the file was written: one order for all, so that one always stays."""
    written = datetime.fromtimestamp(mod.file.mtime_ns / 1e9, UTC)
    published = mod.version.published if mod.version else None
    return (published or written, mod.file.mtime_ns, mod.file.name)
