import { type Command, InvalidArgumentError } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import { addKey, keyNames, revokeKey } from '../../../serving/keys.ts'
import { KEY_NAME } from '../../../workspace/settings.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'

/** `keys`, `keys add NAME`, `keys revoke NAME`: who may ask the endpoint. */
export function addKeysCommand(program: Command, context: CommandContext): void {
  const keys = program
    .command('keys')
    .description(text('cli.keys'))
    .action(async () => {
      await withWorkbench(keys, context, async ({ workspace }, terminal) => {
        const names = await keyNames(workspace)
        terminal.result(names)
        if (names.length === 0) terminal.print(text('cli.keys.none'))
        for (const name of names) terminal.print(name)
      })
    })
  const add = keys
    .command('add')
    .argument('<name>', text('cli.keys.name'), keyName)
    .description(text('cli.keys.add'))
    .action(async (name: string) => {
      await withWorkbench(add, context, async ({ workspace }, terminal) => {
        const key = await addKey(workspace, name)
        terminal.result({ name, key })
        terminal.notice(text('cli.keys.added', { name }))
        terminal.print(key)
      })
    })
  const revoke = keys
    .command('revoke')
    .argument('<name>', text('cli.keys.name'), keyName)
    .description(text('cli.keys.revoke'))
    .action(async (name: string) => {
      await withWorkbench(revoke, context, async ({ workspace }, terminal) => {
        await revokeKey(workspace, name)
        terminal.result(await keyNames(workspace))
        terminal.print(text('cli.keys.revoked', { name }))
      })
    })
}

function keyName(value: string): string {
  if (!KEY_NAME.test(value)) throw new InvalidArgumentError(text('cli.keys.bad_name'))
  return value
}
