import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PredictionWriter } from '../../../src/main/predictions/predictionWriter.ts'
import type { Champion, ChampionSource } from '../../../src/main/serving/champion/champion.ts'
import { type PredictionServer, type ServingOptions, startServing } from '../../../src/main/serving/server.ts'
import type { BatchPrediction, Prediction, Problem } from '../../../src/shared/serving/prediction.ts'
import { logisticChampion } from './logisticChampion.ts'

/** A source that holds one champion until the test sets another. */
export function holding(champion: Champion | undefined): ChampionSource & { set(next: Champion | undefined): void } {
  let current = champion
  return {
    current: () => current,
    reload: async () => ({ changed: false, champion: current }),
    onChange: () => () => undefined,
    set(next) {
      current = next
    },
  }
}

/** A server on a free port, closed when the test ends. */
export async function serve(options: Partial<ServingOptions> = {}): Promise<PredictionServer> {
  const server = await startServing({ champion: holding(logisticChampion('1')), port: 0, ...quick(options) })
  onTestFinished(() => server.close())
  return server
}

/** A log that keeps nothing and knows of every prediction. */
export function forgetfulLog(): PredictionWriter {
  return {
    stream: () => ({ add: () => undefined }),
    flush: async () => undefined,
    attach: async (outcomes) => ({ predictions: outcomes.length, unknown: [] }),
    state: () => ({ kept: 0, dropped: 0, waiting: 0 }),
    close: async () => undefined,
  }
}

/** Tests need not wait for clients that are never there. */
export function quick<O extends Partial<ServingOptions>>(options: O): O {
  return { ...options, limits: { graceMs: 20, ...options.limits } }
}

/** What tests look for in answers; which of it is there is what they test. */
export interface AnswerBody extends Prediction, BatchPrediction, OpenApiDocument {
  detail: Problem[]
}

interface OpenApiDocument {
  openapi: string
  info: { description: string }
  security: unknown
  paths: Record<
    string,
    { post: { requestBody: { content: Record<string, { examples: Record<string, { value: unknown }> }> } } }
  >
  components: {
    schemas: Record<
      string,
      { required: string[]; properties: object; additionalProperties: unknown; examples: unknown[] }
    >
  }
}

export interface Answer {
  status: number
  headers: Headers
  body: AnswerBody
}

/** Sends JSON (or `body` as it is, when it is text) and reads the JSON that comes back. */
export async function post(
  server: PredictionServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(server.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

export async function get(
  server: PredictionServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(server.address + path, { headers })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

export function portOf(server: PredictionServer): number {
  return Number(new URL(server.address).port)
}

/** Sends bytes as they are over a socket of its own; resolves with all that came back when the server closed it. */
export function raw(port: number, ...chunks: string[]): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(port, '127.0.0.1', () => {
      for (const chunk of chunks) socket.write(chunk)
    })
    socket.on('data', (data) => {
      received += data.toString()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
  })
}
