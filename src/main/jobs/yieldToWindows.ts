import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'

/** The work of a window's processes comes first; without any, all of the machine is left. See sched(7), "nice value". */
const NICE = 10

/**
 * Lets this thread, and those that it starts, give way to windows and answers where all cores are busy. On Linux a thread
 * has a priority of its own; elsewhere only a process has, so that nothing is changed.
 */
export function yieldToWindows(): void {
  if (process.platform !== 'linux') return
  try {
    // Of /proc/thread-self: "123/task/125".
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICE)
  } catch {
    // A sandbox without /proc, or one that forbids it: the work is done all the same.
  }
}
