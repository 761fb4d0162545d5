export const finding = {
  'finding.tickAll': 'Alle gefundenen',
  'finding.putIt': 'Ablegen',
  'finding.found': 'Gefunden',
  'finding.waiting': 'wartet',
  'finding.searching': 'sucht …',
  'finding.stopped': 'nicht gesucht',
  'finding.none': 'nichts gefunden',
} as const
