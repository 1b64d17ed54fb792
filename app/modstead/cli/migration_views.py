"""What `modstead migrate` prints: the matrix and the plan, as tables for people and as the JSON that it promises."""

from collections.abc import Mapping, Sequence

from modstead.cli import tables
from modstead.cli.output import Output
from modstead.cli.views import Json
from modstead.cli.views import plan as plan_document
from modstead.domain.migration import Blocker, Cell, MigrationCheck, Outlook, Readiness, Standing, summary
from modstead.domain.plan import Applied, NoteKind, Plan
from modstead.storage.wishes import Wish


def matrix(check: MigrationCheck, wish: Wish | None, output: Output) -> None:
    """A column for each target, a row for each mod, and a sentence on each target."""
    standings = [outlook.standing() for outlook in check.outlooks]
    columns = list(zip(check.outlooks, standings, [each.held_up_by() for each in standings], strict=True))
    if not columns:
        output.line("There is no newer Minecraft to move to. Name another one with --game-version.")
        return
    rows = [
        (
            mod.title if mod.file.enabled else f"{mod.title} (disabled)",
            mod.version_number or "-",
            *(_word(outlook.cells[place], standing, waits) for outlook, standing, waits in columns),
        )
        for place, mod in enumerate(check.library.mods)
    ]
    heads = ("Name", "Installed", *(str(outlook.target) for outlook, _, _ in columns))
    if rows:
        output.table(heads, rows)
        output.line()
    for outlook, standing, _ in columns:
        output.line(f"{summary(outlook, standing)}{_besides(standing)}")
    if wish:
        loader = f"{wish.loader.label} " if wish.loader else ""
        output.line(f"You are told once all is ready for {loader}{wish.game_version}.")
    for failure in check.library.failures:
        output.message(f"{failure.name}: {failure.reason}")


def plan(outlook: Outlook, value: Plan, output: Output) -> None:
    """How the target stands, and the changes, with what is left behind."""
    output.line(summary(outlook, outlook.standing()))
    tables.plan(value, output)
    held = [(note.subject, note.text) for note in value.notes if note.kind is NoteKind.HELD_BACK]
    if held:
        output.line()
        output.line("Left behind:")
        output.table(("Name", "Reason"), held)


def document(
    check: MigrationCheck, wish: Wish | None, value: Plan, applied: Applied | None, left_to_do: str = ""
) -> Json:
    instance = check.library.instance
    return {
        "folder": str(instance.folder),
        "loader": instance.loader.value if instance.loader else None,
        "game_version": instance.game_version,
        "requests": check.requests,
        "targets": [_target(outlook) for outlook in check.outlooks],
        "tell_me": wish_document(wish),
        "left_to_do": left_to_do or None,
        **plan_document(value, applied),
    }


def wish_document(wish: Wish | None) -> Json | None:
    if wish is None:
        return None
    return {"game_version": wish.game_version, "loader": wish.loader.value if wish.loader else None}


def _word(cell: Cell, standing: Standing, held_up_by: Mapping[str, Sequence[str]]) -> str:
    waits_for = standing.waiting.get(cell.name, ())
    held_up = len(held_up_by.get(cell.name, ()))
    number = cell.version.number if cell.version else ""
    word = {
        Readiness.FITS: "fits",
        Readiness.READY: number,
        Readiness.BETA: f"only {cell.version.channel} {number}" if cell.version else "",
        Readiness.CONTINUED: f"maybe {cell.continuation.project.title}" if cell.continuation else "",
        Readiness.PINNED: "pinned",
        Readiness.NOT_YET: "not yet",
        Readiness.UNKNOWN: "unknown",
    }[cell.readiness]
    if waits_for:
        word += f", waits for {waits_for[0]}"
    return f"{word}, blocks {held_up}" if held_up else word


def _besides(standing: Standing) -> str:
    counts = ((standing.fits, "already fit"), (standing.betas, "as beta only"), (standing.unknown, "unknown"))
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f" ({told})" if told else ""


def _target(outlook: Outlook) -> Json:
    standing = outlook.standing()
    target = outlook.target
    return {
        "game_version": target.game_version,
        "loader": target.loader.value if target.loader else None,
        "ready": standing.ready,
        "total": standing.total,
        "is_ready": standing.is_ready,
        "fits": standing.fits,
        "betas": standing.betas,
        "unknown": standing.unknown,
        "disabled": standing.disabled,
        "summary": summary(outlook, standing),
        "blockers": [_blocker(item) for item in standing.blockers],
        "mods": [_cell(cell, standing) for cell in outlook.cells],
    }


def _blocker(value: Blocker) -> Json:
    return {"title": value.title, "file": value.file or None, "held_up": list(value.held_up)}


def _cell(value: Cell, standing: Standing) -> Json:
    version, other = value.version, value.continuation
    return {
        "file": value.name,
        "title": value.mod.title,
        "enabled": value.mod.file.enabled,
        "project_id": value.mod.project_id,
        "from": value.mod.version_number or None,
        "readiness": value.readiness.value,
        "to": version.number if version else None,
        "version_id": version.id if version else None,
        "channel": version.channel.value if version else None,
        "reason": value.reason,
        "waits_for": list(standing.waiting.get(value.name, ())),
        "continuation": {
            "project_id": other.project.project_id,
            "slug": other.project.slug,
            "title": other.project.title,
            "to": other.version.number,
            "version_id": other.version.id,
            "why": other.why,
        }
        if other
        else None,
    }
