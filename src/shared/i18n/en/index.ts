import { app } from './app'
import { covers } from './covers'
import { fields } from './fields'
import { finding } from './finding'
import { history } from './history'
import { jobs } from './jobs'
import { lookup } from './lookup'
import { lyrics } from './lyrics'
import { menu } from './menu'
import { panel } from './panel'
import { problems } from './problems'
import { queue } from './queue'
import { repair } from './repair'
import { review } from './review'
import { run } from './run'
import { settings } from './settings'
import { system } from './system'
import { table } from './table'

export const en = {
  ...app,
  ...covers,
  ...fields,
  ...finding,
  ...history,
  ...jobs,
  ...lookup,
  ...lyrics,
  ...menu,
  ...panel,
  ...problems,
  ...queue,
  ...repair,
  ...review,
  ...run,
  ...settings,
  ...system,
  ...table,
} as const
