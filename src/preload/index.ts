import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { BRIDGE, type Bridge, CHANNEL, COMMAND_CHANNEL, type FromMain, type MenuCommand } from '../shared/bridge.ts'

function on<T>(channel: string, listener: (message: T) => void): () => void {
  const heard = (_event: unknown, message: T) => listener(message)
  ipcRenderer.on(channel, heard)
  return () => {
    ipcRenderer.off(channel, heard)
  }
}

const bridge: Bridge = {
  send: (message) => ipcRenderer.send(CHANNEL, message),
  listen: (listener) => on<FromMain>(CHANNEL, listener),
  pathOf: (file) => webUtils.getPathForFile(file),
  onCommand: (listener) => on<MenuCommand>(COMMAND_CHANNEL, listener),
}

contextBridge.exposeInMainWorld(BRIDGE, bridge)
