// How quick the window is in both shells: first contentful paint from a warm start, then, idle and while the
// demonstration year trains on all cores, the main process's event-loop delay, what clicks wait for, and memory.
//   npm run bench:shells                    needs a Chromium (TEST_CHROMIUM) and, for the desktop, TEST_ELECTRON_DIST
//   npm run bench:shells -- --starts 5      the median of five starts (default 3)
// Targets: paint within 1.5 s; event loop and clicks within 100 ms at the 99th percentile while training. On a machine
// with other work look at the ratio of training to idle.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, _electron as electron } from 'playwright-core'

const { values: options } = parseArgs({ options: { starts: { type: 'string', default: '3' } } })
const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const SWITCHES = ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
/** How long clicks are made and delays counted, without a run and within one. */
const WATCH_MS = 15_000
const VIEWS = ['data', 'experiments', 'registry', 'serving', 'settings', 'pipeline']

const percentile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN
const median = (values) => percentile(values, 0.5)

/** Evaluates in the main process. What is asked of an app in its first moments may be lost: it is asked once more. */
const asked = (app, work) => app.evaluate(work).catch(() => app.evaluate(work))

/** Milliseconds from `begin` (ms since 1970) to the page's first contentful paint. */
async function paintAfter(page, begin) {
  const painted = await page.evaluate(async () => {
    const paint = () => performance.getEntriesByName('first-contentful-paint')[0]
    while (paint() === undefined) await new Promise((done) => setTimeout(done, 10))
    return performance.timeOrigin + paint().startTime
  })
  return painted - begin
}

/** Goes through the views by real clicks; what each waited until it was painted, and until a question was answered. */
async function click(page, ask) {
  await page.evaluate(() => {
    window.clicks = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'click') window.clicks.push(entry.duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: false })
  })
  const answers = []
  let clicks = 0
  const end = Date.now() + WATCH_MS
  for (let k = 0; Date.now() < end; k++) {
    await page.locator(`nav a[href="#/${VIEWS[k % VIEWS.length]}"]`).click()
    clicks++
    answers.push(await page.evaluate(ask))
    await sleep(100)
  }
  const slow = await page.evaluate(() => window.clicks)
  // Those below 16 ms are not told.
  return { clicks: [...slow, ...Array(Math.max(0, clicks - slow.length)).fill(8)], answers }
}

/** Watches a page while `measure` counts: idle, then while the demonstration year is trained on. */
async function watch(page, { ask, start, training, measure }) {
  await measure()
  const idle = { ...(await click(page, ask)), ...(await measure()) }
  await page.evaluate(start)
  while (!(await page.evaluate(training))) await sleep(250)
  await measure()
  const busy = { ...(await click(page, ask)), ...(await measure()) }
  return { idle, busy }
}

function report(name, paints, { idle, busy }) {
  console.log(
    `\n${name}: first contentful paint ${Math.round(median(paints))} ms (${paints.map(Math.round).join(', ')})`,
  )
  console.log('                              idle      training')
  const row = (label, of, digits = 0) =>
    console.log(`${label.padEnd(26)}${of(idle).toFixed(digits).padStart(8)}${of(busy).toFixed(digits).padStart(14)}`)
  row('event loop, p50, ms', ({ p50 }) => p50, 1)
  row('event loop, p99, ms', ({ p99 }) => p99, 1)
  row('event loop, max, ms', ({ max }) => max, 1)
  row('click to paint, p50, ms', ({ clicks }) => median(clicks))
  row('click to paint, p99, ms', ({ clicks }) => percentile(clicks, 0.99))
  row('question, p50, ms', ({ answers }) => median(answers), 1)
  row('question, p99, ms', ({ answers }) => percentile(answers, 0.99), 1)
  row('memory, MB', ({ rssMb }) => rssMb)
}

