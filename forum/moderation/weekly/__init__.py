"""What the week was at the moderators' desk, told to each of them by mail."""
