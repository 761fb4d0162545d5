# mutagen as Picard and beets use it. FILE TITLE.
import json, sys, time
import mutagen
from mutagen.id3 import TIT2

def counts():
    with open('/proc/self/io') as io:
        return {name: int(value) for name, value in (line.split(': ') for line in io)}

path, title = sys.argv[1:3]
before, started = counts(), time.perf_counter()
file = mutagen.File(path)
if file.tags is None: file.add_tags()
kind = type(file).__name__
if kind in ('MP3', 'WAVE', 'AIFF'): file.tags.setall('TIT2', [TIT2(encoding=3, text=[title])])
elif kind == 'MP4': file.tags['\xa9nam'] = [title]
else: file.tags['title'] = [title]
file.save()
ms, after = (time.perf_counter() - started) * 1000, counts()
print(json.dumps({'ms': ms, 'wrote': after['wchar'] - before['wchar'], 'read': after['rchar'] - before['rchar']}))