async function desktop(dist) {
  const userData = join(folder, 'user')
  const launch = (env) =>
    electron.launch({
      executablePath: join(dist, 'electron'),
      args: [...SWITCHES, root, `--workspace=${join(folder, 'desktop')}`, `--user-data-dir=${userData}`],
      env: { PATH: process.env.PATH, HOME: userData, LANG: 'en_US.UTF-8', ...env },
    })
  const display = await openDisplay()
  const paints = []
  // The first one fills the caches.
  for (let k = 0; k <= Number(options.starts); k++) {
    const begin = Date.now()
    const app = await launch(display.env)
    const paint = await paintAfter(await app.firstWindow(), begin)
    if (k > 0) paints.push(paint)
    await app.close()
  }

  const app = await launch(display.env)
  const page = await app.firstWindow()
  await page.locator('nav').waitFor()
  await asked(app, () => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    globalThis.delay = monitorEventLoopDelay({ resolution: 5 })
    globalThis.delay.enable()
  })
  await page.evaluate(() => {
    let last = 2_000_000
    window.call = (type, path, input) =>
      new Promise((done) => {
        const id = ++last
        const stop = window.workbench.listen((message) => {
          if (message.id !== id) return
          stop()
          done(message.data)
        })
        window.workbench.send({ id, type, path, input })
      })
  })
  const watched = await watch(page, {
    ask: timed,
    start: () => window.call('mutation', 'pipeline.start', { source: { kind: 'demo' } }),
    training: isTraining,
    measure: () =>
      app.evaluate(({ app }) => {
        const { delay } = globalThis
        const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - 5)
        const rssMb = app.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize / 1024, 0)
        const found = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max), rssMb }
        delay.reset()
        return found
      }),
  })
  report('Desktop shell', paints, watched)
  await app.close()
  display.close()
}

async function browser(program) {
  const delayFile = join(folder, 'delay.json')
  const shell = spawn(
    process.execPath,
    [
      '--import',
      join(root, 'bench', 'loopDelay.mjs'),
      'out/main/cli.js',
      'open',
      '--browser',
      '--port',
      '0',
      '--workspace',
      join(folder, 'browser'),
    ],
    { cwd: root, env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', LOOP_DELAY_FILE: delayFile } },
  )
  let said = ''
  shell.stdout.on('data', (chunk) => (said += chunk))
  shell.stderr.on('data', (chunk) => (said += chunk))
  const nextUrl = async () => {
    for (;;) {
      const [url] = said.match(/http:\S+token=\S+/) ?? []
      said = url === undefined ? said : ''
      if (url !== undefined) return url
      await sleep(20)
    }
  }
  const installed = await chromium.launch({ executablePath: program, args: SWITCHES })
  const context = await installed.newContext({ viewport: { width: 1280, height: 800 } })
  const paints = []
  let page
  for (let k = 0; k <= Number(options.starts); k++) {
    await page?.close()
    page = await context.newPage()
    const url = await nextUrl()
    const begin = Date.now()
    await page.goto(url)
    const paint = await paintAfter(page, begin)
    if (k > 0) paints.push(paint)
  }
  await page.locator('nav').waitFor()
  await page.evaluate(() => {
    window.call = async (type, path, input) => {
      const headers = { 'content-type': 'application/json' }
      const sent = type === 'query' ? {} : { method: 'POST', headers, body: JSON.stringify(input) }
      return (await (await fetch(`/trpc/${path}`, sent)).json()).result.data
    }
  })
  const watched = await watch(page, {
    ask: timed,
    start: () => window.call('mutation', 'pipeline.start', { source: { kind: 'demo' } }),
    training: isTraining,
    async measure() {
      rmSync(delayFile, { force: true })
      shell.kill('SIGUSR2')
      for (;;) {
        await sleep(20)
        try {
          return JSON.parse(readFileSync(delayFile, 'utf8'))
        } catch {
          // Not written yet.
        }
      }
    },
  })
  report('Browser shell', paints, watched)
  await installed.close()
  shell.kill('SIGTERM')
  await new Promise((done) => shell.once('exit', done))
}

/** In the page: how long it takes to learn the state of the run. */
async function timed() {
  const begin = performance.now()
  await window.call('query', 'pipeline.now')
  return performance.now() - begin
}

/** In the page: whether the learners are being trained. */
async function isTraining() {
  const { run } = await window.call('query', 'pipeline.now')
  if (run !== null && run.status !== 'RUNNING') throw new Error(`the run has ended: ${run.status}`)
  return run?.steps.some(({ step, state }) => step === 'train' && state === 'running') ?? false
}

async function openDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { env: { DISPLAY: process.env.DISPLAY }, close() {} }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const display = await new Promise((done) => server.stdio[3].once('data', (line) => done(String(line).trim())))
  return { env: { DISPLAY: `:${display}` }, close: () => server.kill() }
}

console.log(`${availableParallelism()} cores, load average ${loadavg()[0].toFixed(1)}`)
const dist = process.env.TEST_ELECTRON_DIST ?? join(root, 'node_modules', 'electron', 'dist')
if (existsSync(join(dist, 'electron'))) await desktop(dist)
else console.log('No desktop shell: there is no Electron runtime (TEST_ELECTRON_DIST).')
const program = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium'
if (existsSync(program)) await browser(program)
else console.log('No browser shell: there is no Chromium (TEST_CHROMIUM).')
