// The ETL beside the Python stack's on the same year and machine: seconds a stage, the total, peak memory, ratios.
//   npm run bench                          both, in turn, on ../shared/data/crimes_2017.parquet
//   node bench/etl.mjs --runs 5             the median of five runs of ours (default 3) and one of the peer
//   node bench/etl.mjs --no-peer            ours alone
//   node bench/etl.mjs --million            both on 1,073,210 rows: 2016 and 2017, each twice with new ids
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'

const shared = join(import.meta.dirname, '..', '..', 'shared')
const python = '/usr/bin/python3'
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    peer: { type: 'boolean', default: true },
    million: { type: 'boolean', default: false },
  },
  allowNegative: true,
})

if (!existsSync(shared)) {
  console.log('The benchmark needs the real year and the peer in ../shared; they are not here.')
  process.exit(0)
}

const ETL_ONLY = ['--to-stage', 'features', '--json']

/** Which of our stages do the work of each of the peer's. */
const SAME_WORK = {
  '1-merged-data': ['download', 'merge'],
  '2-enriched-data': ['enrich'],
  '3-split-data': ['split'],
  '4-outliers': ['outliers'],
  '5-encoded': ['encode'],
  '6-scaled': ['scale'],
  '7-balanced': ['balance'],
  'ml-ready-data': ['features'],
}

const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const csv = join(folder, 'crimes_2017.csv')
const million = join(folder, 'million.csv')
const duck = await (await DuckDBInstance.create(':memory:')).connect()
const years = [2016, 2017].map((year) => `'${join(shared, 'data', `crimes_${year}.parquet`)}'`)
if (values.million) {
  /** `dates`: what becomes of a row's date. */
  const write = (file, dates) =>
    duck.run(`
    COPY (
      SELECT incident.* REPLACE (incident.id + copy * 100000000 AS id, ${dates} AS date)
      FROM read_parquet([${years.join(', ')}]) AS incident, range(2) AS copies(copy)
    ) TO '${file}' (HEADER)`)
  await write(million, 'incident.date')
  const result = ours('million', million, ['--set', 'merge.days=731'])
  console.log('1,073,210 rows to the ml-ready CSV')
  for (const { stage, elapsed_ms } of result.stages) console.log(`${stage.padEnd(17)} ${seconds(elapsed_ms / 1000)}`)
  console.log(`${'whole process'.padEnd(17)} ${seconds(result.wallSeconds)}\npeak memory, MB   ${result.peakMb}`)
  if (values.peer && peerLacks() === undefined) {
    // It takes in the last 365 days of its file, whatever is asked for.
    await write(
      million,
      'CASE WHEN year(incident.date) = 2016 THEN incident.date + INTERVAL 366 DAY ELSE incident.date END',
    )
    const { seconds: peerSeconds } = peers(million).total
    console.log(`peer ${seconds(peerSeconds)} s, ratio ${(result.wallSeconds / peerSeconds).toFixed(3)}`)
  }
  process.exit(0)
}
await duck.run(`COPY (FROM ${years[1]}) TO '${csv}' (HEADER)`)

function seconds(value) {
  return value.toFixed(2).padStart(7)
}

/** Why the peer cannot run here; undefined where it can. Nothing is installed for it. */
function peerLacks() {
  if (!existsSync(python)) return `${python} is missing (Debian: python3)`
  const modules = {
    numpy: 'python3-numpy',
    pandas: 'python3-pandas',
    sklearn: 'python3-sklearn',
    imblearn: 'python3-imblearn',
  }
  const lacking = Object.entries(modules).filter(
    ([module]) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status !== 0,
  )
  if (lacking.length === 0) return undefined
  return `${python} has no ${lacking.map(([module, debian]) => `${module} (Debian: ${debian})`).join(', ')}`
}

function ours(run, source = csv, options = []) {
  const workspace = join(folder, `workspace-${run}`)
  const start = performance.now()
  const output = execFileSync(
    process.execPath,
    ['out/main/cli.js', 'run', '--source', source, ...options, ...ETL_ONLY, '--workspace', workspace],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 },
  )
  const wallSeconds = (performance.now() - start) / 1000
  const result = JSON.parse(output)
  rmSync(workspace, { recursive: true, force: true })
  return { wallSeconds, peakMb: result.peak_memory_mb, stages: result.stages, features: result.features }
}

function peers(source = csv) {
  const out = join(folder, 'peer')
  const env = { ...process.env }
  delete env.OPENBLAS_CORETYPE
  delete env.OPENBLAS_L2_SIZE
  const stations = join(shared, 'data', 'police_stations.csv')
  const { stdout, status, stderr } = spawnSync(
    python,
    [join(shared, 'peer', 'peer.py'), 'etl', source, stations, out],
    {
      encoding: 'utf8',
      env,
    },
  )
  if (status !== 0) throw new Error(stderr)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return {
    total: lines.at(-1),
    stages: Object.fromEntries(lines.filter((l) => l.stage).map((l) => [l.stage, l.seconds])),
  }
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const runs = Array.from({ length: Number(values.runs) }, (_, run) => ours(run))
const lacking = values.peer ? peerLacks() : undefined
const peer = values.peer && lacking === undefined ? peers() : undefined

console.log(
  `ETL of crimes_2017.csv (267,792 rows) to the ml-ready CSV; ours is the median of ${runs.length} whole processes\n`,
)
if (lacking !== undefined) console.log(`The peer cannot run: ${lacking}. Ours alone:\n`)
console.log('stage              ours s   peer s    ratio')
const row = (name, own, other) =>
  console.log(
    `${name.padEnd(17)} ${own.toFixed(2).padStart(7)} ${other === undefined ? '' : `${other.toFixed(2).padStart(8)} ${(own / other).toFixed(3).padStart(8)}`}`,
  )
for (const [name, parts] of Object.entries(SAME_WORK)) {
  const seconds = median(
    runs.map(({ stages }) =>
      stages.filter(({ stage }) => parts.includes(stage)).reduce((sum, { elapsed_ms }) => sum + elapsed_ms / 1000, 0),
    ),
  )
  row(name, seconds, peer?.stages[name])
}
const stageTotal = ({ stages }) => stages.reduce((sum, { elapsed_ms }) => sum + elapsed_ms / 1000, 0)
const peerStages = peer && Object.values(peer.stages).reduce((sum, stage) => sum + stage, 0)
row('all stages', median(runs.map(stageTotal)), peerStages)
row('whole process', median(runs.map(({ wallSeconds }) => wallSeconds)), peer?.total.seconds)
row('peak memory, MB', median(runs.map(({ peakMb }) => peakMb)), peer?.total.peak_rss_mb)
