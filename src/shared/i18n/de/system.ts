export const system = {
  'system.chooseFolder': 'Ordner öffnen',
  'system.chooseFiles': 'Dateien öffnen',
  'system.choosePicture': 'Cover wählen',
  'system.filter.music': 'Musik',
  'system.filter.pictures': 'Bilder',
  'system.filter.all': 'Alle Dateien',
  'system.close.question':
    '{count, plural, one {# Datei hat} other {# Dateien haben}} ungespeicherte Änderungen, und das Fenster antwortet nicht.',
  'system.close.detail':
    'Beim Schließen gehen diese Änderungen verloren. Die Dateien auf dem Datenträger bleiben, wie sie sind.',
  'system.close.wait': 'Warten',
  'system.close.lose': 'Schließen und Änderungen verlieren',
  'system.crash.message': 'Das Fenster von Tagwright ist mehrmals hintereinander ausgefallen.',
  'system.crash.detail':
    'Die Dateien auf dem Datenträger sind unverändert. Das Protokoll enthält die Einzelheiten.',
  'system.crash.again': 'Wieder öffnen',
  'system.crash.quit': 'Beenden',
  'system.saveCopy': 'Kopie speichern',
} as const
