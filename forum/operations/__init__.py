"""What an operator runs: serving, the demo community, checks, archives."""
