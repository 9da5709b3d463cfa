import { randomUUID } from 'node:crypto'
import { UserError } from '../../shared/errors.ts'
import type { ObjectStore } from './store.ts'

/** Writes, reads and deletes a small object. Throws UserError `storage.*` for what is wrong with the store. */
export async function testStore(store: ObjectStore, signal: AbortSignal): Promise<void> {
  await store.ensure(signal)
  const key = `test-${randomUUID()}`
  const content = Buffer.from(key)
  await store.write(key, content, signal)
  try {
    const back = await store.read(key, signal)
    if (!back?.equals(content)) throw new UserError('settings.store_differs', { location: store.location })
  } finally {
    await store.remove([key], signal)
  }
}
