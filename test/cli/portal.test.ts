import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesOf, folderForFile, runDocument, runJson, smallYear, startForTest } from '../support/cli.ts'
import { apiTime } from '../support/incidents.ts'
import { type SodaRequest, type SodaServer, startSodaServer } from '../support/sodaServer.ts'

describe('run --source socrata', () => {
  const folder = folderForFile()
  const incidents = smallYear()
  let server: SodaServer

  beforeAll(async () => {
    server = await startSodaServer({ rows: incidents, tokens: ['right-token'] })
  })
  afterAll(() => server.close())

  const args = (workspace: string) => [
    ...['--workspace', join(folder, workspace), 'run', '--source', 'socrata', '--portal', server.url],
    ...['--date', '2018-01-01', '--set', 'train.learners=["decision-tree"]', '--retry-wait', '0'],
  ]
  const env = { SOCRATA_APP_TOKEN: 'right-token' }
  /** Whether a request asks for all rows of a month, and not for what changed in it. */
  const isWholeMonth = ({ query }: SodaRequest) =>
    query.$order !== undefined && !/updated_on >/.test(query.$where ?? '')

  it('takes the year from the portal to a champion, then only what was corrected', async () => {
    const first = await runJson(runDocument, args('year'), { env })
    expect(first).toMatchObject({ aliases: ['champion'], generated: false })
    expect(server.requests.every(({ token }) => token === 'right-token')).toBe(true)

    const again = await runJson(runDocument, args('year'), { env })
    expect(again.stages.find(({ stage }) => stage === 'download')?.hash).toBe(
      first.stages.find(({ stage }) => stage === 'download')?.hash,
    )
    expect(again.stages.find(({ stage }) => stage === 'balance')?.cached).toBe(true)

    // An arrest is made later, as the portal publishes it.
    const corrected = incidents.find(({ arrest }) => arrest === false)!
    corrected.arrest = true
    corrected.updated_on = apiTime(Date.parse('2018-03-01T00:00:00Z'))
    const before = server.requests.length
    const third = await runJson(runDocument, args('year'), { env })
    expect(third.stages.find(({ stage }) => stage === 'merge')?.cached).toBe(false)
    expect(third.learners).not.toEqual(first.learners)
    expect(server.requests.slice(before).filter(isWholeMonth)).toEqual([])
  })

  it('killed in the middle of the download, goes on with the months that are not there', async () => {
    let slow = true
    server.setFault((request) => {
      const late = slow && isWholeMonth(request) && /2017-0[6-9]|2017-1/.test(request.query.$where ?? '')
      return late ? { kind: 'slow', ms: 5000 } : undefined
    })
    const running = startForTest(args('killed'), { env })
    await running.says(/^ {2}Setup /m)
    const months = () =>
      [...filesOf(join(folder, 'killed', 'data')).keys()].filter((path) => /^sources.*parquet$/.test(path))
    await expect.poll(months, { timeout: 30_000 }).not.toEqual([])
    running.process.kill('SIGKILL')
    await running.ended
    slow = false
    const before = server.requests.length
    const document = await runJson(runDocument, args('killed'), { env })
    expect(document.aliases).toEqual(['champion'])
    const fetchedWhole = server.requests.slice(before).filter(isWholeMonth)
    expect(fetchedWhole.length).toBeGreaterThan(0)
    expect(new Set(fetchedWhole.map(({ query }) => query.$where)).size).toBeLessThan(12)
  })
})
