/** Finding lyrics, and taking them into tags or text files. */
export const lyrics = {
  'command.findLyrics': 'Find lyrics…',
  'lyrics.title': 'Find lyrics',
  'lyrics.note': '{count, plural, one {# file} other {# files}} · {found, number} found',
  'lyrics.job': '{count, plural, one {Finding the lyrics of # file} other {Finding the lyrics of # files}}',
  'lyrics.jobDone':
    '{count, plural, one {{found, plural, =0 {No lyrics were found.} other {The lyrics were found.}}} other {Lyrics of {found, number} of # files were found.}}',
  'lyrics.songs': 'Files and their lyrics',
  'lyrics.tick': 'Lyrics of {title}',
  'lyrics.state.timed': '✓ with times',
  'lyrics.state.plain': '✓ without times',
  'lyrics.state.own': 'has some',
  'lyrics.state.failed': 'failed',
  'lyrics.preview': 'Lyrics',
  'lyrics.yours': 'In the file',
  'lyrics.which': 'Which of those that were found',
  'lyrics.whichOf': '{number} of {count}',
  'lyrics.nothing': 'No service has lyrics of this song.',
  'lyrics.notOfKind': 'There are lyrics, but none with times.',
  'lyrics.notYet': 'Not searched yet.',
  'lyrics.take': 'Take',
  'lyrics.take.plain': 'without times',
  'lyrics.take.synchronised': 'with times',
  'lyrics.take.both': 'with and without times',
  'lyrics.keepIn.files': 'into the tags',
  'lyrics.keepIn.folder': 'beside the files',
  'lyrics.keepInHint':
    'Tags get them when you save; .lrc and .txt files beside the music are written at once.',
  'lyrics.besideAtOnce': 'files beside the music are written at once',
  'lyrics.apply': '{count, plural, =0 {Apply} one {Apply to # file} other {Apply to # files}}',
  'lyrics.write': '{count, plural, =0 {Write} one {Write for # file} other {Write for # files}}',
  'lyrics.applied':
    '{count, plural, one {# file has new lyrics.} other {# files have new lyrics.}} Nothing is written until you save.',
  'lyrics.keepJob': '{count, plural, one {Writing # file of lyrics} other {Writing # files of lyrics}}',
  'lyrics.kept':
    '{count, plural, =0 {No lyrics were written.} one {# file of lyrics is written.} other {# files of lyrics are written.}}',
  'lyrics.taken':
    '{count, plural, one {# is there already and stays as it is.} other {# are there already and stay as they are.}}',
  'lyrics.notKept':
    '{count, plural, one {# could not be written: the jobs say why.} other {# could not be written: the jobs say why.}}',
  'lyrics.key.look': 'look',
} as const
