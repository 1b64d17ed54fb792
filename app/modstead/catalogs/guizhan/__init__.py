"""Guizhan Resources: the operations of its documents that change nothing, and the declarations of all 22.

It was written from the documents alone and never tried against the live service, whose address they do not tell. What
they leave open is settled in `assumptions`.

| operation | method |
| --- | --- |
| GET /projects | `search` |
| GET /users/{userId}/projects | `user_projects` |
| GET /orgs/{orgId}/projects | `org_projects` |
| GET /projects/{projectId} | `project` |
| GET /projects/{projectId}/keywords | `keywords` |
| GET /projects/{projectId}/versions | `versions` |
| GET /projects/{projectId}/versions/{versionId} | `version_by_number` |
| GET /versions/{versionId} | `version` |
| GET /projects/{projectId}/versions/{versionId}/download/{fileId} | a file's `url` |
"""

from modstead.catalogs.guizhan.catalog import GuizhanCatalog
from modstead.catalogs.guizhan.operations import OPERATIONS

__all__ = ["OPERATIONS", "GuizhanCatalog"]
