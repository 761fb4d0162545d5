export const jobs = {
  'jobs.cancel': 'Cancel',
  'jobs.cancelling': 'Cancelling…',
  'jobs.cancelled': 'Cancelled. What was finished stays.',
  'jobs.count': '{done, number} of {total, number}',
  'jobs.done': 'Done',
  'jobs.doneCount': '{count, plural, one {# file} other {# files}}',
  'jobs.more': '{count, plural, one {# more} other {# more}}',
  'jobs.none': 'Nothing is running.',
  'jobs.failed': '{count, plural, one {# failed} other {# failed}}',
  'jobs.retry': 'Retry',
  'jobs.clear': 'Clear finished',
} as const
