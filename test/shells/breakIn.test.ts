import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BrowserShell, openBrowserShell } from '../../src/main/shells/browser/browserShell.ts'
import { openApi, type TestApi } from '../support/api.ts'

const SECRET = 'not for the window'
const UPLOAD_BYTES = 100_000

/** What a page or a program that has the cookie could still try on the browser shell. */
describe('breaking into the browser shell', () => {
  let test: TestApi
  let shell: BrowserShell
  let cookie: string
  let runId: string
  let uploads: string

  beforeAll(async () => {
    test = await openApi()
    shell = await openBrowserShell({ context: test.engine, port: 0, uploadBytes: UPLOAD_BYTES })
    const entered = await fetch(shell.newUrl(), { redirect: 'manual' })
    cookie = String(entered.headers.get('set-cookie')).split(';')[0]!
    const { workspace, tracking } = test.engine.workbench
    uploads = join(workspace.paths.cache, 'uploads')
    writeFileSync(join(workspace.folder, 'secret.json'), SECRET)
    writeFileSync(join(test.folder, 'secret.json'), SECRET)
    const run = await tracking.startRun({ experiment: 'e', name: 'r', kind: 'training' })
    await run.logArtifact('notes.txt', 'for the window')
    await run.finish('FINISHED')
    runId = run.id
  })
  afterAll(async () => {
    await shell.close()
    await test.close()
  })

  /** Sends bytes as they are: clients would tidy the path up. Resolves with all that is answered. */
  function sendRaw(head: string, body = ''): Promise<string> {
    return new Promise((resolve, reject) => {
      const { port, host } = new URL(shell.address)
      const socket = connect({ host: '127.0.0.1', port: Number(port) })
      let text = ''
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8')
      })
      socket.once('close', () => resolve(text))
      socket.once('error', (error) => (text === '' ? reject(error) : resolve(text)))
      socket.write(`${head}\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n${body}`)
    })
  }

  it('finds no way out of the files that are served', async () => {
    expect(await sendRaw(`GET /files/artifacts/${runId}/notes.txt HTTP/1.1`)).toMatch(/^HTTP\/1\.1 200 /)
    const up = ['../', '..%2f', '%2e%2e/', '%2e%2e%2f', '..%5c', '..\\', '%252e%252e%252f', '....//']
    const uuid = '00000000-0000-4000-8000-000000000000'
    const paths = up.flatMap((step) => [
      `artifacts/${runId}/${step.repeat(2)}secret.json`,
      `artifacts/${runId}/${step.repeat(3)}secret.json`,
      `artifacts/${step}${runId}/notes.txt/${step.repeat(4)}secret.json`,
      `artifacts/${step}secret.json`,
      `models/${step.repeat(2)}secret.json/1`,
      `scored/${uuid}/${step.repeat(3)}secret.json`,
      `scored/${step.repeat(3)}/secret.json`,
      `tables/${step.repeat(3)}/secret.json`,
      `columns/${step.repeat(3)}/secret.json?names=a`,
      `tables/features/${step.repeat(3)}secret.json?run=${runId}`,
      `uploads/${step.repeat(3)}secret.json`,
    ])
    paths.push(`artifacts/${runId}/notes.txt%00.json`, 'artifacts/%E0%A4%A/x', `artifacts/${runId}//etc/passwd`)
    for (const path of paths) {
      const answer = await sendRaw(`GET /files/${path} HTTP/1.1`)
      expect(answer, path).toMatch(/^HTTP\/1\.1 40\d /)
      expect(answer, path).not.toContain(SECRET)
      expect(answer, path).not.toContain('root:')
    }
  })

  it('takes no file beyond the limit, whether or not its length is told, and keeps none of it', async () => {
    const told = await sendRaw(`PUT /files/uploads/a.csv HTTP/1.1\r\nContent-Length: ${UPLOAD_BYTES + 1}`)
    expect(told).toMatch(/^HTTP\/1\.1 413 /)
    const chunk = `${(50_000).toString(16)}\r\n${'x'.repeat(50_000)}\r\n`
    const untold = await sendRaw(
      'PUT /files/uploads/a.csv HTTP/1.1\r\nTransfer-Encoding: chunked',
      `${chunk.repeat(3)}0\r\n\r\n`,
    )
    expect(untold).not.toMatch(/^HTTP\/1\.1 2/)
    // Ended in the middle by the one who sends it.
    const { port, host } = new URL(shell.address)
    await new Promise<void>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: Number(port) }, () => {
        socket.write(
          `PUT /files/uploads/b.csv HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nContent-Length: 5000\r\n\r\nhalf`,
        )
        setTimeout(() => socket.destroy(), 200)
      })
      socket.once('close', () => resolve())
    })
    await expect.poll(() => (existsSync(uploads) ? readdirSync(uploads) : [])).toEqual([])
    const kept = await sendRaw('PUT /files/uploads/c.csv HTTP/1.1\r\nContent-Length: 4', 'rows')
    expect(kept).toMatch(/^HTTP\/1\.1 201 /)
  })

  it('reads no question of more than some megabytes, and none that is not its kind', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(6_000_000) })
    const post = (body: string, type: string) =>
      fetch(`${shell.address}/trpc/serving.start`, { method: 'POST', headers: { cookie, 'content-type': type }, body })
    expect((await post(large, 'application/json')).status).toBe(413)
    expect((await post('{"port":0}', 'text/plain')).status).toBe(415)
    expect((await post('port=0', 'application/x-www-form-urlencoded')).status).toBe(415)
    expect((await post('{"port":', 'application/json')).status).toBe(400)
    expect((await post('{"port":0,"host":"0.0.0.0"}', 'application/json')).status).toBe(400)
    expect(test.engine.serving.address()).toBeNull()
  })

  it('changes nothing by an address alone', async () => {
    for (const path of ['serving.start?input={"port":0}', 'serving.stop', 'pipeline.start', 'app.setLanguage']) {
      expect((await fetch(`${shell.address}/trpc/${path}`, { headers: { cookie } })).status).toBe(405)
    }
    expect(test.engine.serving.address()).toBeNull()
  })

  it('forgets tokens that others have followed, and knows none that it did not give', async () => {
    const enter = async (url: string) => (await fetch(url, { redirect: 'manual' })).status
    const oldest = shell.newUrl()
    const newer = Array.from({ length: 5 }, () => shell.newUrl())
    expect(await enter(oldest)).toBe(401)
    for (const url of newer) expect(await enter(url)).toBe(303)
    for (const url of newer) expect(await enter(url)).toBe(401)
    expect(await enter(`${shell.address}/?token=`)).toBe(401)
    expect(await enter(`${shell.address}/?token=${'A'.repeat(43)}`)).toBe(401)
    expect(await enter(`${shell.address}/?token=a&token=${new URL(shell.newUrl()).searchParams.get('token')}`)).toBe(
      401,
    )
  })

  it('takes no cookie of another workspace’s server, under either name', async () => {
    const elsewhere = await openApi()
    const other = await openBrowserShell({ context: elsewhere.engine, port: 0 })
    const status = (address: string, sent: string) =>
      fetch(`${address}/trpc/app.info`, { headers: { cookie: sent } }).then((answer) => answer.status)
    expect(await status(shell.address, cookie)).toBe(200)
    expect(await status(other.address, cookie)).toBe(401)
    const { port } = new URL(other.address)
    expect(await status(other.address, `arrest_workbench_${port}=${cookie.split('=')[1]}`)).toBe(401)
    await other.close()
    await elsewhere.close()
  })
})
