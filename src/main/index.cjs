// Electron's entry. CommonJS, since an ES module may be loaded only when Electron is ready: too late for these two.
const { app, protocol } = require('electron')

const userData = app.commandLine.getSwitchValue('user-data-dir')
if (userData !== '') app.setPath('userData', userData)

// The page's own scheme gets an origin, like https; see shells/desktop/appProtocol.ts.
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

import('./desktop.js')
