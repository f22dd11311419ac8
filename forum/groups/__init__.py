"""Groups: where threads live, open or private, and who belongs to them."""
