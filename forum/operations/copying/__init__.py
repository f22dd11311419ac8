"""Moving a community from one database to another: from SQLite to PostgreSQL, when it has grown."""
