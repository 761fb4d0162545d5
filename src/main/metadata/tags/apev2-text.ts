import { isUtf8 } from 'node:buffer'
import { latin1, utf8 } from '../bytes'

/** UTF-8 (APEv2); what is none is ISO-8859-1, as APEv1 and careless writers have it. */
export const decodeApeText = (bytes: Uint8Array): string => (isUtf8(bytes) ? utf8(bytes) : latin1(bytes))
