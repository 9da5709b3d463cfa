import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { openWorkspace } from '../../../src/main/workspace/workspace.ts'
import { buildChild, startChild } from '../../support/child.ts'
import { canMount, smallDisk } from '../../support/disks.ts'
import { temporaryFolder } from '../../support.ts'

const { signal } = new AbortController()

describe('a writer of the folder store that is killed', () => {
  let script: string
  beforeAll(async () => {
    script = await buildChild('writer')
  })

  it('leaves the object whole, old or new, and its leftovers go at the next start', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    const bytes = 24 << 20
    let leftovers = 0
    for (let round = 0; round < 6; round++) {
      const child = startChild(script, { folder, key: 'stages/merge/out', bytes })
      expect(await child.line()).toBe('writing')
      await sleep(Math.random() * 60)
      await child.kill()
      leftovers += readdirSync(join(folder, '.store/tmp')).length
      const object = await store.read('stages/merge/out', signal)
      expect(object?.length).toBe(bytes)
      expect(object?.equals(Buffer.alloc(bytes, object[0]))).toBe(true)
      expect((await store.list('', signal)).map(({ key }) => key)).toEqual(['stages/merge/out'])
      await store.ensure(signal)
      expect(readdirSync(join(folder, '.store/tmp'))).toEqual([])
    }
    // Else no round killed a writer in mid-write, and this test shows nothing.
    expect(leftovers).toBeGreaterThan(0)
  })
})

// Needs to mount a disk, which only root may.
describe.skipIf(!canMount())('on a full disk', () => {
  it('nothing is half-written, and what was there stays', async () => {
    const disk = smallDisk(4)
    const outside = join(temporaryFolder(), 'big')
    writeFileSync(outside, Buffer.alloc(8 << 20))
    const store = createFolderStore(join(disk.folder, 'data'))
    await store.ensure(signal)
    await store.write('kept', 'old', signal)
    const full = { code: 'storage.disk_full', params: { path: join(disk.folder, 'data', 'kept') } }
    await expect(store.write('kept', Buffer.alloc(8 << 20), signal)).rejects.toMatchObject(full)
    await expect(store.moveIn('kept', outside, signal)).rejects.toMatchObject(full)
    expect(existsSync(outside)).toBe(true)
    expect((await store.read('kept', signal))?.toString()).toBe('old')
    expect(readdirSync(join(disk.folder, 'data', '.store', 'tmp'))).toEqual([])
    await store.write('kept', Buffer.alloc(2 << 20), signal)
  })

  it('a file from another disk is moved in all the same', async () => {
    const store = createFolderStore(smallDisk(4).folder)
    const outside = join(temporaryFolder(), 'file')
    writeFileSync(outside, 'content')
    await store.moveIn('a', outside, signal)
    expect((await store.read('a', signal))?.toString()).toBe('content')
    expect(existsSync(outside)).toBe(false)
  })
})

describe.skipIf(!canMount())('on a read-only disk', () => {
  it('store and workspace say so', async () => {
    const disk = smallDisk(4)
    const workspace = join(disk.folder, 'workspace')
    await openWorkspace({ folder: workspace, env: {}, cwd: disk.folder })
    disk.makeReadOnly()
    const readOnly = { code: 'storage.read_only' }
    await expect(openWorkspace({ folder: workspace, env: {}, cwd: disk.folder })).rejects.toMatchObject(readOnly)
    await expect(createFolderStore(join(workspace, 'data')).ensure(signal)).rejects.toMatchObject(readOnly)
    await expect(createFolderStore(workspace).write('a', 'x', signal)).rejects.toMatchObject(readOnly)
  })
})

describe('without permission', () => {
  it('store and workspace say so', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o555)
    // Root may write everywhere, so it takes the rights of nobody for this test.
    if (process.geteuid?.() === 0) {
      process.seteuid?.(65_534)
      onTestFinished(() => process.seteuid?.(0))
    }
    const denied = { code: 'storage.no_permission' }
    await expect(openWorkspace({ folder, env: {}, cwd: folder })).rejects.toMatchObject(denied)
    await expect(createFolderStore(join(folder, 'data')).ensure(signal)).rejects.toMatchObject(denied)
  })
})
