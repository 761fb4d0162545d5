export { focusField } from './more-fields'
export { PanelFacts } from './panel-facts'
export { TagPanel, type TagPanelProps } from './tag-panel'
