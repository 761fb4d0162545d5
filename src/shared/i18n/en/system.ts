/** What the system's own dialogs say: for opening, and when the window itself cannot ask. */
export const system = {
  'system.chooseFolder': 'Open folder',
  'system.chooseFiles': 'Open files',
  'system.choosePicture': 'Choose a cover',
  'system.filter.music': 'Music',
  'system.filter.pictures': 'Pictures',
  'system.filter.all': 'All files',
  'system.close.question':
    '{count, plural, one {# file has} other {# files have}} unsaved changes, and the window does not answer.',
  'system.close.detail': 'Closing it loses these changes. The files on disk stay as they are.',
  'system.close.wait': 'Wait',
  'system.close.lose': 'Close and lose changes',
  'system.crash.message': 'Tagwright’s window stopped several times in a row.',
  'system.crash.detail': 'The files on disk are as they were. The log has the details.',
  'system.crash.again': 'Open it again',
  'system.crash.quit': 'Quit',
  'system.saveCopy': 'Save a copy',
} as const
