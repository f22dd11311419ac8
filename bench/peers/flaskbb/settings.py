"""FlaskBB's configuration for production, as its own `makeconfig` writes it with Redis; read by FlaskBB."""

import os
from pathlib import Path

FOLDER = Path(os.environ["PEER_FOLDER"])
REDIS = os.environ["PEER_REDIS"]

DEBUG = False
TESTING = False
SERVER_NAME = os.environ["PEER_HOST"]
PREFERRED_URL_SCHEME = "http"
SESSION_COOKIE_HTTPONLY = True
SQLALCHEMY_DATABASE_URI = os.environ["PEER_DATABASE"]
SECRET_KEY = WTF_CSRF_SECRET_KEY = "for measuring alone, on this machine"
WHOOSHEE_DIR = str(FOLDER / "whoosh")
REDIS_ENABLED = True
REDIS_URL = REDIS
CELERY_CONFIG = {"broker_url": REDIS, "result_backend": REDIS, "broker_transport_options": {"max_retries": 1}}
RATELIMIT_STORAGE_URI = REDIS
CACHE_TYPE = "RedisCache"
CACHE_REDIS_URL = REDIS
CACHE_DEFAULT_TIMEOUT = 60
LOG_PATH = str(FOLDER)
USE_DEFAULT_LOGGING = False
DEPRECATION_LEVEL = "ignore"
