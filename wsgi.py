"""Where servers and `flask --app wsgi` find the application. What stops its start is one line."""

import sys

from config import SettingError
from forum.app import create_app
from forum.lib.commands import file_trouble

try:
    app = create_app()
except SettingError as wrong:
    sys.exit(f"Error: {wrong}")
except OSError as failure:
    sys.exit(f"Error: {file_trouble(failure)}")
