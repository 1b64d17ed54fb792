"""What Modstead remembers between runs. The folders are the truth: deleting all of this loses no mod."""
