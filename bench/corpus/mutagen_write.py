#!/usr/bin/python3
"""Sets the title of each file with mutagen, in place: one JSON object a line, with `error` where it would not."""
import json
import sys

import mutagen

TITLE = "Tagwright corpus"


def write(path):
    try:
        file = mutagen.File(path, easy=True)
        if file is None:
            return "not a format that mutagen knows"
        if file.tags is None:
            file.add_tags()
        file["Title" if type(file).__name__ == "ASF" else "title"] = TITLE
        file.save()
        again = mutagen.File(path, easy=True)
        if again is None or TITLE not in str(again.tags):
            return "the title is not read back"
        return None
    except Exception as error:  # the file is the test subject: any failure is an answer
        return f"{type(error).__name__}: {error}"


for name in sys.argv[1:]:
    print(json.dumps({"path": name, "error": write(name)}))
