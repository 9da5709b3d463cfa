import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BrowserShell, openBrowserShell } from '../../src/main/shells/browser/browserShell.ts'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'
import { describeWithChromium, launchChromium } from '../support/browsers.ts'

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

describe('the browser shell', () => {
  let test: TestApi
  let shell: BrowserShell
  let cookie: string
  let opened = 0

  beforeAll(async () => {
    test = await openApi()
    shell = await openBrowserShell({ context: test.engine, port: 0, onOpened: () => opened++ })
    const entered = await get(shell.newUrl())
    cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0]!
  })
  afterAll(async () => {
    await shell.close()
    await test.close()
  })

  /** A request as any program can make it, with any header. */
  function send(
    url: string,
    { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers }, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }
  const get = (url: string, headers: Record<string, string> = {}) => send(url, { headers })
  const at = (path: string) => `${shell.address}${path}`

  it('takes its token once, for a cookie that no script and no other site sees', async () => {
    const url = shell.newUrl()
    const before = opened
    const entered = await get(url)
    expect(entered.status).toBe(303)
    expect(entered.headers.location).toBe('/')
    expect(entered.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
    expect(opened).toBe(before + 1)
    expect((await get(url)).status).toBe(401)
    expect((await get(url, { cookie })).status).toBe(303)
  })

  it.each(['/', '/index.html', '/trpc/app.info', '/trpc/pipeline.state', '/files/artifacts/a/b', '/nothing'])(
    'answers %s to nobody without the cookie',
    async (path) => {
      expect((await get(at(path))).status).toBe(401)
      expect((await get(at(path), { cookie: `${cookie}x` })).status).toBe(401)
      const token = new URL(shell.newUrl()).searchParams.get('token')!
      expect((await get(at(path), { cookie: `${cookie.split('=')[0]}=${token}` })).status).toBe(401)
      expect((await get(at(`/index.html?token=${token}`))).status).toBe(401)
    },
  )

  it.each([
    ['a rebound name', { host: 'evil.example' }],
    ['a rebound name with the port', { host: 'evil.example:PORT' }],
    ['another port', { host: '127.0.0.1:1' }],
    ['a page elsewhere', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page of another port that asks without an origin', { 'sec-fetch-site': 'same-site' }],
    ['an image elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('refuses %s with 403, cookie or not', async (_who, headers) => {
    const port = new URL(shell.address).port
    const sent: Record<string, string> = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
    )
    for (const path of ['/trpc/app.info', '/', '/files/artifacts/a/b']) {
      expect((await get(at(path), { cookie, ...sent })).status).toBe(403)
    }
    const change = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', cookie, ...sent } }
    expect((await send(at('/trpc/serving.stop'), change)).status).toBe(403)
  })

  it('lets a link elsewhere lead to its first page only', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', cookie }
    expect((await get(at('/'), link)).status).toBe(200)
    expect((await get(at('/trpc/app.info'), link)).status).toBe(403)
  })

  it('answers its own page, by both names of this machine', async () => {
    const port = new URL(shell.address).port
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const answer = await get(at('/trpc/app.info'), { cookie, host, origin: `http://${host}` })
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body)).toMatchObject({ result: { data: { shell: 'browser' } } })
    }
  })

  it('listens on this machine only', async () => {
    const port = Number(new URL(shell.address).port)
    const other = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port })
      socket.once('connect', () => resolve('connected'))
      socket.once('error', () => resolve('refused'))
    })
    expect(other).toBe('refused')
  })

  it.each(['/', '/trpc/app.info', '/files/artifacts/a/b', '/nothing'])('sends the policy with %s', async (path) => {
    const { headers } = await get(at(path), { cookie })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).toContain(`script-src 'self';`)
    expect(policy).not.toContain('unsafe-eval')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('gives nothing from outside of the renderer’s folder', async () => {
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/assets/../../main/cli.js',
    ]) {
      const raw = await new Promise<string>((resolve, reject) => {
        const { port } = new URL(shell.address)
        const socket = connect({ host: '127.0.0.1', port: Number(port) })
        socket.once('error', reject)
        let text = ''
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8')
        })
        socket.once('close', () => resolve(text))
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
        )
      })
      expect(raw).toMatch(/^HTTP\/1\.1 40[034] /)
      expect(raw).not.toContain('arrest-workbench",')
    }
  })

  it('tells errors with their code and parameters, and never a stack', async () => {
    const input = encodeURIComponent(JSON.stringify({ runId: 'ffff' }))
    const answer = await get(at(`/trpc/runs.get?input=${input}`), { cookie })
    expect(answer.status).toBe(400)
    const { error } = JSON.parse(answer.body)
    expect(error.data.user).toEqual({ code: 'run_not_found', params: { run: 'ffff' } })
    expect(answer.body).not.toContain('node_modules')
    const wrong = await get(at(`/trpc/runs.get?input=${encodeURIComponent('{"runId":5}')}`), { cookie })
    expect(JSON.parse(wrong.body).error.data.fields).toHaveProperty('runId')
  })

  it('sends changes as events, until the page goes', async () => {
    const abort = new AbortController()
    const answer = await fetch(at('/trpc/serving.state'), { headers: { cookie }, signal: abort.signal })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (part: string) => {
      while (!text.includes(part)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`ended before ${part}: ${text}`)
        text += value
      }
    }
    await until('"address":null')
    const { address } = await test.api.serving.start({ port: 0 })
    await until(`"address":"${address}"`)
    await test.api.serving.stop()
    abort.abort()
  })

  it('takes a dropped file, whole and under a name of its own, and runs it', async () => {
    const csv = await import('node:fs/promises').then(({ readFile }) => readFile(incidentFile(test.folder, 1500)))
    const put = await fetch(at('/files/uploads/..%2F..%2Fevil%20name.csv'), {
      method: 'PUT',
      headers: { cookie, 'content-type': 'text/csv' },
      body: new Uint8Array(csv),
    })
    expect(put.status).toBe(201)
    const { path }: { path: string } = JSON.parse(await put.text())
    expect(path).toMatch(/uploads.[0-9a-f-]{36}.evil name\.csv$/)
    expect(path.startsWith(test.engine.workbench.workspace.paths.cache)).toBe(true)
    const { runId } = await test.api.pipeline.start({
      source: { kind: 'file', path },
      recipe: QUICK_RECIPE,
      toStage: 'features',
    })
    const run = await runEnd(test.api, runId)
    expect(run).toMatchObject({ status: 'FINISHED', data: 'evil name.csv' })

    const page = await get(at(`/files/tables/features/test?run=${runId}`), { cookie })
    expect(page.status).toBe(200)
    expect(page.headers['content-disposition']).toContain('attachment')
    expect(page.body.slice(0, 4)).toBe('PAR1')
  })

  it('says that a port is taken', async () => {
    const port = Number(new URL(shell.address).port)
    await expect(openBrowserShell({ context: test.engine, port })).rejects.toMatchObject({
      code: 'shells.port_in_use',
    })
  })

  describeWithChromium('in a browser', () => {
    it('shows the window, without a violation of its policy', async () => {
      const browser = await launchChromium()
      try {
        const page = await browser.newPage()
        const problems: string[] = []
        page.on('console', (message) => {
          if (message.type() === 'error') problems.push(message.text())
        })
        page.on('pageerror', (error) => problems.push(error.message))
        const answered = page.waitForResponse((response) => response.url().includes('/trpc/'))
        await page.goto(shell.newUrl())
        expect((await answered).status()).toBe(200)
        await page.waitForSelector('#root > *', { state: 'attached' })
        expect(page.url()).not.toContain('token')
        expect(await page.evaluate(() => document.cookie)).toBe('')
        expect(problems).toEqual([])
        const violation = page.evaluate(
          () =>
            new Promise((resolve) => {
              document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
                resolve(violatedDirective),
              )
              const script = document.createElement('script')
              script.textContent = 'window.inline = true'
              document.body.append(script)
            }),
        )
        expect(await violation).toMatch(/^script-src/)
      } finally {
        await browser.close()
      }
    })
  })
})
