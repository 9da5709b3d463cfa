import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { CancelledError } from '../../../src/shared/errors.ts'
import { temporaryFolder } from '../../support.ts'

const { signal } = new AbortController()
const DAY_MS = 24 * 3600 * 1000

describe('the folder store', () => {
  it('gives back what was written, and undefined for what is not there', async () => {
    const store = createFolderStore(join(temporaryFolder(), 'data'))
    await store.ensure(signal)
    await store.write('ml-ready-data/train_2018-01-01.csv', 'a,b\n1,2\n', signal)
    expect((await store.read('ml-ready-data/train_2018-01-01.csv', signal))?.toString()).toBe('a,b\n1,2\n')
    expect(await store.head('ml-ready-data/train_2018-01-01.csv', signal)).toMatchObject({ bytes: 8 })
    for (const key of ['ml-ready-data/absent', 'ml-ready-data', 'ml-ready-data/train_2018-01-01.csv/below']) {
      expect(await store.read(key, signal)).toBeUndefined()
      expect(await store.head(key, signal)).toBeUndefined()
      expect(await store.localCopy(key, signal)).toBeUndefined()
    }
  })

  it('moves a file in without copying it', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(join(folder, 'data'))
    const file = join(folder, 'draft.parquet')
    writeFileSync(file, 'PAR1')
    const { ino } = statSync(file)
    await store.moveIn('stages/merge/abc/out.parquet', file, signal)
    const path = await store.localCopy('stages/merge/abc/out.parquet', signal)
    expect(statSync(path ?? '').ino).toBe(ino)
    expect(readdirSync(folder)).toEqual(['data'])
  })

  it('copies by a hard link, over what was there, and again over itself', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    await store.write('stages/a', 'new', signal)
    await store.write('published/a', 'old', signal)
    await store.copy('stages/a', 'published/a', signal)
    await store.copy('stages/a', 'published/a', signal)
    expect((await store.read('published/a', signal))?.toString()).toBe('new')
    expect(statSync(join(folder, 'stages/a')).nlink).toBe(2)
    await store.write('stages/a', 'newer', signal)
    expect((await store.read('published/a', signal))?.toString()).toBe('new')
  })

  it('deletes what its rules say is due, and nothing else', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    const age = (key: string, days: number) => {
      const then = new Date(Date.now() - days * DAY_MS)
      utimesSync(join(folder, key), then, then)
    }
    for (const key of ['stages/old', 'stages/young', 'raw/old', 'ml-ready/old', 'stages-not/old'])
      await store.write(key, 'x', signal)
    for (const key of ['stages/old', 'raw/old', 'ml-ready/old', 'stages-not/old']) age(key, 61)
    age('stages/young', 59)
    await store.setLifecycle([{ prefix: 'stages/', days: 60 }], signal)
    await store.setLifecycle(
      [
        { prefix: 'stages/', days: 60 },
        { prefix: 'raw/', days: 400 },
      ],
      signal,
    )
    expect(await createFolderStore(folder).expire(new Date(), signal)).toBe(1)
    const left = (await store.list('', signal)).map((object) => object.key)
    expect(left).toEqual(['ml-ready/old', 'raw/old', 'stages-not/old', 'stages/young'])
  })

  it('starts the days of a published copy when it is published', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    await store.write('stages/a', 'x', signal)
    const then = new Date(Date.now() - 59 * DAY_MS)
    utimesSync(join(folder, 'stages/a'), then, then)
    await store.copy('stages/a', 'published/a', signal)
    await store.setLifecycle([{ prefix: 'published/', days: 60 }], signal)
    expect(await store.expire(new Date(Date.now() + 30 * DAY_MS), signal)).toBe(0)
    expect(await store.expire(new Date(Date.now() + 60 * DAY_MS + 1000), signal)).toBe(1)
  })

  it('removes folders that have become empty, and forgives what is gone already', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    await store.write('a/b/c', '1', signal)
    await store.write('a/d', '1', signal)
    await store.remove(['a/b/c', 'a/b/absent'], signal)
    expect(readdirSync(join(folder, 'a'))).toEqual(['d'])
  })

  it('stops on abort and leaves nothing', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    await store.ensure(signal)
    const controller = new AbortController()
    const writing = store.write('big', Buffer.alloc(64 << 20), controller.signal)
    setImmediate(() => controller.abort())
    await expect(writing).rejects.toBeInstanceOf(CancelledError)
    expect(await store.list('', signal)).toEqual([])
    expect(readdirSync(join(folder, '.store/tmp'))).toEqual([])
  })

  it('does not list what is not an object of its own', async () => {
    const folder = temporaryFolder()
    const store = createFolderStore(folder)
    await store.ensure(signal)
    mkdirSync(join(folder, 'raw'))
    writeFileSync(join(folder, 'raw', 'my notes.txt'), '')
    writeFileSync(join(folder, 'raw', '.DS_Store'), '')
    await store.write('raw/a', '', signal)
    expect((await store.list('', signal)).map(({ key }) => key)).toEqual(['raw/a'])
  })

  it('says what is wrong when the path is a file', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(createFolderStore(file).ensure(signal)).rejects.toMatchObject({ code: 'storage.not_a_folder' })
    await expect(createFolderStore(join(file, 'below')).ensure(signal)).rejects.toMatchObject({
      code: 'storage.not_a_folder',
    })
    expect(readFileSync(file, 'utf8')).toBe('')
  })
})

describe('keys', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_=-]{0,12}$/)
  const key = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

  it('never lead out of the folder', async () => {
    const store = createFolderStore(temporaryFolder())
    const odd = fc.oneof(
      fc.constantFrom(
        '',
        '/',
        '/etc/passwd',
        '..',
        'a/../b',
        './a',
        'a//b',
        'a/',
        '.store/lifecycle.json',
        'C:\\x',
        'a\0b',
      ),
      key.map((good) => `${good}/../../x`),
      key.map((good) => `/${good}`),
      fc
        .tuple(key, fc.constantFrom('\\', ':', '*', '?', '"', '<', '|', '\n', ' ', 'é', '%', '~'))
        .map((pair) => pair.join('')),
    )
    await fc.assert(
      fc.asyncProperty(odd, async (bad) => {
        await expect(store.write(bad, 'x', signal)).rejects.toBeInstanceOf(RangeError)
        await expect(store.copy('a', bad, signal)).rejects.toBeInstanceOf(RangeError)
      }),
    )
    expect(await store.list('', signal)).toEqual([])
  })

  it('are listed by any prefix, in order, each once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(segment, { minLength: 1, maxLength: 8 }), fc.nat(), async (names, pick) => {
        const keys = names.map((name, i) => (i % 2 === 0 ? `d_${name}/f` : `${name}_f`))
        const store = createFolderStore(temporaryFolder())
        for (const each of keys) await store.write(each, each, signal)
        const chosen = keys[pick % keys.length] ?? ''
        for (let length = 0; length <= chosen.length; length++) {
          const prefix = chosen.slice(0, length)
          const wanted = keys.filter((each) => each.startsWith(prefix)).sort()
          expect((await store.list(prefix, signal)).map((object) => object.key)).toEqual(wanted)
        }
      }),
      { numRuns: 20 },
    )
  })
})
