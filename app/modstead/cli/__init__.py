"""The command line, for servers and scripts: commands over the same services as the window."""
