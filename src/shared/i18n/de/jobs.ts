export const jobs = {
  'jobs.cancel': 'Abbrechen',
  'jobs.cancelling': 'Wird abgebrochen …',
  'jobs.cancelled': 'Abgebrochen. Was fertig war, bleibt.',
  'jobs.count': '{done, number} von {total, number}',
  'jobs.done': 'Fertig',
  'jobs.doneCount': '{count, plural, one {# Datei} other {# Dateien}}',
  'jobs.more': '{count, plural, one {# weiterer} other {# weitere}}',
  'jobs.none': 'Nichts läuft gerade.',
  'jobs.failed': '{count, plural, one {# fehlgeschlagen} other {# fehlgeschlagen}}',
  'jobs.retry': 'Noch einmal',
  'jobs.clear': 'Beendete entfernen',
} as const
