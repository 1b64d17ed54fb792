"""The use cases of Modstead, for the window and the command line alike."""
