import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  GetBucketLifecycleConfigurationCommand,
  ListMultipartUploadsCommand,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createS3Store } from '../../../src/main/storage/s3.ts'
import { connect, type S3Options } from '../../../src/main/storage/s3Client.ts'
import type { ObjectStore } from '../../../src/main/storage/store.ts'
import { CancelledError } from '../../../src/shared/errors.ts'
import { breakingProxy } from '../../support/breakingProxy.ts'
import { buildChild, startChild } from '../../support/child.ts'
import { hasS3Server, type S3Server, startS3Server } from '../../support/s3Server.ts'
import { temporaryFolder } from '../../support.ts'

const { signal } = new AbortController()
const external = process.env.TEST_S3_ENDPOINT
const MB = 1 << 20

// Runs on the server at TEST_S3_ENDPOINT, with what needs to stop or administer it left out; else on one of its own.
describe.skipIf(external === undefined && !hasS3Server())('the S3 store', () => {
  const needsControl = it.skipIf(external !== undefined)
  let server: S3Server | undefined
  let endpoint = external ?? ''
  let client: S3Client
  const credentials = { accessKeyId: 'AKTEST', secretAccessKey: 'SKTEST12' }
  const place = { region: 'us-east-1', forcePathStyle: true, credentials }

  beforeAll(async () => {
    if (external === undefined) server = await startS3Server()
    endpoint = server?.endpoint ?? endpoint
    client = connect({ ...place, endpoint, bucket: 'any', prefix: '', cacheFolder: '' }).client
  })
  // A test that was cut off while the server was away does not take those after it along.
  beforeEach(() => server?.up())
  afterAll(async () => {
    client.destroy()
    await server?.stop()
  })

  const bucketName = () => `test-${randomBytes(6).toString('hex')}`

  function storeAt(bucket: string, options: Partial<S3Options> = {}): ObjectStore {
    const cacheFolder = options.cacheFolder ?? join(temporaryFolder(), 'cache')
    return createS3Store({ ...place, endpoint, bucket, prefix: '', cacheFolder, ...options })
  }

  async function newStore(options: Partial<S3Options> = {}): Promise<ObjectStore> {
    const store = storeAt(bucketName(), options)
    await store.ensure(signal)
    return store
  }

  function fileOf(bytes: number): { path: string; content: Buffer } {
    const path = join(temporaryFolder(), 'file.bin')
    const content = randomBytes(bytes)
    writeFileSync(path, content)
    return { path, content }
  }

  async function uploadsIn(bucket: string) {
    return (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []
  }

  it('makes the bucket, gives back what was written, and undefined for what is not there', async () => {
    const store = await newStore()
    await store.ensure(signal)
    await store.write('ml-ready-data/train_2018-01-01.csv', 'a,b\n1,2\n', signal)
    await store.write('empty', '', signal)
    expect((await store.read('ml-ready-data/train_2018-01-01.csv', signal))?.toString()).toBe('a,b\n1,2\n')
    expect(await store.read('empty', signal)).toEqual(Buffer.alloc(0))
    expect(await store.head('ml-ready-data/train_2018-01-01.csv', signal)).toMatchObject({ bytes: 8 })
    expect(await store.read('absent', signal)).toBeUndefined()
    expect(await store.head('absent', signal)).toBeUndefined()
    expect(await store.localCopy('absent', signal)).toBeUndefined()
    expect((await store.list('', signal)).map(({ key }) => key)).toEqual([
      'empty',
      'ml-ready-data/train_2018-01-01.csv',
    ])
  })

  it('keeps to its prefix of the bucket', async () => {
    const bucket = bucketName()
    const whole = storeAt(bucket)
    const part = storeAt(bucket, { prefix: 'team/a' })
    await part.ensure(signal)
    await part.write('x/1', 'part', signal)
    await part.copy('x/1', 'x/2', signal)
    await whole.write('x/1', 'whole', signal)
    expect((await part.list('x/', signal)).map(({ key }) => key)).toEqual(['x/1', 'x/2'])
    expect((await whole.list('', signal)).map(({ key }) => key)).toEqual(['team/a/x/1', 'team/a/x/2', 'x/1'])
    await part.remove(['x/1', 'x/absent'], signal)
    expect((await whole.read('x/1', signal))?.toString()).toBe('whole')
  })

  it('lists more than a page holds, in order, and removes as many', async () => {
    const store = await newStore()
    const keys = Array.from({ length: 1050 }, (_, n) => `many/${String(n).padStart(4, '0')}`)
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => store.write(key, '', signal)))
    expect((await store.list('many/', signal)).map(({ key }) => key)).toEqual(keys)
    await store.remove(keys, signal)
    expect(await store.list('many/', signal)).toEqual([])
  })

  it('moves a large file in by parts, and the next reader needs no download', async () => {
    const store = await newStore()
    const { path, content } = fileOf(40 * MB + 12_345)
    const { ino } = statSync(path)
    await store.moveIn('stages/merge/abc/out.parquet', path, signal)
    expect(existsSync(path)).toBe(false)
    const copy = (await store.localCopy('stages/merge/abc/out.parquet', signal)) ?? ''
    expect(statSync(copy).ino).toBe(ino)
    expect(copy.endsWith('out.parquet')).toBe(true)
    expect((await store.read('stages/merge/abc/out.parquet', signal))?.equals(content)).toBe(true)
    await store.copy('stages/merge/abc/out.parquet', 'merged.parquet', signal)
    const published = (await store.localCopy('merged.parquet', signal)) ?? ''
    expect(readFileSync(published).equals(content)).toBe(true)
  })

  it('keeps a local copy as long as the object is unchanged, whoever changed it', async () => {
    const bucket = bucketName()
    const store = storeAt(bucket)
    await store.ensure(signal)
    await store.write('a.csv', 'one', signal)
    const first = (await store.localCopy('a.csv', signal)) ?? ''
    expect(await store.localCopy('a.csv', signal)).toBe(first)
    await storeAt(bucket).write('a.csv', 'two', signal)
    const second = (await store.localCopy('a.csv', signal)) ?? ''
    expect(readFileSync(second, 'utf8')).toBe('two')
    expect(readFileSync(first, 'utf8')).toBe('one')
  })

  it('drops the copies used least recently when the cache is full, never a fresh one', async () => {
    const cacheFolder = join(temporaryFolder(), 'cache')
    const store = await newStore({ cacheFolder, cacheBytes: 2500 })
    const paths: string[] = []
    for (const key of ['a', 'b', 'c']) {
      await store.write(key, randomBytes(1000), signal)
      paths.push((await store.localCopy(key, signal)) ?? '')
    }
    expect(paths.map(existsSync)).toEqual([true, true, true])
    for (const [hoursAgo, path] of [paths[0], paths[2], paths[1]].entries()) {
      const then = new Date(Date.now() - (hoursAgo + 2) * 3600 * 1000)
      utimesSync(path ?? '', then, then)
    }
    await store.localCopy('c', signal)
    await store.write('d', randomBytes(1000), signal)
    await store.localCopy('d', signal)
    expect(paths.map(existsSync)).toEqual([false, false, true])
    expect(readdirSync(join(cacheFolder, 'drafts'))).toEqual([])
  })

  it('undoes a cancelled upload', async () => {
    const bucket = bucketName()
    const cacheFolder = join(temporaryFolder(), 'cache')
    const store = storeAt(bucket, { cacheFolder })
    await store.ensure(signal)
    const { path } = fileOf(200 * MB)
    const controller = new AbortController()
    const moving = store.moveIn('big', path, controller.signal)
    while ((await uploadsIn(bucket)).length === 0) await sleep(10)
    controller.abort()
    await expect(moving).rejects.toBeInstanceOf(CancelledError)
    // The user need not wait for it.
    while ((await uploadsIn(bucket)).length > 0 || readdirSync(join(cacheFolder, 'uploads')).length > 0) await sleep(10)
    expect(await store.head('big', signal)).toBeUndefined()
    expect(existsSync(path)).toBe(true)
  })

  it('shows nothing of an upload that was killed, and undoes it at the next start', async () => {
    const bucket = bucketName()
    const folder = join(temporaryFolder(), 'data')
    const { path, content } = fileOf(200 * MB)
    const env = { AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: 'AKTEST', AWS_SECRET_ACCESS_KEY: 'SKTEST12' }
    const script = await buildChild('store')
    const child = startChild(script, { spec: `s3://${bucket}`, env, folder, key: 'big', file: path })
    expect(await child.line()).toBe('ready')
    while ((await uploadsIn(bucket)).length === 0) await sleep(10)
    await child.kill()
    expect(await uploadsIn(bucket)).toHaveLength(1)
    const store = storeAt(bucket, { cacheFolder: `${folder}-cache/s3` })
    expect(await store.list('', signal)).toEqual([])
    await store.ensure(signal)
    expect(await uploadsIn(bucket)).toEqual([])
    await store.moveIn('big', path, signal)
    expect((await store.read('big', signal))?.equals(content)).toBe(true)
  })

  needsControl('goes on when the server is stopped and started in mid-work', async () => {
    let waited = 0
    const store = await newStore({ onWaiting: () => waited++ })
    const { path, content } = fileOf(60 * MB)
    const working = (async () => {
      for (let n = 0; n < 20; n++) await store.write(`small/${n}`, String(n), signal)
      await store.moveIn('big', path, signal)
    })()
    await server?.down()
    await sleep(3000)
    await server?.up()
    await working
    expect(waited).toBeGreaterThan(0)
    expect((await store.read('big', signal))?.equals(content)).toBe(true)
    expect(await store.list('small/', signal)).toHaveLength(20)
  })

  needsControl('finishes a download over a connection that breaks', async () => {
    const bucket = bucketName()
    const writer = storeAt(bucket)
    await writer.ensure(signal)
    const { path, content } = fileOf(30 * MB)
    await writer.moveIn('big', path, signal)
    const proxy = await breakingProxy(endpoint, 8 * MB, 2)
    const store = storeAt(bucket, { endpoint: proxy.endpoint })
    const copy = (await store.localCopy('big', signal)) ?? ''
    expect(readFileSync(copy).equals(content)).toBe(true)
    expect(proxy.broken()).toBe(2)
  })

  it('stops waiting for the server when it is cancelled', async () => {
    const store = storeAt(bucketName(), {
      endpoint: 'http://127.0.0.1:9',
      patience: { firstMs: 60_000, laterMs: 60_000 },
    })
    const controller = new AbortController()
    const ensuring = store.ensure(controller.signal)
    setTimeout(() => controller.abort(), 300)
    await expect(ensuring).rejects.toBeInstanceOf(CancelledError)
  })

  describe('says what is wrong', () => {
    const secret = 'not-the-secret-of-this-key'
    const patience = { firstMs: 200, laterMs: 200 }

    it('with the key or the secret, and shows neither', async () => {
      for (const wrong of [
        { accessKeyId: 'AKTEST', secretAccessKey: secret },
        { accessKeyId: 'UNKNOWNKEY', secretAccessKey: secret },
      ]) {
        const failure = storeAt(bucketName(), { credentials: wrong }).ensure(signal)
        await expect(failure).rejects.toMatchObject({ code: 'storage.wrong_key' })
        await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining(secret) })
      }
    })

    needsControl('when the bucket belongs to someone else, or may not be made', async () => {
      const bucket = bucketName()
      const own = storeAt(bucket)
      await own.ensure(signal)
      await own.write('a', 'x', signal)
      const names = ['--uid', bucket, '--display-name', 'other', '--access-key', `AK${bucket}`, '--secret-key', 'SK']
      await server?.admin('user', 'create', ...names, '--max-buckets', '-1')
      const other = { credentials: { accessKeyId: `AK${bucket}`, secretAccessKey: 'SK' } }
      await expect(storeAt(bucket, other).ensure(signal)).rejects.toMatchObject({ code: 'storage.access_denied' })
      await expect(storeAt(bucket, other).head('a', signal)).rejects.toMatchObject({ code: 'storage.access_denied' })
      await expect(storeAt(bucket, other).write('a', 'y', signal)).rejects.toMatchObject({
        code: 'storage.access_denied',
      })
      await expect(storeAt(bucketName(), other).ensure(signal)).rejects.toMatchObject({
        code: 'storage.bucket_refused',
      })
      expect((await own.read('a', signal))?.toString()).toBe('x')
    })

    it('when nothing answers at the address, or something else does', async () => {
      await expect(storeAt('data', { endpoint: 'http://127.0.0.1:9', patience }).ensure(signal)).rejects.toMatchObject({
        code: 'storage.unreachable',
        params: { endpoint: 'http://127.0.0.1:9' },
      })
      const nowhere = storeAt('data', { endpoint: 'http://no-such-host.invalid', patience })
      await expect(nowhere.ensure(signal)).rejects.toMatchObject({ code: 'storage.unreachable' })
      for (const [status, type] of [
        [200, 'text/html'],
        [404, 'text/html'],
        [405, 'text/plain'],
        [200, 'application/json'],
      ] as const) {
        const web = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end('<p>hello'))
        onTestFinished(() => void web.close())
        await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
        const store = storeAt('data', { endpoint: `http://127.0.0.1:${(web.address() as AddressInfo).port}`, patience })
        await expect(store.ensure(signal), `${status} ${type}`).rejects.toMatchObject({ code: 'storage.not_s3' })
        web.closeAllConnections()
      }
      const overTls = storeAt('data', { endpoint: endpoint.replace('http:', 'https:'), patience })
      await expect(overTls.ensure(signal)).rejects.toMatchObject({ code: 'storage.not_s3' })
    })

    it('when the bucket is deleted while it is used', async () => {
      const store = storeAt(bucketName())
      await expect(store.write('a', 'x', signal)).rejects.toMatchObject({ code: 'storage.no_bucket' })
    })
  })

  describe('lifecycle rules', () => {
    it('replace those of the same store and leave those of others', async () => {
      const bucket = bucketName()
      const store = storeAt(bucket)
      const neighbour = storeAt(bucket, { prefix: 'team' })
      await store.ensure(signal)
      const foreign = { ID: 'theirs', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 7 } } as const
      await client.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: [foreign] } }),
      )
      await neighbour.setLifecycle([{ prefix: 'stages/', days: 30 }], signal)
      await store.setLifecycle([{ prefix: 'gone/', days: 1 }], signal)
      await store.setLifecycle(
        [
          { prefix: 'stages/', days: 60 },
          { prefix: '0-raw-data/', days: 400 },
        ],
        signal,
      )
      const { Rules = [] } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))
      const days = Rules.filter((rule) => rule.Expiration?.Days).map((rule) => [
        rule.Filter?.Prefix,
        rule.Expiration?.Days,
      ])
      expect(new Map(days as [string, number][])).toEqual(
        new Map([
          ['logs/', 7],
          ['team/stages/', 30],
          ['stages/', 60],
          ['0-raw-data/', 400],
        ]),
      )
      expect(Rules.some((rule) => rule.AbortIncompleteMultipartUpload !== undefined)).toBe(true)
    })

    needsControl('are acted on by the server', async () => {
      const store = await newStore()
      for (const key of ['stages/a', 'ml-ready-data/a']) await store.write(key, 'x', signal)
      await store.setLifecycle([{ prefix: 'stages/', days: 1 }], signal)
      expect(await store.expire(new Date(), signal)).toBe(0)
      // A day of the test server lasts 10 s.
      while ((await store.head('stages/a', signal)) !== undefined) {
        await sleep(2000)
        await server?.admin('lc', 'process')
      }
      expect((await store.list('', signal)).map(({ key }) => key)).toEqual(['ml-ready-data/a'])
    })
  })
})
