import { z } from 'zod'
import { serviceFacts, serviceNames, serviceUses } from '../model'

export const ServiceName = z.enum(serviceNames)
export type ServiceName = z.infer<typeof ServiceName>

/** What one service is asked for, and where. */
export const ServiceSetting = z.strictObject({
  name: ServiceName,
  uses: z.array(z.enum(serviceUses)).max(serviceUses.length),
  /** A mirror, say. Absent: the service's own address. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
})
export type ServiceSetting = z.infer<typeof ServiceSetting>

/** That there is a key for a service. The key itself never crosses to the page. */
export const KeptKey = z.strictObject({
  service: ServiceName,
  /** Without a keyring of the system's it is kept for this run of the app only. */
  until: z.enum(['removed', 'quit']),
})
export type KeptKey = z.infer<typeof KeptKey>

/** A key or token as services give them out: it goes into headers and forms. Empty: none. */
export const ServiceKey = z
  .string()
  .max(500)
  .regex(/^[\x21-\x7e]*$/)

/** All services in the order that the person trusts them; those that were not named come last, as they are. */
export const ServiceSettings = z
  .array(ServiceSetting)
  .max(100)
  .transform((chosen) => {
    const named = new Map(chosen.map((setting) => [setting.name, setting]))
    for (const name of serviceNames)
      if (!named.has(name)) named.set(name, { name, uses: [...serviceFacts(name).usedFor] })
    return [...named.values()]
  })
