import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  failureDocument,
  filesOf,
  folderForFile,
  run,
  runDocument,
  runJson,
  runsDocument,
  smallYear,
  startForTest,
  writeYear,
} from '../support/cli.ts'
import { canMount, smallDisk } from '../support/disks.ts'
import { type ApiIncident, toPortalCsv } from '../support/incidents.ts'
import { startSodaServer } from '../support/sodaServer.ts'

/** A failure as the user meets it: exit 1, a message that says what to do, and nothing of the program's insides. */
async function fails(
  args: string[],
  words: RegExp,
  env: Record<string, string> = {},
  under: string[] = [],
): Promise<void> {
  const { code, stdout, stderr } = await run([...args, '--json'], { env, under })
  expect(stderr).toMatch(words)
  expect(code).toBe(1)
  expect(stderr).not.toMatch(/^\s+at .+:\d+|node:internal|Something went wrong/m)
  expect(failureDocument.parse(JSON.parse(stdout)).error.message).toMatch(words)
}

describe('what cannot work is said, and nothing is lost or half-written', () => {
  const folder = folderForFile()
  const workspace = join(folder, 'workspace')
  const within = (...args: string[]) => ['--workspace', workspace, ...args]
  let year: string
  let published: string

  beforeAll(async () => {
    year = writeYear(folder)
    await runJson(runDocument, within('run', '--source', year, '--set', 'train.learners=["decision-tree"]'))
    published = digestOfPublished()
  })

  /** Everything that a run publishes, as one hash. */
  function digestOfPublished(): string {
    const hash = createHash('sha256')
    const data = join(workspace, 'data')
    for (const path of [...filesOf(data).keys()].sort()) {
      if (!/^(ml-ready-data|\d-|_manifest)/.test(path)) continue
      hash.update(path).update(readFileSync(join(data, path)))
    }
    return hash.digest('hex')
  }

  function isAsItWas(): void {
    expect(digestOfPublished()).toBe(published)
    expect(readdirSync(join(workspace, 'tmp'))).toEqual([])
  }

  const write = (name: string, content: string | Uint8Array) => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return file
  }
  const columns = Object.keys(smallYear(1)[0]!).filter((name) => name !== ':id') as Exclude<keyof ApiIncident, ':id'>[]

  it.each<[string, () => string[], RegExp]>([
    ['no such file', () => ['--source', join(folder, 'none.csv')], /There is no file .*none\.csv/],
    [
      'a file that is not the portal’s',
      () => ['--source', write('a.csv', 'a,b\n1,2\n')],
      /lacks columns .*iucr.*ijzp-q8t2/,
    ],
    [
      'a missing column',
      () => [
        '--source',
        write(
          'b.csv',
          toPortalCsv(
            smallYear(50),
            'api',
            columns.filter((name) => name !== 'beat'),
          ),
        ),
      ],
      /lacks columns of the portal's crimes: beat\./,
    ],
    ['a web page', () => ['--source', write('c.csv', '<!DOCTYPE html><p>no</p>')], /is a web page, not data/],
    [
      'a header without incidents',
      () => ['--source', write('d.csv', toPortalCsv([], 'title'))],
      /has a header but no incidents/,
    ],
    [
      'an empty window',
      () => ['--source', year, '--date', '2011-01-01'],
      /no incidents from 2010-01-01 up to 2011-01-01; .*2017-01-0.*Choose another run date/,
    ],
    [
      'one class only',
      () => [
        '--source',
        write(
          'e.csv',
          toPortalCsv(
            smallYear(500).map((row) => ({ ...row, arrest: false })),
            'api',
          ),
        ),
      ],
      /All \d+ incidents have arrest = false, .*takes both/,
    ],
    [
      'no minority row left',
      () => [
        '--source',
        write(
          'f.csv',
          toPortalCsv(
            smallYear(500).map((row, k) => ({ ...row, arrest: k % 100 === 0 })),
            'api',
          ),
        ),
      ],
      /the smaller class has \d rows, and SMOTE with 5 neighbours needs at least 6/,
    ],
    [
      'incidents that are all alike',
      () => {
        const { ':id': _, id: _id, case_number: _case, arrest: _arrest, ...alike } = smallYear(1)[0]!
        return [
          '--source',
          write(
            'h.csv',
            toPortalCsv(
              smallYear(400).map((row) => ({ ...row, ...alike })),
              'api',
            ),
          ),
        ]
      },
      /No feature is selected: the highest mutual information .* is 0 /,
    ],
    [
      'no coordinates at all',
      () => [
        '--source',
        write(
          'g.csv',
          toPortalCsv(
            smallYear(50).map(({ x_coordinate: _, ...row }) => row),
            'api',
          ),
        ),
      ],
      /All 50 incidents left, since they lack coordinates/,
    ],
    ['a recipe that is not there', () => ['--source', year, '--recipe', 'nouvelle'], /nouvelle/],
    ['a recipe that is no JSON', () => ['--source', year, '--recipe', write('r.json', '{')], /r\.json/],
    ['an unknown parameter', () => ['--source', year, '--set', 'balance.neighbors=3'], /balance\.neighbors/],
    ['a parameter out of range', () => ['--source', year, '--set', 'split.test_share=2'], /split\.test_share/],
    ['a parameter without a value', () => ['--source', year, '--set', 'seed'], /seed/],
  ])('%s', async (_, args, words) => {
    await fails(within('run', ...args()), words)
    isAsItWas()
  })

  it('a truncated Parquet', async () => {
    const whole = join(workspace, 'data', 'ml-ready-data', 'train_2018-01-01.parquet')
    const bytes = readFileSync(whole)
    await fails(
      within('run', '--source', write('cut.parquet', bytes.subarray(0, bytes.length / 2))),
      /cut\.parquet is damaged or incomplete/,
    )
    isAsItWas()
  })

  it('all of them leave failed runs, and none that seems to go on', async () => {
    const runs = await runJson(runsDocument, within('runs'))
    expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['FINISHED', 'FAILED']))
  })

  it('a second run at the same time, named by the first one’s id', async () => {
    const own = join(folder, 'busy')
    const first = startForTest(['--workspace', own, 'run', '--source', year])
    await first.says(/^ {2}Setup /m)
    await fails(
      ['--workspace', own, 'run', '--source', year],
      /The run [0-9a-f]{32} \(pipeline\S*, process \d+\) is still going/,
    )
    expect((await first.ended).code).toBe(0)
  })

  it('a port in use', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    try {
      await fails(within('serve', '--port', String(port)), new RegExp(`${port}`))
    } finally {
      server.close()
    }
    await fails(within('serve', '--host', '0.0.0.0', '--port', '0'), /ARREST_WORKBENCH_API_KEY/)
  })

  it('a workspace of a newer version, which is left as it is', async () => {
    const own = join(folder, 'newer')
    mkdirSync(own)
    writeFileSync(join(own, 'workspace.json'), '{"version":99}')
    await fails(
      ['--workspace', own, 'run', '--source', year],
      /is of version 99; this app knows versions up to 1 .*Update the app/,
    )
    expect([...filesOf(own).keys()]).toEqual(['workspace.json'])
  })

  it('a damaged model', async () => {
    const own = join(folder, 'damaged')
    cpSync(workspace, own, { recursive: true })
    const models = [...filesOf(join(own, 'artifacts')).keys()].filter((path) => path.endsWith('model.bin'))
    for (const model of models) writeFileSync(join(own, 'artifacts', model), 'nonsense')
    const words = /The model in .* is damaged: model\.bin .*roll back to another version/
    await fails(['--workspace', own, 'predict', year, '--output', join(folder, 'no.csv')], words)
    await fails(['--workspace', own, 'serve', '--port', '0'], words)
    expect(readdirSync(folder)).not.toContain('no.csv')
  })

  it('a damaged database', async () => {
    const own = join(folder, 'damaged-database')
    mkdirSync(own)
    writeFileSync(join(own, 'workbench.db'), 'this is no database, but it is long enough to look at it\n'.repeat(99))
    writeFileSync(join(own, 'workspace.json'), '{"version":1}')
    await fails(['--workspace', own, 'runs'], /workbench\.db/)
  })

  it('a portal that refuses the token, which no message shows', async () => {
    const server = await startSodaServer({ rows: smallYear(50), tokens: ['right-token'] })
    try {
      const args = within('run', '--source', 'socrata', '--portal', server.url, '--date', '2018-01-01')
      const env = { SOCRATA_APP_TOKEN: 'wrong-token' }
      await fails(args, /refuses the app token\. Correct SOCRATA_APP_TOKEN/, env)
      expect((await run(args, { env })).stderr).not.toContain('wrong-token')
    } finally {
      await server.close()
    }
    isAsItWas()
  })

  it('a portal that answers with a web page, and one that is not there', async () => {
    const server = await startSodaServer({ fault: () => ({ kind: 'html' }) })
    const args = (portal: string) => within('run', '--source', 'socrata', '--portal', portal, '--date', '2018-01-01')
    await fails([...args(server.url), '--retry-wait', '0'], /answers with a web page where data was asked for/)
    await server.close()
    await fails([...args('ftp://example'), '--retry-wait', '0'], /portal/)
    isAsItWas()
  })

  describe.skipIf(!canMount())('on a disk of its own (where this process may mount one)', () => {
    it('that is full: nothing is half-written', async () => {
      const disk = smallDisk(4)
      const own = join(disk.folder, 'workspace')
      await fails(['--workspace', own, 'run', '--source', year], /disk.* full.*(Free some space|free some space)/i)
      expect(readdirSync(own)).not.toContain('run.json')
      for (const path of filesOf(own).keys()) expect(path).not.toMatch(/_manifest\.json$/)
    })

    it('that is too small for the demonstration year', async () => {
      const own = join(smallDisk(4).folder, 'workspace')
      await fails(['--workspace', own, 'run', '--source', 'demo'], /disk.* full.*free some space/i)
    })

    it('that is read-only', async () => {
      const disk = smallDisk(64)
      const own = join(disk.folder, 'workspace')
      disk.makeReadOnly()
      await fails(['--workspace', own, 'run', '--source', year], /its disk is read-only\. Mount it writable/)
    })
  })

  it('a workspace that this user may not write', async () => {
    // Permissions do not bind root, unless it gives that privilege up.
    const asUser = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override'] : []
    const own = join(folder, 'forbidden')
    mkdirSync(own)
    chmodSync(own, 0o500)
    await fails(['--workspace', own, 'run', '--source', year], /you have no permission/, {}, asUser)
  })
})
