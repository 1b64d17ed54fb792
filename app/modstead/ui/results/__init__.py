"""Projects as rows of a list: name, summary, numbers, and the button that knows the state of each."""
