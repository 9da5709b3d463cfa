import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../../shared/bridge.ts'
import { text } from '../../../shared/messages/index.ts'

type Item = MenuItemConstructorOptions

/** Sets the native menu in the language of now; `command` is called with what is chosen. */
export function setMenu(command: (command: MenuCommand) => void): void {
  const isMac = process.platform === 'darwin'
  const item = (label: string, name: MenuCommand, accelerator?: string): Item => ({
    label: plain(label),
    click: () => command(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  const role = (label: string, name: NonNullable<Item['role']>): Item => ({ label: plain(label), role: name })
  const separator: Item = { type: 'separator' }

  const file: Item[] = [
    item(text('menu.open_file'), 'open-file', 'CmdOrCtrl+O'),
    item(text('menu.demonstration'), 'run-demonstration'),
    separator,
    item(text('menu.settings'), 'settings', 'CmdOrCtrl+,'),
    separator,
    role(text('menu.quit'), 'quit'),
  ]
  const edit: Item[] = [
    role(text('menu.undo'), 'undo'),
    role(text('menu.redo'), 'redo'),
    separator,
    role(text('menu.cut'), 'cut'),
    role(text('menu.copy'), 'copy'),
    role(text('menu.paste'), 'paste'),
    role(text('menu.select_all'), 'selectAll'),
  ]
  const view: Item[] = [
    item(text('menu.pipeline'), 'view-pipeline', 'CmdOrCtrl+1'),
    item(text('menu.experiments'), 'view-experiments', 'CmdOrCtrl+2'),
    item(text('menu.models'), 'view-models', 'CmdOrCtrl+3'),
    item(text('menu.serving'), 'view-serving', 'CmdOrCtrl+4'),
    item(text('menu.query'), 'view-query', 'CmdOrCtrl+5'),
    separator,
    // The page has the key itself; the menu shows it.
    { ...item(text('menu.palette'), 'command-palette', 'CmdOrCtrl+K'), registerAccelerator: false },
    separator,
    role(text('menu.reload'), 'reload'),
    role(text('menu.zoom_in'), 'zoomIn'),
    role(text('menu.zoom_out'), 'zoomOut'),
    role(text('menu.zoom_reset'), 'resetZoom'),
    role(text('menu.full_screen'), 'togglefullscreen'),
    ...(app.isPackaged ? [] : [role(text('menu.developer'), 'toggleDevTools')]),
  ]
  const help: Item[] = [item(text('menu.about'), 'about')]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } satisfies Item] : []),
      { label: plain(text('menu.file')), submenu: file },
      { label: plain(text('menu.edit')), submenu: edit },
      { label: plain(text('menu.view')), submenu: view },
      { label: plain(text('menu.help')), role: 'help', submenu: help },
    ]),
  )
}

/** macOS has no access keys in menus. */
function plain(label: string): string {
  return process.platform === 'darwin' ? label.replace('&', '') : label
}
