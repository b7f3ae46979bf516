"""Run by Superset's own Python: imports a bundle as Superset's assets kept under version control, which replaces what is there.

`superset import-dashboards` leaves connections, datasets and charts as they were when they were first imported.
"""

import sys
from zipfile import ZipFile

from superset.app import create_app

with create_app().app_context():
    from flask import g
    from superset import security_manager
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.commands.importers.v1.utils import get_contents_from_bundle

    g.user = security_manager.find_user(username=sys.argv[2])
    with ZipFile(sys.argv[1]) as bundle:
        ImportAssetsCommand(get_contents_from_bundle(bundle)).run()
