"""What a plan that somebody else may have written calls its files, put right by what is known of them."""

from collections.abc import Mapping
from dataclasses import replace

from modstead.domain.plan import Note, NoteKind, Operation, Plan
from modstead.domain.project import Project, ProjectRef
from modstead.domain.version import Version


def as_known(plan: Plan, versions: Mapping[str, Version], projects: Mapping[str, Project]) -> Plan:
    """The plan with each file called what the platform calls it; `versions` are by SHA-1, `projects` by ID.

    Of files that it does not know the plan's own words stand. Where it says another project or version than the plan,
    a note of kind CONFLICT tells.
    """
    operations = tuple(_as_known(operation, versions, projects) for operation in plan.operations)
    notes = tuple(
        _mistaken(claimed, known)
        for claimed, known in zip(plan.operations, operations, strict=True)
        if _says_otherwise(claimed, known)
    )
    return replace(plan, operations=operations, notes=(*plan.notes, *notes))


def _as_known(
    operation: Operation, versions: Mapping[str, Version], projects: Mapping[str, Project]
) -> Operation:
    after = versions.get(operation.after.sha1) if operation.after else None
    before = versions.get(operation.before.sha1) if operation.before else None
    told = after or (None if operation.after else before)
    known = operation
    if told is not None:
        project = projects.get(told.project_id)
        known = replace(
            known,
            title=project.title if project else operation.title,
            project=ProjectRef(told.provider, told.project_id),
            version_id=told.id,
            version_number=told.number,
        )
    if after is not None:
        known = replace(known, channel=after.channel, published=after.published)
    if before is not None and operation.after is not None and operation.source is not None:
        known = replace(
            known,
            from_version_id=before.id,
            from_version_number=before.number,
            from_published=before.published,
        )
    return known


def _says_otherwise(claimed: Operation, known: Operation) -> bool:
    """Titles may change; what a file is does not."""
    pairs = (
        (
            claimed.project.project_id if claimed.project else "",
            known.project.project_id if known.project else "",
        ),
        (claimed.version_number, known.version_number),
    )
    return any(said and said != is_ for said, is_ in pairs)


def _mistaken(claimed: Operation, known: Operation) -> Note:
    is_, said = (" ".join(filter(None, (item.title, item.version_number))) for item in (known, claimed))
    text = f"{known.file_name} is {is_}, not {said} as the plan says."
    return Note(NoteKind.CONFLICT, known.title or known.file_name, text)
