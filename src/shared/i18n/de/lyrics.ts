export const lyrics = {
  'command.findLyrics': 'Liedtexte finden …',
  'lyrics.title': 'Liedtexte finden',
  'lyrics.note': '{count, plural, one {# Datei} other {# Dateien}} · {found, number} gefunden',
  'lyrics.job':
    '{count, plural, one {Der Liedtext zu # Datei wird gesucht} other {Liedtexte zu # Dateien werden gesucht}}',
  'lyrics.jobDone':
    '{count, plural, one {{found, plural, =0 {Kein Liedtext gefunden.} other {Der Liedtext ist gefunden.}}} other {Liedtexte zu {found, number} von # Dateien gefunden.}}',
  'lyrics.songs': 'Dateien und ihre Liedtexte',
  'lyrics.tick': 'Liedtext von {title}',
  'lyrics.state.timed': '✓ mit Zeiten',
  'lyrics.state.plain': '✓ ohne Zeiten',
  'lyrics.state.own': 'hat schon einen',
  'lyrics.state.failed': 'fehlgeschlagen',
  'lyrics.preview': 'Liedtext',
  'lyrics.yours': 'In der Datei',
  'lyrics.which': 'Welcher der gefundenen',
  'lyrics.whichOf': '{number} von {count}',
  'lyrics.nothing': 'Kein Dienst hat den Text dieses Lieds.',
  'lyrics.notOfKind': 'Es gibt einen Text, aber keinen mit Zeiten.',
  'lyrics.notYet': 'Noch nicht gesucht.',
  'lyrics.take': 'Nehmen',
  'lyrics.take.plain': 'ohne Zeiten',
  'lyrics.take.synchronised': 'mit Zeiten',
  'lyrics.take.both': 'mit und ohne Zeiten',
  'lyrics.keepIn.files': 'in den Tags',
  'lyrics.keepIn.folder': 'neben den Dateien',
  'lyrics.keepInHint':
    'Tags bekommen sie beim Speichern; .lrc und .txt neben der Musik werden sofort geschrieben.',
  'lyrics.besideAtOnce': 'Dateien neben der Musik werden sofort geschrieben',
  'lyrics.apply':
    '{count, plural, =0 {Übernehmen} one {Für # Datei übernehmen} other {Für # Dateien übernehmen}}',
  'lyrics.write':
    '{count, plural, =0 {Schreiben} one {Für # Datei schreiben} other {Für # Dateien schreiben}}',
  'lyrics.applied':
    '{count, plural, one {# Datei hat einen neuen Liedtext.} other {# Dateien haben neue Liedtexte.}} Geschrieben wird erst beim Speichern.',
  'lyrics.keepJob':
    '{count, plural, one {# Liedtext wird geschrieben} other {# Liedtexte werden geschrieben}}',
  'lyrics.kept':
    '{count, plural, =0 {Kein Liedtext wurde geschrieben.} one {# Liedtext ist geschrieben.} other {# Liedtexte sind geschrieben.}}',
  'lyrics.taken':
    '{count, plural, one {# liegt schon da und bleibt, wie er ist.} other {# liegen schon da und bleiben, wie sie sind.}}',
  'lyrics.notKept':
    '{count, plural, one {# konnte nicht geschrieben werden: die Aufträge sagen, warum.} other {# konnten nicht geschrieben werden: die Aufträge sagen, warum.}}',
  'lyrics.key.look': 'ansehen',
} as const
