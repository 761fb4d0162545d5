export const problems = {
  'problem.file.notFound':
    '„{file}“ wurde nicht gefunden: verschoben, umbenannt oder gelöscht. Die Datei zurücklegen oder aus der Liste nehmen.',
  'problem.file.notReadable':
    '„{file}“ ließ sich nicht lesen: keine Berechtigung. Die Rechte ändern und neu laden.',
  'problem.file.notWritable':
    '„{file}“ ließ sich nicht speichern: die Datei ist schreibgeschützt. Den Schreibschutz aufheben oder eine Kopie speichern.',
  'problem.file.folderNotWritable':
    '„{file}“ ließ sich nicht speichern: der Ordner ist schreibgeschützt. Das Schreiben im Ordner erlauben und wiederholen.',
  'problem.file.notRegular':
    '„{file}“ ließ sich nicht öffnen: es ist keine Datei. Eine Musikdatei oder einen Ordner wählen.',
  'problem.file.hardLinked':
    '„{file}“ wurde nicht gespeichert: Dieselbe Datei hat noch andere Namen, und Speichern würde sie trennen. Kopieren Sie sie und bearbeiten Sie die Kopie.',
  'problem.file.nameNotUtf8':
    '„{file}“ ließ sich nicht öffnen: der Name ist kein gültiger Text. Die Datei umbenennen und erneut öffnen.',
  'problem.file.changedOutside':
    'Ein anderes Programm hat „{file}“ geändert, während Änderungen offen waren. Die eigenen behalten oder die fremden übernehmen.',
  'problem.file.staysReadOnly':
    'Der Schreibschutz von „{file}“ ließ sich nicht aufheben: die Datei gehört jemand anderem, oder das System schützt sie. Eine Kopie speichern.',
  'problem.file.journalNotWritable':
    '„{file}“ ließ sich nicht sicher speichern: Tagwright darf nicht in seinen eigenen Datenordner schreiben. Das Schreiben dort erlauben und wiederholen.',
  'problem.file.volumeReadOnly':
    '„{file}“ ließ sich nicht speichern: auf den Datenträger kann nichts geschrieben werden. Anderswo eine Kopie speichern.',
  'problem.file.ownPlace':
    'Eine Kopie von „{file}“ kann nicht am Platz der Datei selbst liegen. Einen anderen Namen oder Ordner wählen.',
  'problem.file.nameTaken':
    '„{file}“ lässt sich nicht umbenennen: eine andere Datei heißt schon so. Einen anderen Namen wählen.',
  'problem.file.nameNotAllowed':
    '„{file}“ lässt sich nicht umbenennen: {reason}. Einen anderen Namen wählen.',
  'problem.file.changed':
    '„{file}“ ließ sich nicht speichern: ein anderes Programm hat die Datei inzwischen geändert. Entscheiden, welche Änderungen gelten, dann erneut speichern.',
  'problem.file.inUse':
    '„{file}“ ließ sich nicht speichern: Ein anderes Programm hat die Datei geöffnet. Dort schließen und wiederholen.',
  'problem.file.beingSaved':
    '„{file}“ ließ sich nicht speichern: Ein anderes Tagwright speichert die Datei gerade. Gleich noch einmal versuchen.',
  'problem.file.volumeGone':
    '„{file}“ ließ sich nicht speichern: Der Datenträger ist nicht mehr da. Wieder verbinden und wiederholen.',
  'problem.file.halfSaved':
    'Das Speichern von „{file}“ brach ab und war noch nicht rückgängig zu machen. Nichts ist verloren: Beim nächsten Speichern oder Start wird es gerichtet.',
  'problem.file.diskFull':
    '„{file}“ ließ sich nicht speichern: der Datenträger{volume} ist voll (es fehlen {needBytes}). Platz schaffen und wiederholen.',
  'problem.file.ioError':
    '„{file}“ ließ sich nicht lesen oder speichern: der Datenträger meldet einen Fehler ({reason}). Den Datenträger prüfen und wiederholen.',
  'problem.file.tooLarge':
    '„{file}“ ließ sich nicht öffnen: größer, als diese Version verarbeiten kann ({reason}). Die Datei vorerst so lassen.',
  'problem.metadata.notAudio':
    '„{file}“ ließ sich nicht lesen: keine Musik, die Tagwright kennt. Prüfen, ob die Datei vollständig ist.',
  'problem.metadata.truncated':
    '„{file}“ endet zu früh und wird deshalb nicht beschrieben. Die Datei erneut von der Quelle kopieren.',
  'problem.metadata.unreadable':
    '„{file}“ ließ sich nicht lesen: die Tags sind beschädigt ({reason}). Prüfen, ob die Datei vollständig ist.',
  'problem.metadata.timeout':
    '„{file}“ ließ sich nicht lesen: es dauerte zu lange. Die Datei ist vielleicht beschädigt; prüfen, ob sie vollständig ist.',
  'problem.metadata.formatNotWritable':
    '„{file}“ lässt sich lesen, aber nicht speichern: {format}-Dateien schreibt Tagwright nicht.',
  'problem.metadata.structureNotWritable':
    '„{file}“ lässt sich lesen, wird aber nicht beschrieben, weil das die Datei beschädigen könnte: {reason}. Prüfen, ob die Datei vollständig ist.',
  'problem.metadata.notStorable':
    '{place, select, field {„{file}“ hat im Feld {field} keinen Platz für „{value}“.} picture {„{file}“ hat keinen Platz für ein Bild.} other {„{file}“ hat keinen Platz für „{value}“.}} Die Datei blieb unverändert; das ändern oder zurücknehmen und erneut speichern.',
  'problem.metadata.kindStays':
    '„{file}“ blieb unverändert: das Tag ({reason}) gehört zum Format und lässt sich nicht herausnehmen. Stattdessen die Felder darin entfernen.',
  'problem.metadata.wouldLose': '„{file}“ blieb unverändert: beim Speichern ginge {reason} verloren.',
  'problem.metadata.notVerified':
    '„{file}“ blieb unverändert: das Ergebnis des Speicherns hielt der Prüfung nicht stand ({reason}).',
  'problem.sound.notDecodable':
    '„{file}“ ließ sich nicht anhören: {format} kann Tagwright nicht dekodieren. Anhand der Tags nachschlagen.',
  'problem.sound.damaged':
    '„{file}“ ließ sich nicht anhören: der Ton konnte nicht dekodiert werden. Prüfen, ob die Datei vollständig ist.',
  'problem.sound.tooShort':
    '„{file}“ ist zu kurz, um am Klang erkannt zu werden: Es braucht drei Sekunden. Anhand der Tags nachschlagen.',
  'problem.picture.notAnImage':
    '„{file}“ taugt nicht als Cover: kein JPEG-, PNG-, GIF-, WebP- oder BMP-Bild. Ein anderes wählen.',
  'problem.picture.tooLarge': '„{file}“ taugt nicht als Cover: zu groß ({reason}). Ein kleineres wählen.',
  'problem.picture.missing': 'Das Bild ist nicht mehr da. Das Bild erneut wählen.',
  'problem.lookup.offline':
    '{service} ist nicht erreichbar: keine Verbindung. Das Netz prüfen und wiederholen.',
  'problem.lookup.timeout': '{service} hat nicht rechtzeitig geantwortet. Später wiederholen.',
  'problem.lookup.busy': '{service} ist ausgelastet und bittet zu warten. Später wiederholen.',
  'problem.lookup.badReply': 'Die Antwort von {service} ist unlesbar. Später wiederholen.',
  'problem.lookup.refused':
    '{service} hat die Anfrage abgelehnt ({reason}). Den Dienst in den Einstellungen prüfen.',
  'problem.lookup.keyRefused': '{service} nimmt den Schlüssel nicht an. In den Einstellungen prüfen.',
  'problem.lookup.keyMissing': '{service} braucht einen Schlüssel. In den Einstellungen eintragen.',
  'problem.lookup.signIn':
    '{service} ist nicht erreichbar: Dieses Netz verlangt erst eine Anmeldung. Anmelden, dann wiederholen.',
  'problem.lookup.noSoundService':
    'Kein Dienst ist eingerichtet, der Musik am Klang erkennt. In den Einstellungen einen Schlüssel für AcoustID eintragen.',
  'problem.lookup.noCoverService':
    'Für Cover ist kein Dienst eingeschaltet. In den Einstellungen einen wählen.',
  'problem.lookup.noLyricsService':
    'Für Liedtexte ist kein Dienst eingeschaltet. In den Einstellungen einen wählen.',
  'problem.lookup.cancelled': 'Die Anfrage an {service} wurde abgebrochen.',
  'problem.cache.unavailable':
    'Die behaltenen Antworten von Diensten sind gerade nicht nutzbar. Suchen gehen trotzdem und fragen jedes Mal neu.',
  'problem.lookup.notFound': '{service} kennt diese Veröffentlichung nicht mehr. Eine andere wählen.',
  'problem.lookup.nothingThere':
    'Unter dieser Adresse hat {service} nichts. Die Adresse prüfen oder mit Worten suchen.',
  'problem.lookup.strangeAddress':
    'Das ist keine Adresse einer Veröffentlichung bei MusicBrainz, Discogs, Deezer oder Apple Music. Eine andere einfügen oder mit Worten suchen.',
  'problem.lookup.switchedOff':
    '{service} ist fürs Nachschlagen ausgeschaltet und wurde deshalb nicht gefragt. In den Einstellungen einschalten.',
  'problem.recovery.restored':
    '{count, plural, one {„{file}“ wurde gerade gespeichert, als Tagwright anhielt. Die Datei ist wieder die von davor.} other {# Dateien wurden gerade gespeichert, als Tagwright anhielt. Sie sind wieder die von davor.}}',
  'problem.recovery.completed':
    '{count, plural, one {„{file}“ wurde gerade gespeichert, als Tagwright anhielt. Das Speichern war fertig.} other {# Dateien wurden gerade gespeichert, als Tagwright anhielt. Das Speichern war fertig.}}',
  'problem.recovery.movedBack':
    '{count, plural, one {Das Umbenennen von „{file}“ brach ab. Die Datei hat ihren alten Namen wieder.} other {Das Umbenennen von # Dateien brach ab. Sie haben ihre alten Namen wieder.}}',
  'problem.recovery.unclear':
    '{count, plural, one {Ein Speichern brach ab, und ein anderes Programm hat die Datei {file} seitdem verändert. Sie blieb, wie sie ist.} other {# Speichervorgänge brachen ab, und andere Programme haben die Dateien seitdem verändert. Sie blieben, wie sie sind.}}',
  'problem.history.notRecorded':
    '„{file}“ lässt sich nicht so speichern, dass es rückgängig zu machen wäre: {reason}. Es wurde nichts geschrieben. Ohne Rückweg speichern oder wiederholen.',
  'problem.history.notUndoable': '„{file}“ lässt sich nicht rückgängig machen: {reason}.',
  'problem.history.unavailable': 'Der Verlauf ist nicht lesbar: {reason}. Später wiederholen.',
  'problem.history.setAside':
    'Der Verlauf war unlesbar ({reason}), deshalb beginnt ein neuer. Der alte liegt noch da: „{file}“.',
  'problem.library.notWatched':
    'Was andere Programme in „{file}“ tun, erfährt Tagwright nicht. Es sieht nach, sobald Sie in sein Fenster zurückkehren.',
  'problem.settings.damaged':
    'Die Einstellungen waren unlesbar, deshalb gelten die Vorgaben. Die alte Datei liegt noch da: „{file}“.',
  'problem.window.restarted':
    'Das Fenster ist ausgefallen und wurde mit den nicht gespeicherten Änderungen neu geöffnet. Was Rückgängig zurücknehmen konnte, ist verloren.',
  'problem.app.stumbled':
    'In Tagwright ist etwas schiefgegangen. Ungespeicherte Änderungen sind aufgehoben; Näheres steht im Protokoll.',
  'problem.bridge.badRequest': 'Tagwright hat seine eigene Anfrage nicht verstanden ({reason}).',
  'problem.bridge.notAllowed': 'Das war nicht erlaubt.',
  'problem.job.cancelled': 'Abgebrochen.',
  'problem.internal':
    'In Tagwright ist etwas schiefgegangen ({reason}). Es wurde nichts geschrieben; das Protokoll enthält die Einzelheiten.',

  // Warum eine Datei einen Namen nicht haben kann.
  'reason.name.empty': 'ein Name hat mindestens ein Zeichen',
  'reason.name.dots': 'dieser Name bedeutet einen Ordner',
  'reason.name.character': 'ein Name hat keines von < > : " / \\ | ? * und keinen Zeilenumbruch',
  'reason.name.reserved': 'Windows behält diesen Namen für sich',
  'reason.name.ending': 'ein Name endet nicht mit Leerzeichen oder Punkt',
  'reason.name.tooLong': 'der Name ist zu lang',
  // Warum der Verlauf es nicht kann.
  'reason.history.damaged': 'er ist beschädigt',
  'reason.history.newer': 'ein neueres Tagwright hat ihn geschrieben',
  'reason.history.busy': 'ein anderes Programm hält ihn besetzt',
  'reason.history.diskFull': 'sein Datenträger ist voll',
  'reason.history.readOnly': 'sein Ordner ist schreibgeschützt',
  'reason.history.ioError': 'sein Datenträger meldet einen Fehler',
  'reason.history.tooLarge': 'es wäre mehr als 256 MB aufzubewahren',
  // Warum eine Datei nicht zurückgenommen werden kann.
  'reason.undo.unknown': 'der Verlauf kennt es nicht mehr',
  'reason.undo.damaged': 'der Eintrag im Verlauf ist beschädigt',
  'reason.undo.notSaved': 'das Speichern kam nicht zustande',
  'reason.undo.undone': 'es ist schon rückgängig gemacht',
  'reason.undo.missing': 'die Datei ist nicht mehr da',
  'reason.undo.unreadable': 'die Datei ist nicht lesbar',
  'reason.undo.nothingLeft': 'von diesem Speichern ist darin nichts mehr übrig',
  'reason.undo.taken': 'eine andere Datei trägt inzwischen den alten Namen',

  // Warum, in den Klammern der Sätze oben.
  'reason.noSound': 'darin ist kein Ton zu finden',
  'reason.damagedTags': 'die Tags sind beschädigt',
  'reason.damagedAttachments': 'die Anhänge sind beschädigt',
  'reason.damagedHeader': 'der Dateikopf ist beschädigt',
  'reason.damagedPart': '{part} ist beschädigt',
  'reason.without': '{format} ohne {part}',
  'reason.withoutEither': '{format} ohne {part} oder {other}',
  'reason.wrongSizes': 'die Größen ihrer Teile widersprechen sich',
  'reason.unknownData': 'unbekannte Daten im {part}-Kopf',
  'reason.tooLarge': '{part} mit mehr als {size}',
  'reason.tooMany': 'zu viele Teile',
  'reason.tagInFront': 'vor der Datei steht ein anderes Tag',
  'reason.tagInSound': 'das Tag soll mitten im Ton liegen',
  'reason.compressed': '{part} ist komprimiert',
  'reason.unknownDocument': 'Dokumente der Art „{name}“ sind unbekannt',
  'reason.unknownVersion': 'Version {version} des Formats ist unbekannt',
  'reason.unknownId3': 'unbekannte Version von ID3v2',
  'reason.unknownSize': 'die Größe eines Teils ist nicht bekannt',
  'reason.notMovable': 'was in die Datei zeigt, ließe sich nicht richtigstellen',
  'reason.past4Gb': 'sie würde größer als 4 GB',
  'reason.otherKind': 'es wurde eine andere Art von Datei daraus',
  'reason.sound': 'der Ton würde sich ändern',
  'reason.plan': 'die Änderungen widersprechen sich',
  'reason.longField': '{field} ist sehr lang',
  'reason.vote': '{reader} liest {field} anders',
} as const
