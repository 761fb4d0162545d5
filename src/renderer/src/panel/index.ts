export { focusField } from './more-fields'
export { PanelFacts } from './panel-facts'
export { TagPanel, type TagPanelProps } from './tag-panel'
export { readLongValues } from './use-long-values'
