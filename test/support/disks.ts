import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A disk of its own for a test, unmounted at the test's end. */
export interface Disk {
  folder: string
  makeReadOnly(): void
}

/** Whether this process may mount: as root on Linux, unless in a container that forbids it. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'))
  try {
    if (!mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder)) return false
    spawnSync('umount', [folder])
    return true
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Mounts a disk of so many megabytes, in memory. Where `canMount`. */
export function smallDisk(megabytes: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'))
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)) throw new Error('no disk could be mounted')
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    makeReadOnly() {
      if (!mount('-o', 'remount,ro', folder)) throw new Error('the disk could not be made read-only')
    },
  }
}

function mount(...args: string[]): boolean {
  return spawnSync('mount', args).status === 0
}
