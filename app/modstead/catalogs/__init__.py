"""Adapters to mod platforms: JSON in, domain out. Importing this package loads no HTTP library."""
