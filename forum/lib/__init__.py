"""What any site could use: nothing here knows a forum word."""
