import { z } from 'zod'

// Before the first schema is made: zod would otherwise probe `new Function`, which the content security policy
// reports. Whoever makes schemas imports this first, directly or by way of `model`.
z.config({ jitless: true })
