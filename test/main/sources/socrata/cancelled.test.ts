import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CancelledError } from '../../../../src/shared/errors.ts'
import { generateIncidents } from '../../../support/incidents.ts'
import { expectedRows, rowsOf } from '../../../support/sources.ts'
import { asked, download, MONTHS, monthOf, portalWith, request, retry, source } from './portal.ts'

describe('a download that is cancelled', () => {
  it.each([
    ['waits for a throttling portal', { kind: 'status', status: 429, headers: { 'retry-after': '200' } } as const],
    ['waits for an answer', { kind: 'silent' } as const],
  ])('while it %s stops, and keeps the months that are whole', { timeout: 10_000 }, async (_, fault) => {
    const controller = new AbortController()
    const rows = generateIncidents(1200, 31)
    // Two months come in, then nothing more.
    const server = await portalWith({
      rows,
      fault(question) {
        if (question.query.$limit === undefined || ['2017-01', '2017-02'].includes(monthOf(question))) return undefined
        return fault
      },
    })
    const wanted = await request()
    const running = source(server, { retry: { ...retry, patienceMs: 1e6, silenceMs: 1e6 } }).download(wanted, {
      signal: controller.signal,
      progress: () => undefined,
    })
    const { signal } = new AbortController()
    const stored = () => wanted.store.list('sources/', signal)
    if (fault.kind === 'silent') {
      await until(async () => (await stored()).length === 2)
    } else {
      await until(async () => server.requests.some(({ status }) => status === 429))
    }
    controller.abort()
    await expect(running).rejects.toThrow(CancelledError)
    expect(readdirSync(wanted.workFolder)).toEqual([])

    const before = (await stored()).map(({ key }) => key.split('/')[3])
    server.setFault(undefined)
    asked(server)
    const next = await request({ store: wanted.store })
    expect(await rowsOf(next.duck, await download(server, next))).toEqual(expectedRows(rows))
    expect(asked(server).whole).toEqual(MONTHS.filter((month) => !before.includes(month)))
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}
