export const review = {
  'review.title': 'Prüfen',
  'review.back': '‹ Zurück',
  'review.grid': 'Änderungen nach Datei und Feld',
  'review.file': 'Datei',
  'review.files': '{count, plural, one {# Datei} other {# Dateien}}',
  'review.allFiles': '{count, plural, one {Die Datei} other {Alle # Dateien}}',
  'review.equal': 'gleich',
  'review.empty': 'leer',
  'review.noPicture': 'kein Cover',
  'review.tickColumn': '{field} in allen Dateien',
  'review.tickFile': 'Alle Änderungen von {file}',
  'review.tickCell': '{field} von {file}',
  'review.nothing': 'Nichts ist geändert. Was bearbeitet wird, erscheint hier, bevor es gespeichert wird.',
  'review.takeBack': 'Zurücknehmen',
  'review.keys':
    '↑↓←→ bewegen · Leertaste Häkchen · Strg+Leertaste Spalte · Strg+Enter speichern · Esc zurück',
  'review.save': '{count, plural, one {# Änderung speichern} other {# Änderungen speichern}}',
} as const
