// The endpoint under load for a long time: champion switches, one kill -9, every answer checked.
//   node bench/soak.mjs                                   10 minutes at 12,500 requests a second on a demonstration year
//   node bench/soak.mjs --seconds 60 --rate 2000          shorter, slower
//   node bench/soak.mjs --workspace DIR                   on a copy of a workspace with two versions of the same features
// Prints one JSON document; exits with 1 where an answer was wrong, lost, or missing in the log beyond the last second.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import Libsql from 'libsql'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '12500' },
    switch: { type: 'string', default: '20' },
    workspace: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const rate = Number(values.rate)
const CONNECTIONS = 8
const ROWS = 200
/** An answered prediction may be missing in the log when it was answered this shortly before the kill. */
const LOST_MS = 1000

const cli = join(import.meta.dirname, '..', 'out', 'main', 'cli.js')
const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-soak-'))
const workspace = join(folder, 'workspace')
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const run = (...args) =>
  execFileSync(process.execPath, [cli, ...args, '--workspace', workspace, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  })

if (values.workspace === undefined) {
  run('demo', '--no-serve')
  run('train', '--learner', 'logistic-regression')
} else cpSync(values.workspace, workspace, { recursive: true })
const [model] = JSON.parse(run('models'))
const versions = model.versions.map(({ version }) => version).sort((a, b) => a - b)
if (versions.length < 2) throw new Error('the workspace needs two versions of the model')

/** Starts the endpoint; resolves once it listens. */
async function serve() {
  const child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--workspace', workspace, '--json'])
  let output = ''
  child.stdout.setEncoding('utf8')
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data
      const found = /"address":\s*"([^"]+)"/.exec(output)
      if (found) resolve(new URL(found[1]))
    })
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${output}`)))
  })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  return { child, address, ended }
}

let server = await serve()
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
const info = await (await fetch(new URL('/model/info', server.address))).json()
const bodies = Array.from({ length: ROWS }, (_, row) =>
  JSON.stringify(Object.fromEntries(info.features.map((name, k) => [name, Math.sin(row * 7.3 + k)]))),
)

const counts = { answered: 0, wrong: 0, failed: 0, failedAtKill: 0 }
/** By version and row: the first answer; every later one must equal it. */
const known = new Map()
/** Ids of the last seconds, with when they were answered. */
let recent = []
let down = false
let running = true
const latencies = []

function ask(row) {
  return new Promise((resolve) => {
    const start = performance.now()
    const { hostname, port } = server.address
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(bodies[row]) }
    const sent = request({ agent, hostname, port, method: 'POST', path: '/predict', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (data) => {
        text += data
      })
      response.on('end', () => {
        check(row, response.statusCode, text)
        if (counts.answered % 50 === 0) latencies.push(performance.now() - start)
        resolve(true)
      })
      response.on('error', () => resolve(fail()))
    })
    sent.on('error', () => resolve(fail()))
    sent.end(bodies[row])
  })
}

function fail() {
  if (down) counts.failedAtKill++
  else counts.failed++
  return false
}

function check(row, status, text) {
  const answer = status === 200 ? JSON.parse(text) : {}
  const key = `${answer.model_version} ${row}`
  const expected = known.get(key) ?? answer.probability
  known.set(key, expected)
  const right =
    status === 200 &&
    versions.includes(Number(answer.model_version)) &&
    answer.probability === expected &&
    answer.probability >= 0 &&
    answer.probability <= 1
  counts.answered++
  if (!right) counts.wrong++
  else recent.push({ id: answer.prediction_id, at: Date.now() })
  if (recent.length > 4 * rate) recent = recent.slice(-2 * rate)
}

async function client(number) {
  const started = performance.now()
  let sent = 0
  while (running) {
    const due = started + (sent / (rate / CONNECTIONS)) * 1000
    const wait = due - performance.now()
    if (wait > 1) await sleep(wait)
    if (down) {
      await sleep(50)
      continue
    }
    await ask((number * 31 + sent++) % ROWS)
  }
}

async function metrics() {
  const text = await (await fetch(new URL('/metrics', server.address))).text()
  const value = (name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1])
  return {
    rss: value('process_resident_memory_bytes'),
    dropped: value('arrest_workbench_log_predictions_total\\{result="dropped"\\}'),
  }
}

/** How many of these predictions the log has not. */
function missingOf(ids) {
  const database = new Libsql(join(workspace, 'workbench.db'), { timeout: 10_000 })
  const find = database.prepare('SELECT 1 FROM predictions WHERE id = ?')
  const missing = ids.filter((id) => find.all(id).length === 0).length
  database.close()
  return missing
}

const memory = []
let dropped = 0
let switches = 0
let kill = null
const start = Date.now()
const clients = Array.from({ length: CONNECTIONS }, (_, number) => client(number))
const end = start + seconds * 1000
const every = Number(values.switch) * 1000
let nextSwitch = start + every
const killAt = start + (seconds * 1000) / 2
let champion = Number(info.version)
while (Date.now() < end) {
  await sleep(Math.min(1000, every / 4))
  if (kill === null && Date.now() >= killAt) {
    dropped += (await metrics()).dropped
    // In flight at the kill: these may fail.
    down = true
    const at = Date.now()
    server.child.kill('SIGKILL')
    await server.ended
    const answered = recent
    server = await serve()
    down = false
    const mustBeThere = answered.filter(({ at: when }) => when < at - LOST_MS).map(({ id }) => id)
    const lastSecond = answered.filter(({ at: when }) => when >= at - LOST_MS).map(({ id }) => id)
    kill = {
      kept_before_last_second: mustBeThere.length,
      missing_before_last_second: missingOf(mustBeThere),
      missing_in_last_second: missingOf(lastSecond),
    }
    recent = []
    continue
  }
  if (Date.now() >= nextSwitch) {
    champion = versions[(versions.indexOf(champion) + 1) % versions.length]
    execFileSync(process.execPath, [cli, 'models', 'promote', String(champion), '--workspace', workspace])
    switches++
    nextSwitch += every
  }
  if (Date.now() - start > memory.length * 5000) memory.push((await metrics()).rss)
}
running = false
await Promise.all(clients)
dropped += (await metrics()).dropped
const drainStart = Date.now()
server.child.kill('SIGTERM')
const code = await server.ended
const drainMs = Date.now() - drainStart
const missingAtEnd = missingOf(recent.slice(-2000).map(({ id }) => id))
agent.destroy()

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
const megabytes = (bytes) => Math.round(bytes / 1e6)
latencies.sort((a, b) => a - b)
const result = {
  seconds,
  asked_rate: rate,
  rate: Math.round(counts.answered / seconds),
  ...counts,
  versions_seen: new Set([...known.keys()].map((key) => key.split(' ')[0])).size,
  switches,
  kill,
  log_dropped: dropped,
  missing_at_end: missingAtEnd,
  drain_ms: drainMs,
  exit_code: code,
  p50_ms: Number(latencies[Math.floor(latencies.length * 0.5)]?.toFixed(2)),
  p99_ms: Number(latencies[Math.floor(latencies.length * 0.99)]?.toFixed(2)),
  memory_mb: {
    early: megabytes(median(memory.slice(0, Math.ceil(memory.length / 2)))),
    late: megabytes(median(memory.slice(Math.floor(memory.length / 2)))),
    most: megabytes(Math.max(...memory)),
  },
}
console.log(JSON.stringify(result, null, 2))
const lost = kill === null || kill.missing_before_last_second > 0 || (missingAtEnd > 0 && dropped === 0)
process.exitCode = counts.wrong > 0 || counts.failed > 0 || lost || drainMs > 10_000 ? 1 : 0
