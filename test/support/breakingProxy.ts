import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A proxy to a server, for the length of the test: cuts the first `times` answers of more than `after` bytes there. */
export async function breakingProxy(target: string, after: number, times: number) {
  let broken = 0
  const { host } = new URL(target)
  const proxy = createServer(async (request, response) => {
    const headers = Object.entries(request.headers).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    )
    // The signature covers the host that the client was given, so the server must be told that one.
    const answer = await fetchAs(`http://${host}${request.url}`, request.method ?? 'GET', Object.fromEntries(headers))
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    let sent = 0
    for await (const chunk of answer) {
      sent += chunk.length
      response.write(chunk)
      if (sent > after && broken < times) {
        broken++
        return void response.destroy()
      }
    }
    response.end()
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return { endpoint: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, broken: () => broken }
}

function fetchAs(url: string, method: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => httpRequest(url, { method, headers }, resolve).once('error', reject).end())
}
