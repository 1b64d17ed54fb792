"""Folders of mods on the disk: what lies in them, what the JARs say of themselves, and how a change is carried out."""
