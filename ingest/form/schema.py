"""The JSON Schemas of the YAML files that an office writes, made from the models, for editors.

python -m ingest.form.schema FOLDER       writes form.schema.json, office.schema.json, family.schema.json there
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.declared.declared import adapter
from ingest.family.page import Page
from ingest.form.form import Form
from ingest.office.office_file import OfficeFile

_MODELS: dict[str, type] = {
    "form.schema.json": Form,
    "office.schema.json": OfficeFile,
    "family.schema.json": Page,
}


def main(arguments: Sequence[str]) -> int:
    """Write the schemas into a folder, which is made where there is none."""
    if len(arguments) != 1:
        print("用法 usage: python -m ingest.form.schema FOLDER")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in _MODELS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter(model).json_schema()}
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (folder / name).write_text(f"{text}\n", encoding="utf-8")
        print(folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
