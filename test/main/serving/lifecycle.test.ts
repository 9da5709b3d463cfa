import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { exampleCurl, exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import { createPredictionServer, startServing } from '../../../src/main/serving/server.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { logisticChampion } from './logisticChampion.ts'
import { get, holding, portOf, quick, raw, serve } from './support.ts'

const champion = holding(logisticChampion('1'))
const body = JSON.stringify(exampleFeatures(logisticChampion('1')))

async function userErrorOf(work: Promise<unknown>): Promise<UserError> {
  const error = await work.catch((reason: unknown) => reason)
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${error}`)
  return error
}

describe('starting to serve', () => {
  it('says which port is in use and what to do', async () => {
    const first = await serve()
    const error = await userErrorOf(startServing({ champion, port: portOf(first) }))
    expect(error.code).toBe('serving.port_in_use')
    expect(error.message).toContain(`Port ${portOf(first)} on 127.0.0.1 is in use`)
    expect(error.message).toContain('choose another port')
    expect((await get(first, '/health')).status).toBe(200)
  })

  it('says so when the machine has no such address', async () => {
    const error = await userErrorOf(startServing({ champion, port: 0, host: '192.0.2.1', apiKey: 'a key' }))
    expect(error.code).toBe('serving.address_unavailable')
  })

  it.each(['0.0.0.0', '::', '192.168.1.5', 'example.org'])('on %s needs an API key', async (host) => {
    for (const apiKey of [undefined, '']) {
      const options = apiKey === undefined ? {} : { apiKey }
      const error = await userErrorOf(createPredictionServer({ champion, host, ...options }))
      expect(error.code).toBe('serving.key_needed')
    }
  })

  it('beyond loopback works with a key', async () => {
    const server = await serve({ host: '0.0.0.0', apiKey: 'a key' })
    const response = await fetch(`http://127.0.0.1:${portOf(server)}/model/info`, { headers: { 'x-api-key': 'a key' } })
    expect(response.status).toBe(200)
  })

  it('gives an address whose pasted example works', async () => {
    const server = await serve({ host: 'localhost' })
    const [, url, type, data] = /^curl -s (\S+) -H '([^']+)' -d '([^']+)'$/.exec(exampleCurl(server.address)) ?? []
    const response = await fetch(url!, {
      method: 'POST',
      headers: { [type!.split(': ')[0]!]: type!.split(': ')[1]! },
      body: data!,
    })
    expect(response.status).toBe(200)
  })
})

describe('closing', () => {
  it('finishes requests in flight, and takes no new connections', async () => {
    const server = await startServing(quick({ champion, port: 0 }))
    const port = portOf(server)
    const slow = connect(port, '127.0.0.1')
    let answer = ''
    slow.on('data', (data) => {
      answer += data.toString()
    })
    const ended = new Promise((resolve) => slow.on('close', resolve))
    slow.write(`POST /predict HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`)
    slow.write(`Content-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`)
    await vi.waitFor(() => expect(answer).toMatch(/^HTTP\/1.1 100 Continue/))
    const closed = server.close()
    await vi.waitFor(() => expect(fetch(`${server.address}/health`)).rejects.toThrow())
    slow.write(body)
    await ended
    expect(answer).toMatch(/HTTP\/1.1 200 OK\r\n[\s\S]*"model_version":"1"/)
    await closed
  })

  it('loses no request of clients that keep asking over kept connections', async () => {
    const server = await startServing(quick({ champion, port: 0, limits: { graceMs: 100 } }))
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    onTestFinished(() => agent.destroy())
    let answered = 0
    let cut = 0
    const client = async () => {
      for (;;) {
        const outcome = await ask(agent, portOf(server))
        if (outcome === 200) answered++
        if (outcome === 'cut') cut++
        if (outcome === 'refused') return
      }
    }
    const clients = Array.from({ length: 4 }, client)
    await vi.waitFor(() => expect(answered).toBeGreaterThan(10))
    await server.close()
    await Promise.all(clients)
    expect(cut).toBe(0)
  })

  it('waits for nobody who says nothing, and not for ever for those who do', async () => {
    const server = await startServing(quick({ champion, port: 0, limits: { drainMs: 200 } }))
    const silent = raw(portOf(server))
    const endless = raw(
      portOf(server),
      `POST /predict HTTP/1.1\r\nHost: localhost:${portOf(server)}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    )
    await sleep(50)
    await server.close()
    expect(await silent).toBe('')
    expect(await endless).toBe('')
  })

  it('may be asked twice', async () => {
    const server = await startServing(quick({ champion, port: 0 }))
    await Promise.all([server.close(), server.close()])
  })
})

/** One prediction: its status; `cut` where a kept connection ended under it, `refused` where no new one was to be had. */
function ask(agent: Agent, port: number): Promise<number | 'cut' | 'refused'> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' }
    const sent = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/predict', headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', () => resolve(sent.reusedSocket ? 'cut' : 'refused'))
    sent.end(body)
  })
}
