export { PanelFacts } from './panel-facts'
export { focusField, TagPanel, type TagPanelProps } from './tag-panel'
