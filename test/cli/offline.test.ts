import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderForFile, run, writeYear } from '../support/cli.ts'

const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0
const canIsolate = spawnSync('unshare', ['-n', 'true']).status === 0

describe('without a network', () => {
  const folder = folderForFile()

  it.skipIf(!canTrace)('a whole run connects to nothing but this machine (needs strace)', async () => {
    const log = join(folder, 'network.log')
    const under = ['strace', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', log]
    const args = ['--workspace', join(folder, 'traced'), 'run', '--source', writeYear(folder)]
    const { code, stderr } = await run(args, { under })
    expect(stderr).toContain('is the champion')
    expect(code).toBe(0)
    const away = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /AF_INET6?|sin_addr/.test(line) && !/127\.0\.0\.1|"::1"/.test(line))
    expect(away).toEqual([])
  })

  it.skipIf(!canIsolate)('a run ends well where there is no network at all (needs unshare)', async () => {
    const args = ['--workspace', join(folder, 'isolated'), 'run', '--source', writeYear(folder)]
    const { code, stderr } = await run(args, { under: ['unshare', '-n'] })
    expect(stderr).toContain('is the champion')
    expect(code).toBe(0)
  })
})
