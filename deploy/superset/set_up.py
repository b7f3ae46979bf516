"""Run by Superset's own Python: its one user, and a bundle imported as assets kept under version control, which replaces what
is there. `superset import-dashboards` leaves connections, datasets and charts as they were when they were first imported.

The password is given by the environment: what stands on a command line everybody on the machine can read.
"""

import os
import sys
from zipfile import ZipFile

from superset.app import create_app

with create_app().app_context():
    from flask import g
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.commands.importers.v1.utils import get_contents_from_bundle

    bundle, name = sys.argv[1:]
    user = security_manager.find_user(username=name) or security_manager.add_user(
        name,
        "指标库",
        "管理员",
        "admin@localhost",
        security_manager.find_role("Admin"),
        os.environ["INDICATORS_SUPERSET_PASSWORD"],
    )
    g.user = user
    with ZipFile(bundle) as opened:
        ImportAssetsCommand(get_contents_from_bundle(opened)).run()
