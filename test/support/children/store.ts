import { z } from 'zod'
import { openStore } from '../../../src/main/storage/openStore.ts'

/** Opens a store and moves one file in, again and again until it is killed, saying so each time. */
const { spec, env, folder, key, file } = z
  .object({
    spec: z.string().optional(),
    env: z.record(z.string(), z.string()),
    folder: z.string(),
    key: z.string(),
    file: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''))

const { signal } = new AbortController()
const store = await openStore({ spec, env, dataFolder: folder, cacheFolder: `${folder}-cache` })
await store.ensure(signal)
process.stdout.write('ready\n')
await store.moveIn(key, file, signal)
process.stdout.write('done\n')
