"""Finding past debates: the query language, the index that follows the database, the results' page."""
