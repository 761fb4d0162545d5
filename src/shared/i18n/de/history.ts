/** Was gespeichert wurde, und der Weg zurück. */
export const history = {
  'command.history': 'Verlauf zeigen',
  'menu.edit.history': 'Verlauf …',
  'browse.library': 'Bibliothek',
  'history.title': 'Verlauf',
  'history.operations': 'Was gespeichert wurde, das Neueste zuerst',
  'history.search': 'Namen und Werte suchen',
  'history.none':
    'Noch wurde nichts gespeichert. Jedes Speichern erscheint hier und lässt sich rückgängig machen.',
  'history.notFound': 'Kein Speichern enthält diese Wörter.',
  'history.undoOf': 'Rückgängig: {label}',
  'history.fieldsAndMore':
    '{count, plural, one {{fields} und # weiteres Feld} other {{fields} und # weitere Felder}}',
  'history.failed': '{count, plural, one {# nicht gespeichert} other {# nicht gespeichert}}',
  'history.unclear': '{count, plural, one {# unklar} other {# unklar}}',
  'history.allUndone': 'rückgängig gemacht',
  'history.someUndone': '{count, plural, one {# rückgängig gemacht} other {# rückgängig gemacht}}',
  'history.state.damaged': 'Eintrag beschädigt',
  'history.state.failed': 'nicht gespeichert',
  'history.state.unclear': 'abgebrochen',
  'history.state.whole': 'rückgängig gemacht',
  'history.state.partly': 'teilweise rückgängig gemacht',
  'history.moreFiles': 'Weitere Dateien zeigen',
  'history.hidden':
    '{count, plural, one {# weitere Datei dieser Art.} other {# weitere Dateien dieser Art.}}',
  'history.undoThis': 'Rückgängig machen …',
  'history.looking': 'Die Dateien werden angesehen',
  'history.keep': 'So lassen',
  'history.undoFiles': '{count, plural, one {# Datei rückgängig machen} other {# Dateien rückgängig machen}}',
  'history.way.exact': 'genau wie zuvor',
  'history.way.fields': 'Feld für Feld',
  'history.way.partly': 'teilweise',
  'history.way.move': 'zurück zum alten Namen',
  'history.way.none': 'bleibt: {reason}',
  'history.conflict.changed': 'wurde seitdem geändert und bleibt',
  'history.conflict.lost': 'das alte Bild ist nicht mehr aufbewahrt',
  'history.summary.exact':
    '{count, plural, one {# Datei wird genau, was sie war.} other {# Dateien werden genau, was sie waren.}}',
  'history.summary.fields':
    '{count, plural, one {In # Datei wurde seitdem geschrieben: was noch von hier stammt, geht zurück.} other {In # Dateien wurde seitdem geschrieben: was noch von hier stammt, geht zurück.}}',
  'history.summary.move':
    '{count, plural, one {# Datei bekommt ihren alten Namen.} other {# Dateien bekommen ihre alten Namen.}}',
  'history.summary.none':
    '{count, plural, one {# Datei bleibt, wie sie ist.} other {# Dateien bleiben, wie sie sind.}}',
  'history.summary.nothing': 'Es ist nichts mehr rückgängig zu machen.',
  'history.undoing':
    '{count, plural, one {# Datei wird zurückgenommen} other {# Dateien werden zurückgenommen}}',
  'history.undone':
    '{count, plural, one {# Datei rückgängig gemacht.} other {# Dateien rückgängig gemacht.}}',
  'history.notUndone':
    '{count, plural, one {# ließ sich nicht rückgängig machen.} other {# ließen sich nicht rückgängig machen.}}',
  'history.noneUndone':
    '{count, plural, one {Die Datei ließ sich nicht rückgängig machen.} other {Keine der # Dateien ließ sich rückgängig machen.}}',
  'history.undoCancelled': 'Nach {count} von {total} Dateien abgebrochen. Der Rest bleibt, wie er ist.',
  'save.withoutUndo': 'Ohne Rückweg speichern',
  'history.key.move': 'bewegen',
  'history.key.search': 'suchen',
  'history.key.undo': 'rückgängig machen',
  'settings.history': 'Verlauf',
  'settings.keepDays': 'Den Weg zurück aufbewahren',
  'settings.keepDays.month': 'Einen Monat',
  'settings.keepDays.year': 'Ein Jahr',
  'settings.keepDays.ever': 'Für immer',
  'settings.maxMegabytes': 'Platz dafür',
  'settings.maxMegabytes.small': 'Bis 256 MB',
  'settings.maxMegabytes.normal': 'Bis 1 GB',
  'settings.maxMegabytes.large': 'Bis 10 GB',
  'settings.maxMegabytes.any': 'So viel es braucht',
  'settings.historyUsage':
    'Er belegt jetzt {size}. Was älter oder größer ist, wird vergessen, das Älteste zuerst.',
} as const
