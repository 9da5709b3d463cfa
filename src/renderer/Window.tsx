import { useFrameCommands } from './frame/commands.ts'
import { Frame } from './frame/Frame.tsx'

/** The window. */
export function Window() {
  return <Frame chips={[]} actions={null} commands={useFrameCommands()} status={[]} banner={null} />
}
