import { startDesktop } from './shells/desktop/desktop.ts'

startDesktop()
