def body(project):
    return f"# {project.title}\n\n{project.description}\n"


def changelog(project, version):
    return f"- Fixes in {version.version_number}\n"
