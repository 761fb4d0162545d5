/** What finding covers and finding lyrics say alike. */
export const finding = {
  'finding.tickAll': 'All that were found',
  'finding.putIt': 'Put it',
  'finding.found': 'Found',
  'finding.waiting': 'waits',
  'finding.searching': 'searching…',
  'finding.stopped': 'not searched',
  'finding.none': 'nothing found',
} as const
