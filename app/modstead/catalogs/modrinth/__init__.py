"""Modrinth's API v2: the 31 operations that need no account.

| operation | method |
| --- | --- |
| GET /search | `search` |
| GET /project/{id} | `project` |
| GET /projects | `projects` |
| GET /projects_random | `random_projects` |
| GET /project/{id}/check | `check` |
| GET /project/{id}/dependencies | `dependencies` |
| GET /project/{id}/version | `versions` |
| GET /version/{id} | `version` |
| GET /project/{id}/version/{number} | `version_by_number` |
| GET /versions | `versions_by_id` |
| GET /version_file/{hash} | `version_of_file` |
| POST /version_file/{hash}/update | `latest_of_file` |
| POST /version_files | `versions_by_hash` |
| POST /version_files/update | `latest_by_hash` |
| GET /user/{id} | `user` |
| GET /users | `users` |
| GET /user/{id}/projects | `user_projects` |
| GET /project/{id}/members | `members` |
| GET /team/{id}/members | `team_members` |
| GET /teams | `teams` |
| GET /tag/category | `categories` |
| GET /tag/loader | `loaders` |
| GET /tag/game_version | `game_versions` |
| GET /tag/license | `licenses` |
| GET /tag/license/{id} | `license_text` |
| GET /tag/donation_platform | `donation_platforms` |
| GET /tag/report_type | `report_types` |
| GET /tag/project_type | `project_types` |
| GET /tag/side_type | `side_types` |
| GET /updates/{id}/forge_updates.json | `forge_updates` |
| GET /statistics | `statistics` |
"""

from modstead.catalogs.modrinth.catalog import ModrinthCatalog

__all__ = ["ModrinthCatalog"]
