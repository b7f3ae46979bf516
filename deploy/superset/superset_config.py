"""What Superset is told; read by Superset itself. The rest is the default of Superset 6.1."""

import os

SECRET_KEY = os.environ["INDICATORS_SUPERSET_SECRET"]
# Its own record: users, dashboards as somebody rearranged them. Figures stay where they are.
SQLALCHEMY_DATABASE_URI = os.environ["INDICATORS_SUPERSET_RECORD"]

BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "简体中文"}, "en": {"flag": "us", "name": "English"}}
# What is published changes as a whole, and a chart that was kept would be of the snapshot before.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
# Nobody is let in without logging in, no SQL of a user's own, no file from outside.
PUBLIC_ROLE_LIKE = None
AUTH_ROLE_PUBLIC = "Public"
FEATURE_FLAGS = {"ALERT_REPORTS": False, "ENABLE_TEMPLATE_PROCESSING": False}
SQLLAB_TIMEOUT = 60
SUPERSET_WEBSERVER_TIMEOUT = 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
# It listens on loopback, without TLS; behind a proxy with TLS both are set.
SESSION_COOKIE_SECURE = False
TALISMAN_ENABLED = True
# No request leaves the machine.
SCARF_ANALYTICS = False
DEFAULT_TIME_FILTER = "No filter"
