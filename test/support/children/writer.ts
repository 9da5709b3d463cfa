import { z } from 'zod'
import { createFolderStore } from '../../../src/main/storage/folder.ts'

/** Replaces one object of a folder store by one of another fill, again and again until it is killed. */
const { folder, key, bytes } = z
  .object({ folder: z.string(), key: z.string(), bytes: z.int() })
  .parse(JSON.parse(process.argv[2] ?? ''))

const { signal } = new AbortController()
const store = createFolderStore(folder)
for (let n = 0; ; n++) {
  await store.write(key, Buffer.alloc(bytes, n % 256), signal)
  if (n === 2) process.stdout.write('writing\n')
}
