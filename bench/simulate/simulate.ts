// A year of a champion in production, in minutes: months of 2016 and 2017 are fed one after another under a clock that is
// moved by hand, to the real services: schedule, pipeline runs, drift, retraining, an endpoint over HTTP, trial, promotion.
//   npm run simulate -- [--share 0.1] [--months 13] [--generated] [--log FILE]
// What is made up: an offence is renamed in August 2017; the machine sleeps from March 20 to May 10; in February the
// export comes 25 minutes late.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { kindWords, versionsOf } from '../../src/main/audit/export.ts'
import { openDuck } from '../../src/main/duck.ts'
import { doWork } from '../../src/main/jobs/work.ts'
import { DEFAULT_MODEL } from '../../src/main/registry/registry.ts'
import { openRunningDesk } from '../../src/main/retraining/desk.ts'
import { changePolicy } from '../../src/main/retraining/policy.ts'
import type { RunWork } from '../../src/main/retraining/ports.ts'
import { nextTimes } from '../../src/main/schedule/cron.ts'
import { type Endpoint, serveChampion } from '../../src/main/serving/serveChampion.ts'
import { openWorkbench } from '../../src/main/workbench.ts'
import { writeSettings } from '../../src/main/workspace/settings.ts'
import { recordedText } from '../../src/shared/messages/index.ts'
import { installClock } from './clock.ts'
import { type Outcome, openYears, RENAMED, RENAMED_FROM } from './incidents.ts'

const { values: options } = parseArgs({
  options: {
    share: { type: 'string', default: '0.1' },
    months: { type: 'string', default: '13' },
    generated: { type: 'boolean', default: false },
    log: { type: 'string' },
  },
})

const ZONE = 'America/Chicago'
const DAY_MS = 86_400_000
const BATCH = 500
const REQUESTS_A_MONTH = 8000
const RECIPE = {
  train: { learners: ['gradient-boosting', 'logistic-regression'], folds: 2 },
}

const started = performance.now()
const clock = installClock(Date.parse('2016-12-15T18:00:00Z'))
const folder = mkdtempSync(join(tmpdir(), 'simulated-year-'))
const file = join(folder, 'crimes.parquet')
const lines: string[] = []

function say(words: string, time = clock.now()): void {
  const line = `${dayAndTime(time)}  ${words}`
  lines.push(line)
  process.stdout.write(`${line}\n`)
}

function dayAndTime(time: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' }).format(time)
}

const duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
const years = await openYears(duck, folder, Number(options.share), options.generated)
const workbench = await openWorkbench({
  ...{ workspace: join(folder, 'workspace'), store: undefined, threads: 2, env: {}, cwd: folder },
})
// The thread that writes predictions goes by the machine's clock, for which all of this is long ago.
await writeSettings(workbench.workspace.paths.settings, { predictionDays: 36_500 })

const runWork: RunWork = async (work, { signal, onRun }) => {
  let id = ''
  const result = await doWork(work, workbench, {
    signal,
    onProgress() {},
    onEvent(event) {
      if (event.type !== 'run-started') return
      id = event.runId
      onRun(id)
    },
  })
  return result !== undefined && 'checkRunId' in result ? result.checkRunId : id
}

const desk = openRunningDesk({
  ...{ workbench, clock, kind: 'cli', runWork },
  onEvent(event) {
    if (event.type === 'executing' || event.type === 'standby') return
    const { date, cause, status, outcome, error, attempts, notBefore } = event.run
    const told = outcome ?? error
    const words = told === null ? '' : `: ${recordedText(told.code, told.params)}`
    const again = event.type === 'retried' ? ` (again at ${dayAndTime(notBefore)})` : ''
    say(
      `SCHEDULE run date ${date}, ${recordedText(`schedule.cause.${cause}`, {})}, attempt ${attempts}: ${status}${words}${again}`,
    )
  },
})
let known = 0
let endpoint: Endpoint | undefined
let answered = 0
const awaited: { time: number; outcomes: Outcome[] }[] = []

/** Looks as the scheduler does every few seconds, and tells the events that came of it. */
async function look(): Promise<void> {
  await desk.look()
  const events = (await desk.audit.list({ limit: 500 })).filter(({ id }) => id > known).reverse()
  for (const event of events) {
    known = event.id
    const { drift, performance } = event.details
    const measured =
      drift === undefined ? '' : ` [drift ${Number(drift).toFixed(2)}, MCC ${JSON.stringify(performance)}]`
    say(
      `  AUDIT ${kindWords(event.kind)} ${versionsOf(event)} by ${event.actor}: ${event.reason}${measured}`,
      event.time,
    )
  }
}

