import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiIncident } from './incidents.ts'

/** A row of any dataset, as the portal's JSON has it. */
export type SodaRow = Record<string, unknown>

/** What goes wrong with a request. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'body'; body: string }
  | { kind: 'reset' }
  | { kind: 'truncated' }
  | { kind: 'silent' }
  | { kind: 'slow'; ms: number }

export interface SodaRequest {
  dataset: string
  query: Record<string, string>
  token: string | undefined
  /** `performance.now()` at its arrival. */
  at: number
  /** Status that was sent; undefined when the connection was cut. */
  status: number | undefined
}

export interface SodaOptions {
  /** Rows of the crimes, dataset ijzp-q8t2. */
  rows?: ApiIncident[]
  /** Rows of the police stations, z8bn-74gv; without them the portal has no such dataset. */
  stations?: SodaRow[]
  /** Tokens that are known; any other is refused. A request without one is let in. */
  tokens?: string[]
  /** Decides what goes wrong with a request; nothing where it gives undefined. */
  fault?: (request: SodaRequest, index: number) => Fault | undefined
  /** Largest page that is given, whatever `$limit` asks. */
  pageCap?: number
}

/** A portal on this machine that speaks the part of SODA 2.1 that the app uses, over real HTTP. */
export interface SodaServer {
  /** `http://127.0.0.1:PORT` */
  url: string
  /** Rows by dataset; tests change them as the portal's publisher would. */
  datasets: Map<string, SodaRow[]>
  requests: SodaRequest[]
  /** Most requests that were under way at the same time. */
  mostAtOnce(): number
  setFault(fault: SodaOptions['fault']): void
  close(): Promise<void>
}

export const CRIMES = 'ijzp-q8t2'
export const STATIONS = 'z8bn-74gv'

/** Starts a portal on a free port of 127.0.0.1. */
export async function startSodaServer({
  rows = [],
  stations,
  tokens,
  fault,
  pageCap,
}: SodaOptions = {}): Promise<SodaServer> {
  const datasets = new Map<string, SodaRow[]>([[CRIMES, rows]])
  if (stations !== undefined) datasets.set(STATIONS, stations)
  const requests: SodaRequest[] = []
  let currentFault = fault
  let underWay = 0
  let most = 0

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://portal')
    const token = incoming.headers['x-app-token']
    const request: SodaRequest = {
      dataset: /^\/resource\/([\w-]+)\.json$/.exec(url.pathname)?.[1] ?? '',
      query: Object.fromEntries(url.searchParams),
      token: typeof token === 'string' ? token : undefined,
      at: performance.now(),
      status: undefined,
    }
    requests.push(request)
    const send = (status: number, body: string, headers: Record<string, string> = {}) => {
      request.status = status
      response.writeHead(status, { 'content-type': 'application/json;charset=utf-8', ...headers }).end(body)
    }
    const refuse = (status: number, code: string, message: string) =>
      send(status, JSON.stringify({ code, error: true, message }))

    const wrong = currentFault?.(request, requests.length - 1)
    if (wrong?.kind === 'slow') await sleep(wrong.ms)
    if (wrong?.kind === 'status') return send(wrong.status, wrong.body ?? '{}', wrong.headers)
    if (wrong?.kind === 'html') {
      return send(wrong.status ?? 200, '<!DOCTYPE html><html><body>Sign in</body></html>', {
        'content-type': 'text/html',
      })
    }
    if (wrong?.kind === 'body') return send(200, wrong.body)
    if (wrong?.kind === 'reset') return void incoming.socket.destroy()
    if (wrong?.kind === 'silent') return
    if (tokens !== undefined && request.token !== undefined && !tokens.includes(request.token)) {
      return refuse(403, 'permission_denied', 'Invalid app_token specified')
    }
    const rowsOfDataset = datasets.get(request.dataset)
    if (rowsOfDataset === undefined) return refuse(404, 'dataset.missing', 'Not found')
    try {
      const body = JSON.stringify(select(rowsOfDataset, request.query, pageCap))
      if (wrong?.kind === 'truncated') return send(200, body.slice(0, body.length / 2))
      send(200, body)
    } catch (error) {
      refuse(400, 'query.compiler.malformed', String(error))
    }
  }

  const server = createServer((incoming, response) => {
    most = Math.max(most, ++underWay)
    response.on('close', () => underWay--)
    void answer(incoming, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    datasets,
    requests,
    mostAtOnce: () => most,
    setFault(next) {
      currentFault = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const KNOWN = ['$select', '$where', '$order', '$limit', '$offset']

function select(rows: SodaRow[], query: Record<string, string>, pageCap = Number.POSITIVE_INFINITY): SodaRow[] {
  const unknown = Object.keys(query).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) throw new Error(`Unrecognized arguments [${unknown}]`)
  const matches = conditionsOf(query.$where)
  const found = rows.filter((row) => matches.every((holds) => holds(row)))
  const count = /^count\(\*\)(?:\s+as\s+(\w+))?$/i.exec(query.$select ?? '')
  // The portal writes its counts as text.
  if (count !== null) return [{ [count[1] ?? 'count']: String(found.length) }]
  const order = query.$order
  if (order !== undefined) found.sort((a, b) => compare(a[order], b[order]))
  const offset = Number(query.$offset ?? 0)
  const page = found.slice(offset, offset + Math.min(pageCap, Number(query.$limit ?? 1000)))
  const names = query.$select?.split(',').map((name) => name.trim())
  return page.map((row) => pick(row, names))
}

/** The named fields that have a value; all but the system's (`:id`) where none are named. */
function pick(row: SodaRow, names: string[] | undefined): SodaRow {
  const entries = Object.entries(row).filter(([name]) =>
    names === undefined ? !name.startsWith(':') : names.includes(name),
  )
  return Object.fromEntries(entries)
}

/** `date >= '2017-01-01T00:00:00' AND :id > 'row-x'` as one test a condition. */
function conditionsOf(where: string | undefined): ((row: SodaRow) => boolean)[] {
  if (where === undefined) return []
  return where.split(/\s+AND\s+/i).map((condition) => {
    const parts = /^\s*([:\w]+)\s*(>=|<=|>|<|=)\s*'((?:[^']|'')*)'\s*$/.exec(condition)
    if (parts === null) throw new Error(`cannot parse ${condition}`)
    const [, field = '', operator, literal = ''] = parts
    const value = literal.replaceAll("''", "'")
    return (row) => {
      if (row[field] === undefined || row[field] === null) return false
      const order = compare(row[field], value)
      if (operator === '=') return order === 0
      if (operator === '>=') return order >= 0
      if (operator === '<=') return order <= 0
      return operator === '>' ? order > 0 : order < 0
    }
  })
}

/** Times by their instant, all else as text by code point. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [comparable(a), comparable(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function comparable(value: unknown): string {
  const text = String(value)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? `${text}.000` : text
}
