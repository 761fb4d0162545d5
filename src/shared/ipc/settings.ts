import { z } from 'zod'
import { defaultWriteOptions, WriteOptions } from '../model'
import { FieldNameSchema } from './schemas'
import { ServiceName, ServiceSettings } from './services'

/** What a person can choose. Kept as JSON under the app's data folder; unknown or damaged parts fall back to these. */
export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'de']).default('system'),
  density: z.enum(['compact', 'normal', 'roomy']).default('normal'),
  /** Contact that goes into the User-Agent of every request: an address or a page. Empty: the build's own. */
  contact: z.string().max(200).default(''),
  services: ServiceSettings.default(ServiceSettings.parse([])),
  /**
   * What a lookup ticks at first where the person chose otherwise before, by the service that a release is of: `false`
   * leaves the field as it is, `true` takes it. A field that is not named goes by the usual rules.
   */
  lookupTicks: z
    .partialRecord(
      ServiceName,
      z.partialRecord(z.union([FieldNameSchema, z.literal('pictures')]), z.boolean()),
    )
    .default({}),
  /** In which form tags are written. */
  tags: WriteOptions.default(defaultWriteOptions),
  /** Whether a saved file keeps the time it says it was changed. */
  keepModified: z.boolean().default(false),
  /** How long the history keeps the way back, and how much room it may take. Zero: no limit. */
  history: z
    .strictObject({
      keepDays: z.int().min(0).max(36_500).default(365),
      maxMegabytes: z.int().min(0).max(1_000_000).default(1024),
    })
    .default({ keepDays: 365, maxMegabytes: 1024 }),
  covers: z
    .strictObject({
      /** Where a chosen cover goes. */
      keepIn: z.enum(['files', 'folder', 'both']).default('files'),
      /** Smaller ones count as missing, by the shorter side. 0: none does. */
      leastPixels: z.int().min(0).max(10_000).default(0),
    })
    .default({ keepIn: 'files', leastPixels: 0 }),
  lyrics: z
    .strictObject({
      /** Which of both are taken, where both are found. */
      take: z.enum(['plain', 'synchronised', 'both']).default('both'),
      /** Into the tags, or into a text file beside the music. */
      keepIn: z.enum(['files', 'folder']).default('files'),
    })
    .default({ take: 'both', keepIn: 'files' }),
  layout: z
    .strictObject({
      sidebar: z.boolean().default(true),
      panel: z.boolean().default(true),
      sidebarWidth: z.number().min(140).max(480).default(208),
      panelWidth: z.number().min(240).max(560).default(304),
    })
    .default({ sidebar: true, panel: true, sidebarWidth: 208, panelWidth: 304 }),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = Settings.parse({})

/** Some settings. Without their defaults: those would come in for all that a change does not name, and reset it. */
export const SettingsChange = z.strictObject(
  Object.fromEntries(
    Object.entries(Settings.shape).map(([key, schema]) => [key, schema.unwrap().optional()]),
  ) as {
    [Key in keyof typeof Settings.shape]: z.ZodOptional<ReturnType<(typeof Settings.shape)[Key]['unwrap']>>
  },
)
export type SettingsChange = z.infer<typeof SettingsChange>
