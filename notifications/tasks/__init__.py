"""What is done later: people who are away are told."""
