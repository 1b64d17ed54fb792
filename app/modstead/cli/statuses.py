"""What the command line answers with when it ends."""

DONE = 0
FAILED = 1
"""Nothing was changed."""
WRONG_USAGE = 2
PARTLY = 3
"""Done, but for what the output names as failed, or may have been done, as it says."""
DRIFTED = 4
"""A folder is not what its lock file says; nothing failed."""
CANCELLED = 130