/** Tells the endpoint how the incidents ended that it was asked for three weeks ago or more. */
async function tellOutcomes(): Promise<void> {
  if (endpoint === undefined) return
  while (awaited[0] !== undefined && clock.now() - awaited[0].time >= 21 * DAY_MS) {
    const { outcomes } = awaited.shift()!
    let labelled = 0
    for (let at = 0; at < outcomes.length; at += BATCH) {
      const { predictions } = await post(endpoint, 'feedback', { outcomes: outcomes.slice(at, at + BATCH) })
      labelled += predictions
    }
    say(`FEEDBACK on ${labelled} predictions`)
  }
}

async function post({ address }: Endpoint, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${address}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

/** Asks the endpoint for incidents, as the programs of others do. */
async function ask(from: number, to: number): Promise<void> {
  endpoint ??= await serveChampion({ workbench, model: DEFAULT_MODEL, host: '127.0.0.1', port: 0 })
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  const { instances, outcomes } = await years.requests(day(from), day(to), REQUESTS_A_MONTH / 4)
  const arms = new Map<string, number>()
  for (let at = 0; at < instances.length; at += BATCH) {
    const body = { instances: instances.slice(at, at + BATCH) }
    const { predictions }: { predictions: { arm: string }[] } = await post(endpoint, 'predict/batch', body)
    for (const { arm } of predictions) arms.set(arm, (arms.get(arm) ?? 0) + 1)
  }
  answered += instances.length
  awaited.push({ time: clock.now(), outcomes })
  const shares = [...arms].map(([arm, count]) => `${arm} ${count}`).join(', ')
  say(`SERVED ${instances.length} incidents over HTTP (${shares})`)
}

try {
  say(`A simulated year on ${years.label}; ${RENAMED.type} is renamed ${RENAMED.as} on ${RENAMED_FROM}`)
  const request = { source: { kind: 'file', path: file } as const, recipe: RECIPE }
  await desk.schedules.set('monthly', { request, retrain: 'always' }, 'analyst')
  const firsts = nextTimes({ cron: '@monthly', zone: ZONE }, clock.now(), Number(options.months))
  for (const [month, first] of firsts.entries()) {
    const day = new Date(first).toISOString().slice(0, 10)
    const isAsleep = day === '2017-04-01' || day === '2017-05-01'
    clock.set(first + 30_000)
    if (isAsleep) say('(the machine sleeps)')
    if (month === 7) await desk.schedules.set('monthly', { retrain: 'when_needed' }, 'analyst')
    if (month === 8) {
      await changePolicy(
        workbench.workspace,
        { comparison: 'ab', challengerShare: 0.5, contest: { threshold: 0.01, maturityDays: 14, minimumRows: 500 } },
        desk.audit,
        'analyst',
      )
    }
    if (!isAsleep && day !== '2017-02-01') await years.exportBefore(day, file)
    if (day === '2017-02-01') {
      rmSync(file, { force: true })
      await look()
      clock.set(first + 25 * 60_000)
      await years.exportBefore(day, file)
    }
    if (!isAsleep) await look()
    const next = firsts[month + 1]
    if (next === undefined) break
    for (let week = 0; week < 4; week++) {
      const from = first + week * 7 * DAY_MS
      clock.set(from + 7 * DAY_MS)
      if (day === '2017-05-01' && week === 1) {
        await years.exportBefore('2017-05-10', file)
        clock.set(first + 9 * DAY_MS)
        say('(the machine wakes)')
      } else if (isAsleep && !(day === '2017-05-01' && week > 1)) continue
      else if (day === '2017-03-01' && week > 1) continue
      await ask(from, from + 7 * DAY_MS)
      await tellOutcomes()
      await look()
    }
  }
  const verdict = await desk.audit.verify()
  const runs = await desk.history.list({ limit: 500 })
  const done = runs.filter(({ status }) => status === 'done').length
  const late = runs.filter(({ cause }) => cause === 'catch_up').length
  const events = await desk.audit.list({ limit: 1000 })
  const count = (kind: string) => events.filter((event) => event.kind === kind).length
  say(
    `END: ${runs.length} scheduled runs (${done} done, ${late} caught up), ` +
      `${count('model_checked')} checks, ${count('retraining_started')} retrainings, ${count('promoted')} promotions, ${count('contest_started')} trials, ` +
      `${answered} incidents served; audit log ${JSON.stringify(verdict)}; took ${Math.round((performance.now() - started) / 1000)} s`,
  )
} finally {
  if (options.log !== undefined) writeFileSync(options.log, `${lines.join('\n')}\n`)
  await endpoint?.close()
  await desk.close()
  await workbench.close()
  duck.close()
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
}
