import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { PredictionWriter } from '../../predictions/predictionWriter.ts'
import type { ArmCount } from '../arms/desk.ts'
import type { ChampionSource } from '../champion/champion.ts'

/** Seconds; a prediction takes some tens of microseconds. */
const BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

export interface ServingMetrics {
  /** Takes an answered request. */
  answered(request: FastifyRequest, reply: FastifyReply): void
  /** As Prometheus reads it. */
  text(): Promise<string>
  contentType: string
  /** Stops watching the event loop. */
  close(): void
}

export interface MetricsOptions {
  source: ChampionSource
  /** All arms that have answered since the start. */
  counts(): Iterable<ArmCount>
  log: PredictionWriter | undefined
  appVersion: string
}

/** The endpoint's metrics. What others count already is read when it is asked for, and costs a request nothing. */
export function createServingMetrics({ source, counts, log, appVersion }: MetricsOptions): ServingMetrics {
  const register = new Registry()
  const registers = [register]
  const name = (rest: string) => `arrest_workbench_${rest}`
  const stopWatching = addProcessMetrics(name, registers)

  const duration = new Histogram({
    name: name('request_duration_seconds'),
    help: 'From the request’s headers to its answer, by route',
    labelNames: ['route'],
    buckets: BUCKETS,
    registers,
  })
  const requests = new Counter({
    name: name('requests_total'),
    help: 'Requests answered, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  new Counter({
    name: name('predictions_total'),
    help: 'Predictions made, by version, arm and what was predicted',
    labelNames: ['model', 'version', 'arm', 'prediction'],
    registers,
    collect() {
      this.reset()
      for (const { model, version, arm, arrests, others } of counts()) {
        this.inc({ model, version, arm, prediction: 'arrest' }, arrests)
        this.inc({ model, version, arm, prediction: 'no_arrest' }, others)
      }
    },
  })
  new Gauge({
    name: name('model_info'),
    help: 'Always 1; its labels are the versions that answer now',
    labelNames: ['model', 'version', 'arm', 'run_id', 'generated'],
    registers,
    collect() {
      this.reset()
      const champion = source.current()
      if (champion === undefined) return
      const told = (arm: string, { name: model, version, runId: run_id, generated }: typeof champion) =>
        this.set({ model, version, arm, run_id, generated: String(generated) }, 1)
      told('champion', champion)
      const { challenge } = champion
      if (challenge !== undefined) told(challenge.mode === 'shadow' ? 'shadow' : 'challenger', challenge.challenger)
    },
  })
  new Gauge({ name: name('app_info'), help: 'Always 1', labelNames: ['version'], registers }).set(
    { version: appVersion },
    1,
  )
  if (log !== undefined) addLogMetrics(log, name, registers)

  // The label sets are few, and looking one up by its labels costs more than all else here.
  const observers = new Map<string, (seconds: number) => void>()

  return {
    answered(request, reply) {
      const { method } = request
      const route = request.routeOptions.url ?? 'none'
      const key = `${method} ${route} ${reply.statusCode}`
      let observe = observers.get(key)
      if (observe === undefined) {
        const labels = { route, method, status: String(reply.statusCode) }
        observe = (seconds) => {
          duration.observe({ route }, seconds)
          requests.inc(labels)
        }
        observers.set(key, observe)
      }
      observe(reply.elapsedTime / 1000)
    },
    text: () => register.metrics(),
    contentType: register.contentType,
    close: stopWatching,
  }
}

function addLogMetrics(log: PredictionWriter, name: (rest: string) => string, registers: Registry[]): void {
  new Counter({
    name: name('log_predictions_total'),
    help: 'Predictions kept in the workspace, and dropped because they came faster than they could be written',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset()
      const { kept, dropped } = log.state()
      this.inc({ result: 'kept' }, kept)
      this.inc({ result: 'dropped' }, dropped)
    },
  })
  new Gauge({
    name: name('log_waiting_predictions'),
    help: 'Predictions in memory that are not written yet',
    registers,
    collect() {
      this.set(log.state().waiting)
    },
  })
}

/** Not the library's own: those watch every garbage collection, which costs more than all that is counted here. */
function addProcessMetrics(name: (rest: string) => string, registers: Registry[]): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system time of all threads',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  new Gauge({
    name: name('event_loop_delay_p99_seconds'),
    help: 'How late the event loop was, since the last time this was read: 99th percentile',
    registers,
    collect() {
      const late = delay.percentile(99)
      this.set(Number.isFinite(late) ? late / 1e9 : 0)
      delay.reset()
    },
  })
  return () => delay.disable()
}
