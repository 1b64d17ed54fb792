"""The database's shape, as numbered steps. A step that was published never changes; a new one is added at the end.

Paths are stored as the bytes that the system uses, since not all of them are text.
"""

Migration = tuple[str, ...]

MIGRATIONS: tuple[Migration, ...] = (
    (
        # A folder's files in one value: they are always read together, and rows would take three times as long.
        """CREATE TABLE indexed_folder (
            key BLOB PRIMARY KEY,
            files BLOB NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE manifest_reading (
            sha1 TEXT PRIMARY KEY,
            reader INTEGER NOT NULL,
            reading BLOB NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE told_version (
            provider TEXT NOT NULL,
            sha1 TEXT NOT NULL,
            told_at TEXT NOT NULL,
            version BLOB,
            PRIMARY KEY (provider, sha1)
        ) WITHOUT ROWID""",
        """CREATE TABLE told_project (
            provider TEXT NOT NULL,
            project_id TEXT NOT NULL,
            told_at TEXT NOT NULL,
            project BLOB NOT NULL,
            PRIMARY KEY (provider, project_id)
        ) WITHOUT ROWID""",
        """CREATE TABLE known_folder (
            key BLOB PRIMARY KEY,
            path BLOB NOT NULL,
            name TEXT NOT NULL,
            launcher TEXT NOT NULL,
            loader TEXT,
            game_version TEXT,
            last_opened TEXT
        ) WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE told_match (
            provider TEXT NOT NULL,
            sha1 TEXT NOT NULL,
            told_at TEXT NOT NULL,
            found BLOB NOT NULL,
            PRIMARY KEY (provider, sha1)
        ) WITHOUT ROWID""",
        # Without a project the file is to be left alone.
        """CREATE TABLE verdict (
            sha1 TEXT PRIMARY KEY,
            chosen_at TEXT NOT NULL,
            project BLOB
        ) WITHOUT ROWID""",
        """CREATE TABLE known_content (
            key BLOB PRIMARY KEY,
            files BLOB NOT NULL
        ) WITHOUT ROWID""",
    ),
    (
        # The empty subject is the folder as a whole; equal numbers in `together` are a group of that folder.
        """CREATE TABLE policy (
            folder BLOB NOT NULL,
            subject TEXT NOT NULL,
            title TEXT NOT NULL,
            pinned INTEGER,
            channel TEXT,
            snooze TEXT,
            together INTEGER,
            PRIMARY KEY (folder, subject)
        ) WITHOUT ROWID""",
        """CREATE TABLE told_game_versions (
            provider TEXT PRIMARY KEY,
            versions BLOB NOT NULL
        ) WITHOUT ROWID""",
    ),
    (
        # What the user waits for in a folder, to be told of once it is there.
        """CREATE TABLE wish (
            folder BLOB PRIMARY KEY,
            game_version TEXT NOT NULL,
            loader TEXT,
            wished_at TEXT NOT NULL
        ) WITHOUT ROWID""",
    ),
    (
        # The mods that a loadout has on and off, as one value: they are always read together.
        """CREATE TABLE loadout (
            folder BLOB NOT NULL,
            name TEXT NOT NULL,
            mods BLOB NOT NULL,
            PRIMARY KEY (folder, name)
        ) WITHOUT ROWID""",
    ),
    (
        # A move to another game that is being carried out: if nobody ends it, the folder's journal knows how it went.
        """CREATE TABLE begun_move (
            folder BLOB PRIMARY KEY,
            loader TEXT,
            game_version TEXT
        ) WITHOUT ROWID""",
    ),
    (
        # Folders whose files have moved to another game while what starts them says the old one.
        """CREATE TABLE moved_folder (
            folder BLOB PRIMARY KEY,
            path BLOB NOT NULL,
            started_loader TEXT,
            started_game_version TEXT,
            loader TEXT,
            game_version TEXT
        ) WITHOUT ROWID""",
    ),
)
