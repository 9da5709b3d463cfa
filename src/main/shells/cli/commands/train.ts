import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { LearnerName } from '../../../learners/learner.ts'
import { date, learners, repeated } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { createRunProgress } from '../progress.ts'
import { withWorkbench } from '../session.ts'

interface TrainOptions {
  learner?: LearnerName[]
  date?: string
  set: string[]
  allowSchemaChange: boolean
}

/** `train`: learners on an ml-ready set that an earlier run published. */
export function addTrainCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('train')
    .description(text('cli.train'))
    .option('--learner <name>', text('cli.train.learner'), learners)
    .option('--date <YYYY-MM-DD>', text('cli.train.date'), date)
    .option('--set <train.param=value>', text('cli.run.set'), repeated, [])
    .option('--allow-schema-change', text('cli.run.allow_schema_change'), false)
    .addHelpText('after', () => `\n${text('cli.train.examples')}`)
    .action(async (options: TrainOptions) => {
      await withWorkbench(command, context, async (workbench, terminal) => {
        const { trainPublished } = await import('../../../training/trainPublished.ts')
        const { describeTraining, printTraining } = await import('../runReport.ts')
        const progress = createRunProgress(terminal)
        try {
          const result = await trainPublished(
            {
              date: options.date,
              settings: settingsOf(options),
              allowSchemaChange: options.allowSchemaChange,
              actor: userInfo().username,
            },
            workbench,
            { signal: context.signal, onEvent: progress.listen },
          )
          terminal.result(describeTraining(result))
          printTraining(result, terminal)
          await (await import('../drawCharts.ts')).drawChartsOf(result.runId, workbench, context)
        } finally {
          progress.stop()
        }
      })
    })
}

function settingsOf({ learner, set }: TrainOptions): string[] {
  return learner === undefined ? set : [...set, `train.learners=${JSON.stringify(learner)}`]
}
