"""Pure data and pure decisions: no Qt, network, disk, database, clock or event loop."""
