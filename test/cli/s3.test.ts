import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  folderForFile,
  type RunDocument,
  resultsOf,
  run,
  runDocument,
  runJson,
  runsDocument,
  startForTest,
  writeYear,
} from '../support/cli.ts'
import { hasS3Server, type S3Server, startS3Server } from '../support/s3Server.ts'

const canRead = spawnSync('/usr/bin/python3', ['-c', 'import boto3, pandas']).status === 0

// Needs Ceph's object gateway (packages radosgw, ceph-mon, ceph-osd, ceph-common).
describe.skipIf(!hasS3Server())('with its tables on S3', () => {
  const folder = folderForFile()
  let server: S3Server
  let client: S3Client
  let year: string
  let onFolder: Record<string, string>

  beforeAll(async () => {
    server = (await startS3Server())!
    const credentials = { accessKeyId: server.accessKey, secretAccessKey: server.secretKey }
    client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
    year = writeYear(folder)
    const workspace = join(folder, 'on-folder')
    const document = await runJson(runDocument, ['--workspace', workspace, 'run', '--source', year])
    onFolder = hashesOf(document)
    expect(resultsOf(document, workspace)).toMatchObject(modelsOf(document))
  })
  // A test that was cut off while the server was away does not take those after it along.
  beforeEach(() => server.up())
  afterAll(async () => {
    client?.destroy()
    await server?.stop()
  })

  const newBucket = () => `cli-${randomBytes(5).toString('hex')}`
  const env = () => {
    const { DATA_REPO_BUCKET_NAME: _, ...rest } = server.environment('unused')
    return rest
  }

  /** A workspace of its own whose tables are in a new bucket. */
  function workspaceOn(bucket: string): string[] {
    return ['--workspace', join(folder, bucket), '--store', `s3://${bucket}`]
  }

  const modelsOf = ({ learners }: RunDocument) =>
    Object.fromEntries(learners.map(({ learner, model_hash }) => [learner, model_hash]))
  const hashesOf = (document: RunDocument) => ({
    ...Object.fromEntries(document.stages.map(({ stage, hash }) => [stage, hash])),
    ...modelsOf(document),
  })

  async function keysOf(bucket: string): Promise<string[]> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return Contents.map(({ Key = '' }) => Key)
  }

  it('a run makes the bucket and ends with the same bytes as on a folder; every command works on it', async () => {
    const bucket = newBucket()
    const on = workspaceOn(bucket)
    const document = await runJson(runDocument, [...on, 'run', '--source', year], { env: env() })
    expect(hashesOf(document)).toEqual(onFolder)
    expect(await keysOf(bucket)).toEqual(
      expect.arrayContaining([
        '_manifest.json',
        'ml-ready-data/train_2018-01-01.csv',
        '1-merged-data/crimes_12m_2018-01-01.parquet',
      ]),
    )

    // A workspace that has nothing but the bucket trains on what is there.
    const elsewhere = ['--workspace', join(folder, `${bucket}-2`), '--store', `s3://${bucket}`]
    const trained = await runJson(
      z.object({ version: z.number(), learners: z.array(z.object({ model_hash: z.string() })) }),
      [...elsewhere, 'train', '--learner', 'decision-tree'],
      { env: env() },
    )
    expect(trained.learners[0]?.model_hash).toBe(onFolder['decision-tree'])
    const runs = await runJson(runsDocument, [...elsewhere, 'runs'], { env: env() })
    expect(runs.map(({ status }) => status)).toEqual(['FINISHED'])
    const scored = await run([...elsewhere, 'predict', year], { env: env() })
    expect(scored.code).toBe(0)
    expect(scored.stdout.split('\n')).toHaveLength(3002)
    expect((await run([...on, 'models'], { env: env() })).stdout).toContain('champion')

    // Again by the environment's names alone.
    const again = await runJson(runDocument, ['--workspace', join(folder, bucket), 'run', '--source', year], {
      env: server.environment(bucket),
    })
    expect(again.stages.filter(({ stage, cached }) => !cached && stage !== 'setup')).toEqual([])
  })

  it.skipIf(!canRead)('a notebook reads the ml-ready set through boto3', async () => {
    const bucket = newBucket()
    const args = [...workspaceOn(bucket), 'run', '--source', year, '--to-stage', 'features']
    expect((await run(args, { env: env() })).code).toBe(0)
    const script = `
import boto3, os, pandas
s3 = boto3.client('s3', endpoint_url=os.environ['AWS_ENDPOINT_URL_S3'], region_name='us-east-1')
train = pandas.read_csv(s3.get_object(Bucket='${bucket}', Key='ml-ready-data/train_2018-01-01.csv')['Body'])
X, y = train.drop('arrest', axis=1), train['arrest']
print(len(X), X.isna().sum().sum(), sorted(y.unique()))`
    const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', script], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env() },
    })
    expect(`${stdout}${stderr}`).toMatch(/^\d{4} 0 \[0, 1\]\n$/)
  })

  it('killed in the middle of an upload, nothing is half-written and the next run goes on', async () => {
    const bucket = newBucket()
    const on = workspaceOn(bucket)
    for (const line of ['Download', 'Enrich', 'Balance']) {
      const running = startForTest([...on, 'run', '--source', year], { env: env() })
      await running.says(new RegExp(`^ {2}${line} `, 'm'))
      running.process.kill('SIGKILL')
      await running.ended
      expect(await keysOf(bucket)).not.toContain('_manifest.json')
    }
    const document = await runJson(runDocument, [...on, 'run', '--source', year], { env: env() })
    expect(hashesOf(document)).toEqual(onFolder)
    expect(document.stages.some(({ stage, cached }) => cached && stage !== 'setup')).toBe(true)
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    expect(Uploads).toEqual([])
  })

  it('the server stopped and started in the middle of a run, the run waits and ends well', async () => {
    const bucket = newBucket()
    const running = startForTest([...workspaceOn(bucket), 'run', '--source', year, '--json'], { env: env() })
    await running.says(/^ {2}Download /m)
    await server.restart(1500)
    const { code, stdout, stderr } = await running.ended
    expect(stderr).not.toMatch(/^Failed/m)
    expect(code).toBe(0)
    expect(hashesOf(runDocument.parse(JSON.parse(stdout)))).toEqual(onFolder)
  })

  it('Ctrl-C while the server is away ends the run', async () => {
    const bucket = newBucket()
    const running = startForTest([...workspaceOn(bucket), 'run', '--source', year], { env: env() })
    await running.says(/^ {2}Setup /m)
    await server.down()
    try {
      await sleep(500)
      running.process.kill('SIGINT')
      expect((await running.ended).code).toBe(130)
    } finally {
      await server.up()
    }
  })

  it('a wrong key, no key and a wrong address are told apart, and no secret is shown', async () => {
    const on = workspaceOn(newBucket())
    const attempt = async (overrides: Record<string, string>) => {
      const { code, stderr } = await run([...on, 'run', '--source', year], { env: { ...env(), ...overrides } })
      expect(code).toBe(1)
      expect(stderr).not.toMatch(/not-the-secret|^\s+at /m)
      return stderr
    }
    expect(await attempt({ AWS_SECRET_ACCESS_KEY: 'not-the-secret' })).toMatch(
      /does not accept the access key or its secret/,
    )
    expect(await attempt({ AWS_SECRET_ACCESS_KEY: '' })).toMatch(/needs an access key, and none is set/)
    expect(await attempt({ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' })).toMatch(/does not answer \(ECONNREFUSED\)/)
  })

  it('reads its key from the .env file of the workspace', async () => {
    const bucket = newBucket()
    const on = workspaceOn(bucket)
    await run([...on, 'runs'], { env: env() })
    const lines = Object.entries(env()).map(([name, value]) => `${name}=${value}`)
    writeFileSync(join(folder, bucket, '.env'), lines.join('\n'))
    const { code, stderr } = await run([...on, 'run', '--source', year, '--to-stage', 'merge'])
    expect(stderr).toMatch(/^ {2}Merge /m)
    expect(code).toBe(0)
  })
})
