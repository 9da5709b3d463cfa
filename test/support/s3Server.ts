import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { shared } from '../support.ts'

const run = promisify(execFile)
const GATEWAY_ARGUMENTS = ['-c', 'ceph.conf', '-n', 'client.rgw', '-f']

/** A real S3 server (Ceph's object gateway, in memory) that lives as long as a test file. */
export interface S3Server {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  /** The environment that points the app to it. */
  environment(bucket: string): Record<string, string>
  /** Stops the server; what it stores stays. */
  down(): Promise<void>
  /** Brings it up again where it is down, and waits until it answers. */
  up(): Promise<void>
  /** `down`, then `up` after so many milliseconds. */
  restart(downMs?: number): Promise<void>
  /** Runs `radosgw-admin`; returns what it printed. */
  admin(...args: string[]): Promise<string>
  /** Ends all of its processes and removes its files. */
  stop(): Promise<void>
}

/** Whether this machine can run the server: Ceph's daemons and the script that starts them are there. */
export function hasS3Server(): boolean {
  const installed = ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd'].every(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
  )
  return installed && existsSync(shared('tools', 'radosgw.sh'))
}

/** Starts a server of its own for the calling test file; undefined where `hasS3Server` is false. Takes about 12 s. */
export async function startS3Server(): Promise<S3Server | undefined> {
  if (!hasS3Server()) return undefined
  const folder = mkdtempSync(join(tmpdir(), 's3-server-'))
  const port = await freePorts(3)
  const endpoint = `http://127.0.0.1:${port}`
  const gateways: ChildProcess[] = []
  let stopped = false
  const killAll = () => {
    stopped = true
    for (const gateway of gateways) gateway.kill('SIGKILL')
    for (const pid of pidsOf(folder)) kill(pid)
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', killAll)
  try {
    // Without a pipe, which the daemons would keep open.
    const starting = spawn(shared('tools', 'radosgw.sh'), ['start', folder, String(port)], { stdio: 'ignore' })
    const code = await new Promise((resolve) => starting.once('exit', resolve))
    if (code !== 0) throw new Error(`radosgw.sh ended with ${code}`)
  } catch (error) {
    killAll()
    throw error
  }

  const server: S3Server = {
    endpoint,
    accessKey: 'AKTEST',
    secretKey: 'SKTEST12',
    environment: (bucket) => ({
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: 'AKTEST',
      AWS_SECRET_ACCESS_KEY: 'SKTEST12',
      DATA_REPO_BUCKET_NAME: bucket,
    }),
    async down() {
      // Not by SIGKILL: its peers would wait half a minute for it at the next change of a bucket. It closes its port at
      // once and ends some seconds later.
      kill(gateways.at(-1)?.pid ?? pidsOf(folder)[2], 'SIGTERM')
      while (await answers(endpoint)) await sleep(50)
    },
    async up() {
      let starting: ChildProcess | undefined
      let startAgainAt = 0
      const giveUpAt = Date.now() + 80_000
      while (!stopped && !(await answers(endpoint))) {
        if (Date.now() > giveUpAt) throw new Error(`radosgw does not answer:\n${lastLines(folder)}`)
        // One that ends at its start, or that hangs there, is followed by another.
        if (starting === undefined || hasEnded(starting) || Date.now() > startAgainAt) {
          starting?.kill('SIGKILL')
          starting = spawn('radosgw', GATEWAY_ARGUMENTS, { cwd: folder, stdio: 'ignore' })
          gateways.push(starting)
          startAgainAt = Date.now() + 25_000
        }
        await sleep(100)
      }
    },
    async restart(downMs = 0) {
      await server.down()
      await sleep(downMs)
      await server.up()
    },
    async admin(...args) {
      const { stdout } = await run('radosgw-admin', ['-c', join(folder, 'ceph.conf'), '-n', 'client.rgw', ...args])
      return stdout
    },
    async stop() {
      process.off('exit', killAll)
      killAll()
    },
  }
  return server
}

async function answers(endpoint: string): Promise<boolean> {
  return await fetch(endpoint, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  )
}

function pidsOf(folder: string): number[] {
  const file = join(folder, 'pids')
  return existsSync(file) ? readFileSync(file, 'utf8').split(/\s+/).filter(Boolean).map(Number) : []
}

function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(pid, signal)
  } catch {
    // It has ended already.
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** The end of the gateway's log. */
function lastLines(folder: string): string {
  const file = join(folder, 'log', 'client.rgw.log')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-20).join('\n') : ''
}

/** The first of `count` consecutive ports of 127.0.0.1 that are free now. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 10_000)
    const free = await Promise.all(Array.from({ length: count }, (_, k) => isFree(base + k)))
    if (free.every(Boolean)) return base
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
