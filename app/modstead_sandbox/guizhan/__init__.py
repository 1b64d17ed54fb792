"""Guizhan Resources: the projects and versions of its API, with invented plugins and state."""
