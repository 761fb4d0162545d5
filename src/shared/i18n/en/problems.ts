/** One sentence of what happened to which file, one of what to do. `file` is always a name in quotes. */
export const problems = {
  'problem.file.notFound':
    'Couldn’t find “{file}”: it was moved, renamed or deleted. Put it back or take it off the list.',
  'problem.file.notReadable':
    'Couldn’t read “{file}”: you may not open it. Change its permissions, then reload.',
  'problem.file.notWritable':
    'Couldn’t save “{file}”: the file is read-only. Make it writable, or save a copy.',
  'problem.file.folderNotWritable':
    'Couldn’t save “{file}”: its folder is read-only. Allow writing to the folder, then retry.',
  'problem.file.notRegular': 'Couldn’t open “{file}”: it is not a file. Choose a music file or a folder.',
  'problem.file.hardLinked':
    'Couldn’t save “{file}”: the same file has other names too, and saving would part them. Copy it, then edit the copy.',
  'problem.file.nameNotUtf8':
    'Couldn’t open “{file}”: its name is not valid text. Rename it, then open it again.',
  'problem.file.changedOutside':
    'Another program changed “{file}” while you were editing it. Keep your changes, or take theirs.',
  'problem.file.staysReadOnly':
    'Couldn’t make “{file}” writable: it belongs to another user, or the system protects it. Save a copy.',
  'problem.file.journalNotWritable':
    'Couldn’t save “{file}” safely: Tagwright may not write to its own data folder. Allow writing to it, then retry.',
  'problem.file.volumeReadOnly':
    'Couldn’t save “{file}”: nothing can be written to its volume. Save a copy elsewhere.',
  'problem.file.ownPlace':
    'Couldn’t save a copy of “{file}” in its own place. Choose another name or folder.',
  'problem.file.nameTaken':
    'Couldn’t rename “{file}”: another file has that name already. Choose another one.',
  'problem.file.nameNotAllowed': 'Couldn’t rename “{file}”: {reason}. Choose another name.',
  'problem.file.changed':
    'Couldn’t save “{file}”: another program changed it since it was read. Decide which changes hold, then save again.',
  'problem.file.inUse': 'Couldn’t save “{file}”: another program has it open. Close it there, then retry.',
  'problem.file.beingSaved':
    'Couldn’t save “{file}”: another Tagwright is saving it just now. Retry in a moment.',
  'problem.file.volumeGone':
    'Couldn’t save “{file}”: its volume is not there any more. Connect it again, then retry.',
  'problem.file.halfSaved':
    'Saving “{file}” was cut short and could not be taken back yet. Nothing is lost: it is put right at the next save or start.',
  'problem.file.diskFull':
    'Couldn’t save “{file}”: the volume{volume} is full ({needBytes} more needed). Free some space, then retry.',
  'problem.file.ioError':
    'Couldn’t save or read “{file}”: the volume answered with an error ({reason}). Check the volume, then retry.',
  'problem.file.tooLarge':
    'Couldn’t open “{file}”: it is larger than this version can handle ({reason}). Leave it as it is for now.',
  'problem.metadata.notAudio':
    'Couldn’t read “{file}”: there is no music in it that Tagwright knows. Check that the file is whole.',
  'problem.metadata.truncated':
    '“{file}” ends too early, so it is not written to. Copy it again from its source.',
  'problem.metadata.unreadable':
    'Couldn’t read “{file}”: its tags are damaged ({reason}). Check that the file is whole.',
  'problem.metadata.timeout':
    'Couldn’t read “{file}”: it took too long. The file may be damaged; check that it is whole.',
  'problem.metadata.formatNotWritable':
    '“{file}” can be read but not saved: Tagwright does not write {format} files.',
  'problem.metadata.structureNotWritable':
    '“{file}” can be read but is not written to, since saving could damage it: {reason}. Check that the file is whole.',
  'problem.metadata.notStorable':
    '{place, select, field {“{file}” has no place for “{value}” in the field {field}.} picture {“{file}” has no place for a picture.} other {“{file}” has no place for “{value}”.}} The file was not changed; change or revert that, then save again.',
  'problem.metadata.kindStays':
    '“{file}” was left as it is: its tag ({reason}) is part of the format and cannot be taken out. Remove the fields in it instead.',
  'problem.metadata.wouldLose': '“{file}” was left as it is: saving it would lose {reason}.',
  'problem.metadata.notVerified':
    '“{file}” was left as it is: the result of saving did not check out ({reason}).',
  'problem.sound.notDecodable':
    'Couldn’t listen to “{file}”: Tagwright does not decode {format}. Look it up by its tags.',
  'problem.sound.damaged':
    'Couldn’t listen to “{file}”: its sound could not be decoded. Check that the file is whole.',
  'problem.sound.tooShort':
    '“{file}” is too short to be known by its sound: it takes three seconds. Look it up by its tags.',
  'problem.picture.notAnImage':
    'Couldn’t use “{file}” as a cover: it is not a JPEG, PNG, GIF, WebP or BMP picture. Choose another one.',
  'problem.picture.tooLarge':
    'Couldn’t use “{file}” as a cover: it is too large ({reason}). Choose a smaller one.',
  'problem.picture.missing': 'Couldn’t find the picture any more. Choose it again.',
  'problem.lookup.offline':
    'Couldn’t reach {service}: there is no connection. Check the network, then retry.',
  'problem.lookup.timeout': '{service} did not answer in time. Retry in a while.',
  'problem.lookup.busy': '{service} is busy and asked to wait. Retry in a while.',
  'problem.lookup.badReply': '{service} answered with something unreadable. Retry in a while.',
  'problem.lookup.refused': '{service} refused the request ({reason}). Check the service in the settings.',
  'problem.lookup.keyRefused': '{service} does not accept the key. Check it in the settings.',
  'problem.lookup.keyMissing': '{service} needs a key. Enter yours in the settings.',
  'problem.lookup.signIn':
    '{service} is out of reach: this network asks for a sign-in first. Sign in, then retry.',
  'problem.lookup.noSoundService':
    'No service is set up that knows music by its sound. Enter a key for AcoustID in the settings.',
  'problem.lookup.noCoverService': 'No service is switched on for covers. Choose one in the settings.',
  'problem.lookup.noLyricsService': 'No service is switched on for lyrics. Choose one in the settings.',
  'problem.lookup.cancelled': 'The request to {service} was cancelled.',
  'problem.cache.unavailable':
    'The kept answers of services cannot be used now. Lookups still work, and ask anew each time.',
  'problem.lookup.notFound': '{service} does not know this release any more. Choose another one.',
  'problem.lookup.nothingThere': '{service} has nothing at this address. Check it, or search by words.',
  'problem.lookup.strangeAddress':
    'This is no address of a release on MusicBrainz, Discogs, Deezer or Apple Music. Paste another one, or search by words.',
  'problem.lookup.switchedOff':
    '{service} is switched off for lookups, so it was not asked. Switch it on in the settings.',
  'problem.recovery.restored':
    '{count, plural, one {“{file}” was being saved when Tagwright stopped. It is the version before that save again.} other {# files were being saved when Tagwright stopped. They are the versions before that save again.}}',
  'problem.recovery.completed':
    '{count, plural, one {“{file}” was being saved when Tagwright stopped. The save was complete.} other {# files were being saved when Tagwright stopped. Their saves were complete.}}',
  'problem.recovery.movedBack':
    '{count, plural, one {Renaming “{file}” was cut short. It has its old name again.} other {Renaming # files was cut short. They have their old names again.}}',
  'problem.recovery.unclear':
    '{count, plural, one {A save was cut short, and the file {file} was changed by another program since. It was left as it is.} other {# saves were cut short, and their files were changed by other programs since. They were left as they are.}}',
  'problem.history.notRecorded':
    'Couldn’t save “{file}” so that it can be undone: {reason}. Nothing was written. Save without undo, or retry.',
  'problem.history.notUndoable': 'Couldn’t undo “{file}”: {reason}.',
  'problem.history.unavailable': 'Couldn’t read the history: {reason}. Retry in a while.',
  'problem.history.setAside':
    'The history could not be read ({reason}), so a new one was begun. The old one was kept as “{file}”.',
  'problem.library.notWatched':
    'Tagwright is not told what other programs do in “{file}”. It looks for changes whenever you come back to its window.',
  'problem.settings.damaged':
    'The settings could not be read, so the defaults are used. The old file was kept as “{file}”.',
  'problem.window.restarted':
    'The window stopped and was opened again, with your unsaved edits. What Undo could take back is gone.',
  'problem.app.stumbled':
    'Something went wrong in Tagwright. Your unsaved edits are kept; the log has the details.',
  'problem.bridge.badRequest': 'Tagwright could not understand its own request ({reason}).',
  'problem.bridge.notAllowed': 'That was not allowed.',
  'problem.job.cancelled': 'Cancelled.',
  'problem.internal':
    'Something went wrong in Tagwright ({reason}). Nothing was written; the log has the details.',

  // Why a file cannot have a name.
  'reason.name.empty': 'a name has at least one character',
  'reason.name.dots': 'this name means a folder',
  'reason.name.character': 'a name has none of < > : " / \\ | ? * and no line breaks',
  'reason.name.reserved': 'Windows keeps this name for itself',
  'reason.name.ending': 'a name does not end in a blank or full stop',
  'reason.name.tooLong': 'the name is too long',
  // Why the history could not do it.
  'reason.history.damaged': 'it is damaged',
  'reason.history.newer': 'it was written by a newer Tagwright',
  'reason.history.busy': 'another program keeps it busy',
  'reason.history.diskFull': 'its volume is full',
  'reason.history.readOnly': 'its folder is read-only',
  'reason.history.ioError': 'its disk reported an error',
  'reason.history.tooLarge': 'more would have to be kept than 256 MB',
  // Why a file cannot be taken back.
  'reason.undo.unknown': 'the history does not know it any more',
  'reason.undo.damaged': 'its entry in the history is damaged',
  'reason.undo.notSaved': 'that save did not come through',
  'reason.undo.undone': 'it was undone already',
  'reason.undo.missing': 'the file is not there any more',
  'reason.undo.unreadable': 'the file cannot be read',
  'reason.undo.nothingLeft': 'nothing of that save is left in it',
  'reason.undo.taken': 'another file has its old name by now',

  // Why, in the brackets of those above.
  'reason.noSound': 'no sound found in it',
  'reason.damagedTags': 'its tags are damaged',
  'reason.damagedAttachments': 'its attachments are damaged',
  'reason.damagedHeader': 'its header is damaged',
  'reason.damagedPart': '{part} is damaged',
  'reason.without': '{format} without {part}',
  'reason.withoutEither': '{format} without {part} or {other}',
  'reason.wrongSizes': 'the sizes of its parts contradict each other',
  'reason.unknownData': 'unknown data in the {part} header',
  'reason.tooLarge': '{part} of more than {size}',
  'reason.tooMany': 'too many parts',
  'reason.tagInFront': 'another tag stands in front of the file',
  'reason.tagInSound': 'the tag is said to lie within the sound',
  'reason.compressed': '{part} is compressed',
  'reason.unknownDocument': 'documents of the kind “{name}” are unknown',
  'reason.unknownVersion': 'version {version} of the format is unknown',
  'reason.unknownId3': 'unknown version of ID3v2',
  'reason.unknownSize': 'the size of a part is not known',
  'reason.notMovable': 'what points into the file could not be put right',
  'reason.past4Gb': 'it would grow past 4 GB',
  'reason.otherKind': 'it became another kind of file',
  'reason.sound': 'the sound would change',
  'reason.plan': 'the changes contradict each other',
  'reason.longField': '{field} is very long',
  'reason.vote': '{reader} reads {field} differently',
} as const
