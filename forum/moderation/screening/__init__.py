"""What is asked of a text before it is published. docs/moderation.md says what, and why so."""
