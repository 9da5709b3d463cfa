import { z } from 'zod'

// zod would otherwise try to compile schemas with `new Function`, which the Content-Security-Policy reports. Imported
// first, since schemas decide this when they are made.
z.config({ jitless: true })
