import { app } from './app'
import { fields } from './fields'
import { lookup } from './lookup'
import { panel } from './panel'
import { problems } from './problems'
import { review } from './review'
import { settings } from './settings'
import { table } from './table'

export const en = {
  ...app,
  ...fields,
  ...lookup,
  ...panel,
  ...problems,
  ...review,
  ...settings,
  ...table,
} as const
