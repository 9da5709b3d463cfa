// Types and names only: the preload script is one sandboxed file, which can load nothing.

/** What a window asks its main process over IPC: one procedure call, or the end of one. */
export type ToMain =
  | {
      type: 'query' | 'mutation' | 'subscription'
      /** Of the caller's choice, unique within its window: before and after a reload too. */
      id: number
      path: string
      input?: unknown
    }
  | { type: 'stop'; id: number }

/** What the main process answers. `error` is tRPC's shape of an error. */
export type FromMain = { id: number } & (
  | { type: 'data'; data: unknown }
  | { type: 'done' }
  | { type: 'error'; error: { message: string; code: number; data: object } }
)

/** What the preload script gives to the page: a pipe to the router, and what only Electron can tell. */
export interface Bridge {
  send(message: ToMain): void
  /** Calls `listener` with every answer; returns how to stop that. */
  listen(listener: (message: FromMain) => void): () => void
  /** Where a file that was dropped on the window lies on the disk; empty where it does not. */
  pathOf(file: File): string
  /** Calls `listener` when a menu command is chosen; returns how to stop that. */
  onCommand(listener: (command: MenuCommand) => void): () => void
}

/** What the native menu asks the window to do. */
export const MENU_COMMANDS = [
  'open-file',
  'run-demonstration',
  'settings',
  'about',
  'command-palette',
  'view-pipeline',
  'view-experiments',
  'view-models',
  'view-serving',
  'view-query',
] as const
export type MenuCommand = (typeof MENU_COMMANDS)[number]

/** Name of the IPC channels, and of the object that the preload script exposes. */
export const CHANNEL = 'arrest-workbench'
export const COMMAND_CHANNEL = 'arrest-workbench:command'
export const BRIDGE = 'workbench'
