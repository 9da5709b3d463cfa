import { Menu, type MenuItemConstructorOptions, Tray } from 'electron'
import { text } from '../../../shared/messages/index.ts'
import { resource } from '../../appRoot.ts'

/** What goes on in the app whether or not its window is open. */
export interface BackgroundWork {
  /** Address of the endpoint; null while it is stopped. */
  serving: string | null
  /** `paused`: in the tray; `none`: nothing becomes due here. */
  schedule: 'none' | 'active' | 'paused'
}

export interface TrayActions {
  openWindow(): void
  pauseSchedule(): void
  resumeSchedule(): void
  quit(): void
}

/** The icon beside the system's clock: there while there is work without a window, and as long as it is all there is. */
export interface DesktopTray {
  /** Shows the work as it is now. `windowOpen`: whether there is a window to come back to. */
  update(work: BackgroundWork, windowOpen: boolean): void
  remove(): void
}

/** Whether the app stays when its window is closed. */
export function staysWithoutWindow({ serving, schedule }: BackgroundWork): boolean {
  return serving !== null || schedule === 'active'
}

export function createTray(actions: TrayActions): DesktopTray {
  let tray: Tray | undefined

  function remove(): void {
    tray?.destroy()
    tray = undefined
  }

  function create(): Tray {
    const created = new Tray(resource('icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'))
    // macOS opens the menu instead.
    if (process.platform !== 'darwin') created.on('click', actions.openWindow)
    return created
  }

  return {
    update(work, windowOpen) {
      if (windowOpen && work.serving === null && work.schedule === 'none') return remove()
      tray ??= create()
      const lines = statusOf(work)
      tray.setToolTip(['Arrest Workbench', ...lines].join('\n'))
      tray.setContextMenu(Menu.buildFromTemplate(itemsOf(work, lines, actions)))
    },
    remove,
  }
}

function itemsOf({ schedule }: BackgroundWork, lines: string[], actions: TrayActions): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const scheduled: Record<BackgroundWork['schedule'], MenuItemConstructorOptions[]> = {
    none: [],
    active: [{ label: text('tray.pause_schedule'), click: actions.pauseSchedule }],
    paused: [{ label: text('tray.resume_schedule'), click: actions.resumeSchedule }],
  }
  return [
    { label: text('tray.open'), click: actions.openWindow },
    separator,
    ...lines.map((label) => ({ label, enabled: false })),
    ...scheduled[schedule],
    separator,
    { label: text('tray.quit'), click: actions.quit },
  ]
}

function statusOf({ serving, schedule }: BackgroundWork): string[] {
  return [
    ...(serving === null ? [] : [text('tray.serving', { address: serving })]),
    ...(schedule === 'none' ? [] : [text(schedule === 'active' ? 'tray.schedule_active' : 'tray.schedule_paused')]),
  ]
}
