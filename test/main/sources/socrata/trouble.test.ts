import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/shared/errors.ts'
import { generateIncidents } from '../../../support/incidents.ts'
import { CRIMES, type SodaOptions, type SodaRequest } from '../../../support/sodaServer.ts'
import { expectedRows, rowsOf } from '../../../support/sources.ts'
import { quietJob } from '../../../support.ts'
import { crimesOf, download, portalWith, request, retry, source } from './portal.ts'

describe('a portal in trouble', () => {
  /** Every `each`-th request fails in this way the first time it is asked. */
  function oncePerQuestion(
    fault: NonNullable<ReturnType<NonNullable<SodaOptions['fault']>>>,
    each = 3,
  ): NonNullable<SodaOptions['fault']> {
    const seen = new Set<string>()
    return ({ query }) => {
      const question = JSON.stringify(query)
      if (seen.has(question)) return undefined
      seen.add(question)
      return seen.size % each === 0 ? fault : undefined
    }
  }

  it.each([
    ['answers 500', { kind: 'status', status: 500 } as const],
    ['answers 503 with a page', { kind: 'html', status: 503 } as const],
    ['answers 429', { kind: 'status', status: 429 } as const],
    ['resets connections', { kind: 'reset' } as const],
    ['cuts its JSON off', { kind: 'truncated' } as const],
    ['falls silent', { kind: 'silent' } as const],
  ])('that %s now and then costs time, not rows', async (_, fault) => {
    const each = fault.kind === 'silent' ? 20 : 3
    const server = await portalWith({ rows: generateIncidents(600, 21), fault: oncePerQuestion(fault, each) })
    const wanted = await request()
    const result = await download(server, wanted, { retry: { ...retry, silenceMs: 300 } })
    expect(await rowsOf(wanted.duck, result)).toEqual(expectedRows(crimesOf(server)))
  })

  it.each([
    ['seconds', () => ({ 'retry-after': '1' })],
    ['a date', () => ({ 'retry-after': new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000).toUTCString() })],
  ])('that throttles is left alone as long as it asks, in %s', async (_, headers) => {
    let throttledAt: number | undefined
    const server = await portalWith({
      rows: generateIncidents(300, 22),
      fault(question, index) {
        if (index !== 5) return undefined
        throttledAt = question.at
        return { kind: 'status', status: 429, headers: headers() }
      },
    })
    const wanted = await request()
    const result = await download(server, wanted)
    expect(await rowsOf(wanted.duck, result)).toEqual(expectedRows(crimesOf(server)))
    // Two other requests may have been under way when the portal said so; none follows them for a second.
    const soon = server.requests.slice(6).filter(({ at }) => at > throttledAt! && at < throttledAt! + 990)
    expect(soon.length).toBeLessThanOrEqual(2)
  })

  it.each([
    ['an unknown token', { tokens: ['good'] }, 'sources.portal.wrongToken'],
    ['a web page', { fault: () => ({ kind: 'html' }) }, 'sources.portal.html'],
    ['JSON that is no list', { fault: () => ({ kind: 'body', body: '{"error": true}' }) }, 'sources.portal.badShape'],
    ['JSON of another list', { fault: () => ({ kind: 'body', body: '[{"a": "b"}]' }) }, 'sources.portal.badShape'],
    ['500 for good', { fault: () => ({ kind: 'status', status: 500 }) }, 'sources.portal.unavailable'],
    ['429 for good', { fault: () => ({ kind: 'status', status: 429 }) }, 'sources.portal.throttled'],
    [
      'a wait of an hour',
      { fault: () => ({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } }) },
      'sources.portal.throttled',
    ],
    [
      'a redirect',
      { fault: () => ({ kind: 'status', status: 302, headers: { location: 'http://elsewhere.example/x' } }) },
      'sources.portal.moved',
    ],
    [
      'a refused query, echoing the token',
      { fault: () => ({ kind: 'status', status: 400, body: '{"message": "no secret-token here"}' }) },
      'sources.portal.refused',
    ],
    ['no rows in the window', { rows: [] }, 'sources.portal.emptyWindow'],
    ['fewer rows than it counts', { fault: lossy }, 'sources.portal.incomplete'],
  ] satisfies [string, SodaOptions, string][])(
    'with %s is reported so, without the token',
    async (_, options, code) => {
      const server = await portalWith({ rows: generateIncidents(100, 23), ...options })
      const wanted = await request()
      const error: unknown = await download(server, wanted, {
        appToken: 'secret-token',
        retry: { ...retry, patienceMs: 100 },
      }).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(UserError)
      expect(error).toMatchObject({ code })
      expect(JSON.stringify(error) + String(error)).not.toContain('secret-token')
      expect(await wanted.store.list('sources/', new AbortController().signal)).toEqual([])
    },
  )

  function lossy({ query }: SodaRequest) {
    return query.$select === 'count(*)' ? undefined : ({ kind: 'body', body: '[]' } as const)
  }

  it('without the dataset is reported so', async () => {
    const server = await portalWith()
    server.datasets.delete(CRIMES)
    await expect(download(server, await request())).rejects.toMatchObject({
      code: 'sources.portal.noDataset',
      params: { dataset: CRIMES },
    })
  })

  it('that is not there is reported with the reason', async () => {
    const server = await portalWith()
    await server.close()
    await expect(download(server, await request())).rejects.toMatchObject({
      code: 'sources.portal.unreachable',
      params: { why: 'ECONNREFUSED' },
      mayPass: true,
    })
  })

  it('on a port that fetch forbids is not asked again', async () => {
    const forbidden = source({ url: 'http://127.0.0.1:6000' }).download(await request(), quietJob())
    await expect(forbidden).rejects.toMatchObject({
      code: 'sources.portal.unreachable',
      params: { why: 'bad port' },
      mayPass: false,
    })
  })

  it.each([
    ...['data.cityofchicago.org', 'ftp://portal.example', 'https://user:pass@portal.example'],
    ...['https://portal.example/resource/ijzp-q8t2.json', 'https://portal.example/?$limit=5'],
  ])('named %s is no address', async (portal) => {
    const error: unknown = await source({ url: portal })
      .download(await request(), quietJob())
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'sources.portal.badAddress' })
    expect(String(error)).not.toMatch(/user:pass|limit=5/)
  })
})
