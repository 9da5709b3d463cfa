import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import type { PredictionServer } from '../../../src/main/serving/server.ts'
import { logisticChampion } from './logisticChampion.ts'
import { get, portOf, post, raw, serve } from './support.ts'

const body = JSON.stringify(exampleFeatures(logisticChampion('1')))

/** POST /predict with any headers: fetch would not send a Host of ours. */
function ask(server: PredictionServer, headers: Record<string, string>, path = '/predict'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: portOf(server),
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

describe('Host and Origin', () => {
  it('lets in the names of this machine with the port of the server', async () => {
    const server = await serve()
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST']) {
      expect(await ask(server, { host: `${host}:${portOf(server)}` })).toBe(200)
    }
  })

  it.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1.evil.example', 'localhost.'])(
    'refuses the host %j',
    async (host) => {
      expect(await ask(await serve(), { host })).toBe(403)
    },
  )

  it('lets in a public name, with the port or without', async () => {
    const server = await serve({ publicNames: ['Predict.example.org'] })
    expect(await ask(server, { host: 'predict.example.org' })).toBe(200)
    expect(
      await ask(server, { host: `predict.example.org:${portOf(server)}`, origin: 'https://predict.example.org' }),
    ).toBe(200)
    expect(await ask(server, { host: 'other.example.org' })).toBe(403)
  })

  it('lets in pages of its own, and no others', async () => {
    const server = await serve()
    const host = `127.0.0.1:${portOf(server)}`
    expect(await ask(server, { host, origin: `http://${host}` })).toBe(200)
    for (const origin of ['http://evil.example', 'null', `ftp://${host}`, 'http://localhost', '']) {
      expect(await ask(server, { host, origin })).toBe(403)
      expect(await ask(server, { host, origin }, '/model/reload')).toBe(403)
    }
  })

  it('refuses a request without a host', async () => {
    const answer = await raw(portOf(await serve()), 'GET /health HTTP/1.1\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400 /)
    expect(answer).toMatch(/\{"detail":"The Host header is missing."\}$/)
  })
})

describe('the API key', () => {
  const apiKey = 'correct horse battery staple'

  it('is taken as a bearer token or as X-API-Key, and nothing else is', async () => {
    const server = await serve({ apiKey })
    for (const headers of [{ authorization: `Bearer ${apiKey}` }, { 'x-api-key': apiKey }]) {
      expect((await post(server, '/predict', body, headers)).status).toBe(200)
    }
    for (const headers of [
      {},
      { 'x-api-key': 'wrong' },
      { authorization: `Basic ${apiKey}` },
      { authorization: 'Bearer ' },
    ]) {
      for (const path of ['/predict', '/predict/batch', '/model/reload', '/nothing']) {
        const answer = await post(server, path, body, headers as Record<string, string>)
        expect(answer.status).toBe(401)
        expect(answer.headers.get('www-authenticate')).toBe('Bearer')
        expect(JSON.stringify(answer.body)).not.toContain(apiKey)
      }
      expect((await get(server, '/model/info', headers as Record<string, string>)).status).toBe(401)
    }
  })

  it('is not asked for health and documentation', async () => {
    const server = await serve({ apiKey })
    for (const path of ['/health', '/docs', '/docs/static/swagger-ui.css', '/openapi.json']) {
      expect((await fetch(server.address + path)).status).toBe(200)
    }
    expect((await fetch(`${server.address}/health`, { method: 'HEAD' })).status).toBe(200)
    const { body: document } = await get(server, '/openapi.json')
    expect(document.security).toEqual([{ bearer: [] }, { key: [] }])
  })
})

describe('bodies', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['plain text', 'text/plain'],
    ['no media type at all', 'json'],
  ])('are 415 for %s', async (_what, type) => {
    const answer = await post(await serve(), '/predict', body, { 'content-type': type })
    expect(answer.status).toBe(415)
    expect(answer.body.detail).toMatch(/Content-Type: application\/json/)
  })

  it('are 415 when compressed, and the message says so', async () => {
    const server = await serve()
    const response = await fetch(`${server.address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(body),
    })
    expect(response.status).toBe(415)
    expect(await response.json()).toEqual({ detail: expect.stringMatching(/Content-Encoding/) })
  })

  it.each([
    ['/predict', 1_048_576],
    ['/predict/batch', 8_388_608],
  ])('of %s are 413 above %i bytes, told or not', async (path, limit) => {
    const server = await serve()
    const large = `"${'x'.repeat(limit - 2)}"`
    expect((await post(server, path, large)).status).toBe(422)
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${portOf(server)}\r\nContent-Type: application/json\r\n`
    const told = await raw(portOf(server), `${head}Content-Length: ${limit + 1}\r\n\r\n`)
    expect(told).toMatch(/^HTTP\/1.1 413 /)
    expect(told).toMatch(/\{"detail":"The body is larger/)
    const untold = await raw(
      portOf(server),
      `${head}Transfer-Encoding: chunked\r\n\r\n${(limit + 1).toString(16)}\r\n${'x'.repeat(limit + 1)}\r\n0\r\n\r\n`,
    )
    expect(untold).toMatch(/^HTTP\/1.1 413 /)
  })

  it('may be nested as deep as they are long', async () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`
    const server = await serve()
    expect((await post(server, '/predict', deep)).status).toBe(422)
    expect((await post(server, '/predict', `{"location":${deep}}`)).status).toBe(422)
  })
})

describe('clients that are slow or do not speak HTTP', () => {
  const limits = { headersMs: 500, requestMs: 1000 }

  it('get 400 for what is not HTTP', async () => {
    const answer = await raw(portOf(await serve()), 'hello there\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request[\s\S]*\{"detail":"Bad Request"\}$/)
  })

  it('get 431 for headers without end', async () => {
    const answer = await raw(portOf(await serve()), `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1.1 431 /)
  })

  it('get 408 when the headers or the body do not come', async () => {
    const port = portOf(await serve({ limits }))
    const head = `POST /predict HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`
    const answers = await Promise.all([raw(port, head), raw(port, `${head}Content-Length: 100\r\n\r\n{`)])
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 408 /)
  })

  it('are let go when they send nothing, and others are served meanwhile', async () => {
    const server = await serve({ limits })
    const idle = Array.from({ length: 50 }, () => raw(portOf(server), 'POST /predict HTTP/1.1\r\n'))
    expect((await post(server, '/predict', body)).status).toBe(200)
    for (const answer of await Promise.all(idle)) expect(answer).toMatch(/^HTTP\/1.1 408 /)
  })

  it('do not end the server by hanging up in the middle', async () => {
    const server = await serve()
    for (let k = 0; k < 20; k++) {
      await new Promise<void>((resolve) => {
        const socket = connect(portOf(server), '127.0.0.1', () => {
          socket.write('POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"iucr')
          socket.resetAndDestroy()
        })
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
      })
    }
    expect((await post(server, '/predict', body)).status).toBe(200)
  })
})
