import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { text } from '../../../../shared/messages/index.ts'
import { EVERY_EVENT, openAudit } from '../../../audit/audit.ts'
import { auditCsv, kindWords, versionsOf } from '../../../audit/export.ts'
import { fileError } from '../../../storage/fileErrors.ts'
import { date, positiveInteger } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { table } from '../terminal.ts'

interface ListOptions {
  model?: string
  since?: string
  limit: number
  export?: string
}

/** `audit`: what changed what is served, who or what did it, and why. */
export function addAuditCommand(program: Command, context: CommandContext): void {
  const audit = program
    .command('audit')
    .description(text('cli.audit'))
    .addHelpText('after', () => `\n${text('cli.audit.examples')}`)

  const list = audit
    .command('list', { isDefault: true })
    .description(text('cli.audit.list'))
    .option('--model <name>', text('cli.models.model'))
    .option('--since <YYYY-MM-DD>', text('cli.audit.since'), date)
    .option('--limit <n>', text('cli.schedule.limit'), positiveInteger, 50)
    .option('--export <file>', text('cli.audit.export'))
    .action(async ({ model, since, limit, export: file }: ListOptions) => {
      await withWorkbench(list, context, async ({ tracking }, terminal) => {
        const filter = { model, since: since === undefined ? undefined : Date.parse(since) }
        const events = await openAudit(tracking.database).list({
          ...filter,
          limit: file === undefined ? limit : EVERY_EVENT,
        })
        if (file !== undefined) {
          const path = resolve(context.cwd, file)
          const content = path.endsWith('.json') ? `${JSON.stringify(events, null, 2)}\n` : auditCsv(events)
          await writeFile(path, content).catch((error: unknown) => {
            throw fileError(error, path)
          })
          terminal.result({ file: path, events: events.length })
          terminal.print(text('cli.audit.exported', { file: path, events: events.length }))
          return
        }
        terminal.result(events)
        const rows = events.map((event) => [
          event.id,
          new Date(event.time).toISOString().slice(0, 19).replace('T', ' '),
          kindWords(event.kind),
          versionsOf(event),
          event.actor,
          event.reason,
        ])
        const header = [
          '',
          text('table.time_utc'),
          text('table.event'),
          text('table.version'),
          text('table.actor'),
          text('table.reason'),
        ]
        for (const line of table(header, rows)) terminal.print(line)
      })
    })

  const verify = audit
    .command('verify')
    .description(text('cli.audit.verify'))
    .action(async () => {
      await withWorkbench(verify, context, async ({ tracking }, terminal) => {
        const verdict = await openAudit(tracking.database).verify()
        if (!verdict.intact) throw new UserError(`audit.damaged.${verdict.problem}`, { event: String(verdict.event) })
        terminal.result(verdict)
        terminal.print(text('audit.intact', { events: verdict.events, head: verdict.head }))
      })
    })
}
