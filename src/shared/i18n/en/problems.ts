/** One sentence of what happened to which file, one of what to do. `file` is always a name in quotes. */
export const problems = {
  'problem.file.notFound':
    'Couldn’t find “{file}”: it was moved, renamed or deleted. Put it back or take it off the list.',
  'problem.file.notReadable':
    'Couldn’t read “{file}”: you may not open it. Change its permissions, then reload.',
  'problem.file.notWritable':
    'Couldn’t save “{file}”: the file is read-only. Allow writing to it, then retry.',
  'problem.file.folderNotWritable':
    'Couldn’t save “{file}”: its folder is read-only. Allow writing to the folder, then retry.',
  'problem.file.notRegular': 'Couldn’t open “{file}”: it is not a file. Choose a music file or a folder.',
  'problem.file.hardLinked':
    'Couldn’t save “{file}”: the same file has other names too, and saving would part them. Copy it, then edit the copy.',
  'problem.file.nameNotUtf8':
    'Couldn’t open “{file}”: its name is not valid text. Rename it, then open it again.',
  'problem.file.changed':
    'Couldn’t save “{file}”: another program changed it since it was read. Reload it, then edit again.',
  'problem.file.diskFull':
    'Couldn’t save “{file}”: the volume is full ({needBytes} more needed). Free some space, then retry.',
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
    '“{file}” can be read but not yet saved: {format} files come with a later version.',
  'problem.metadata.structureNotWritable':
    '“{file}” was left as it is: saving it would damage it ({reason}). A later version will save it.',
  'problem.metadata.notStorable':
    '“{file}” has no place for “{value}” in the field {field}. It was not changed; choose another value there.',
  'problem.metadata.wouldLose':
    '“{file}” was left as it is: saving it would lose {reason}. A later version will save it.',
  'problem.metadata.notVerified':
    '“{file}” was left as it is: the result of saving did not check out ({reason}).',
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
  'problem.lookup.notFound': '{service} does not know this release any more. Choose another one.',
  'problem.settings.damaged':
    'The settings could not be read, so the defaults are used. The old file was kept as “{file}”.',
  'problem.window.restarted':
    'The window stopped and was opened again: edits that were not saved are gone. The files on disk are as they were.',
  'problem.bridge.badRequest': 'Tagwright could not understand its own request ({reason}).',
  'problem.bridge.notAllowed': 'That was not allowed.',
  'problem.job.cancelled': 'Cancelled.',
  'problem.internal':
    'Something went wrong in Tagwright ({reason}). Nothing was written; the log has the details.',
} as const
