// The endpoint beside the Python stack's on this machine, one after the other, with wrk (8 connections): requests or rows
// a second, the 99th percentile, the server's CPU time a request, and ratios. Log, metrics and rate limit are on. What a
// bare fastify does here is measured too: it tells the machine's pace, and what all that costs.
//   npm run bench                           needs wrk (Debian), and ../shared for the real year and the peer
//   node bench/serving.mjs --seconds 10     how long each measurement takes
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    workspace: { type: 'string' },
    peer: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const shared = join(import.meta.dirname, '..', '..', 'shared')
const cli = join(import.meta.dirname, '..', 'out', 'main', 'cli.js')
const python = '/usr/bin/python3'
const PEER_PORT = 8931

if (!existsSync(shared) || spawnSync('wrk', ['-v']).error !== undefined) {
  console.log('The serving benchmark needs wrk, and the real year and the peer in ../shared; they are not here.')
  process.exit(0)
}

const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const workspace = values.workspace ?? join(folder, 'workspace')
if (values.workspace === undefined) {
  const source = join(shared, 'data', 'crimes_2017.parquet')
  execFileSync(process.execPath, [cli, 'run', '--source', source, '--recipe', 'classic', '--workspace', workspace], {
    stdio: 'ignore',
  })
  // Limits are on, and set where one client alone does not meet them.
  writeFileSync(join(workspace, 'settings.json'), JSON.stringify({ servingRateLimit: 1_000_000 }))
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Asks with wrk for some seconds, after a warm-up. */
function measure({ pid, address }, path, body) {
  const script = join(folder, 'request.lua')
  const lua = `wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = [[${body}]]\n`
  writeFileSync(script, lua)
  const wrk = (seconds) =>
    execFileSync('wrk', ['-t1', '-c8', `-d${seconds}s`, '--latency', '-s', script, `${address}${path}`], {
      encoding: 'utf8',
    })
  wrk(2)
  const before = cpuSeconds(pid)
  const output = wrk(Number(values.seconds))
  const cpu = cpuSeconds(pid) - before
  if (/Non-2xx/.test(output)) throw new Error(output)
  const number = (pattern) => pattern.exec(output)
  const requests = Number(number(/(\d+) requests in/)[1])
  const [, late, unit] = number(/99%\s+([\d.]+)(us|ms|s)/)
  return {
    perSecond: Number(number(/Requests\/sec:\s+([\d.]+)/)[1]),
    p99Ms: Number(late) * { us: 0.001, ms: 1, s: 1000 }[unit],
    cpuMicroseconds: (cpu / requests) * 1e6,
  }
}

async function until(address) {
  for (let tries = 0; tries < 300; tries++) {
    const found = await fetch(`${address}/docs`).catch(() => undefined)
    if (found !== undefined) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`nothing listens on ${address}`)
}

async function withServer(command, args, address, work) {
  const env = { ...process.env }
  delete env.OPENBLAS_CORETYPE
  delete env.OPENBLAS_L2_SIZE
  const child = spawn(command, args, { env, stdio: 'ignore' })
  try {
    await until(address)
    return await work({ pid: child.pid, address })
  } finally {
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
  }
}

const INCIDENT = {
  ...{ date: '2018-01-15T14:30:00', iucr: '0820', primary_type: 'THEFT', location_description: 'STREET' },
  ...{ domestic: false, x_coordinate: 1176000, y_coordinate: 1904500, district: '018', beat: '1831', ward: 42 },
  ...{ community_area: 8, fbi_code: '06' },
}
const bodies = (features) => {
  const row = Object.fromEntries(features.map((name, k) => [name, Number(Math.sin(k + 1).toFixed(6))]))
  return {
    features: JSON.stringify(row),
    incident: JSON.stringify(INCIDENT),
    batch: JSON.stringify({ instances: Array.from({ length: 1000 }, () => row) }),
  }
}

const BARE_PORT = 8933
const port = 8932
let featureNames
const ours = await withServer(
  process.execPath,
  [cli, 'serve', '--port', String(port), '--workspace', workspace],
  `http://127.0.0.1:${port}`,
  async (server) => {
    const { features } = await (await fetch(`${server.address}/model/info`)).json()
    featureNames = features
    const { features: row, incident, batch } = bodies(features)
    return {
      features: measure(server, '/predict', row),
      incident: measure(server, '/predict', incident),
      batch: measure(server, '/predict/batch', batch),
      log: (await (await fetch(`${server.address}/metrics`)).text()).match(/^arrest_workbench_log.*$/gm),
    }
  },
)

const bare = await withServer(
  process.execPath,
  [join(import.meta.dirname, 'bareFastify.mjs'), String(BARE_PORT), ...featureNames],
  `http://127.0.0.1:${BARE_PORT}`,
  async (server) => measure(server, '/predict', bodies(featureNames).features),
)

let peer
if (values.peer) {
  const out = join(folder, 'peer')
  const csv = join(folder, 'crimes_2017.csv')
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(`COPY (FROM '${join(shared, 'data', 'crimes_2017.parquet')}') TO '${csv}' (HEADER)`)
  const script = join(shared, 'peer', 'peer.py')
  execFileSync(python, [script, 'etl', csv, join(shared, 'data', 'police_stations.csv'), out], { stdio: 'ignore' })
  execFileSync(python, [script, 'train', out], { stdio: 'ignore' })
  const header = readFileSync(join(out, 'ml-ready-data', 'test.csv'), 'utf8')
    .split('\n', 1)[0]
    .trim()
    .split(',')
  const { features, batch } = bodies(header.filter((name) => name !== 'arrest'))
  peer = await withServer(
    python,
    [script, 'serve', out, String(PEER_PORT)],
    `http://127.0.0.1:${PEER_PORT}`,
    async (server) => ({
      features: measure(server, '/predict', features),
      batch: measure(server, '/predict/batch', batch),
    }),
  )
}

console.log(`Serving with wrk, 8 connections, ${values.seconds} s each, on ${cpus().length} cores\n`)
console.log('what                      ours /s    p99 ms   CPU µs     peer /s    p99 ms   CPU µs    ratio')
for (const [name, times] of [
  ['features', 1],
  ['incident', 1],
  ['batch', 1000],
]) {
  const cells = (found) =>
    found === undefined
      ? ''.padStart(30)
      : `${Math.round(found.perSecond * times)
          .toString()
          .padStart(
            11,
          )} ${found.p99Ms.toFixed(2).padStart(9)} ${(found.cpuMicroseconds / times).toFixed(1).padStart(8)}`
  const other = peer?.[name]
  const ratio = other === undefined ? '' : (ours[name].perSecond / other.perSecond).toFixed(1).padStart(8)
  console.log(`${name.padEnd(20)} ${cells(ours[name])} ${cells(other)} ${ratio}`)
}
const share = (found) => (found.perSecond / bare.perSecond).toFixed(2)
console.log(
  `\nA bare fastify that only validates: ${Math.round(bare.perSecond)} requests/s, p99 ${bare.p99Ms.toFixed(2)} ms;`,
)
console.log(`of that are reached ${share(ours.features)} with features, ${share(ours.incident)} with raw incidents`)
console.log(`\n${ours.log.join('\n')}`)
