"""What the commands understand, a module for each subject."""
