import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { LearnerName } from '../../../../shared/pipeline/learnerParams.ts'
import { TUNED_LEARNERS, type TunedLearner } from '../../../../shared/pipeline/tuningState.ts'
import { date, learners, positiveInteger, repeated } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { createRunProgress } from '../progress.ts'
import { withWorkbench } from '../session.ts'

interface TrainOptions {
  learner?: LearnerName[]
  date?: string
  set: string[]
  tune?: number
  allowSchemaChange: boolean
}

/** `train`: learners on an ml-ready set that an earlier run published. */
export function addTrainCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('train')
    .description(text('cli.train'))
    .option('--learner <name>', text('cli.train.learner'), learners)
    .option('--tune <trials>', text('cli.train.tune'), positiveInteger)
    .option('--date <YYYY-MM-DD>', text('cli.train.date'), date)
    .option('--set <train.param=value>', text('cli.run.set'), repeated, [])
    .option('--allow-schema-change', text('cli.run.allow_schema_change'), false)
    .addHelpText('after', () => `\n${text('cli.train.examples')}`)
    .action(async (options: TrainOptions) => {
      const { date, set, learner, tune: trials, allowSchemaChange } = options
      const request = { date, allowSchemaChange, actor: userInfo().username }
      const tuned = trials === undefined ? undefined : tunedLearner(command, learner)
      await withWorkbench(command, context, async (workbench, terminal) => {
        const { describeTraining, printTraining } = await import('../runReport.ts')
        const progress = createRunProgress(terminal)
        const draw = async (runId: string) => {
          const { drawChartsOf } = await import('../drawCharts.ts')
          await drawChartsOf(runId, workbench, context)
        }
        const watch = { signal: context.signal, onEvent: progress.listen }
        try {
          if (trials !== undefined && tuned !== undefined) {
            const { tunePublished } = await import('../../../training/tuning/tune.ts')
            const { describeTuning, printTuning } = await import('../tuningReport.ts')
            const result = await tunePublished({ ...request, settings: set, learner: tuned, trials }, workbench, watch)
            terminal.result({ ...describeTuning(result), ...describeTraining(result) })
            printTuning(result, terminal)
            printTraining(result, terminal)
            return await draw(result.runId)
          }
          const { trainPublished } = await import('../../../training/trainPublished.ts')
          const result = await trainPublished({ ...request, settings: settingsOf(options) }, workbench, watch)
          terminal.result(describeTraining(result))
          printTraining(result, terminal)
          await draw(result.runId)
        } finally {
          progress.stop()
        }
      })
    })
}

/** The one learner to tune; more than one, or one that has nothing to tune, is wrong usage. */
function tunedLearner(command: Command, named: LearnerName[] = ['gradient-boosting']): TunedLearner {
  const [learner, ...others] = named
  if (others.length > 0) command.error(text('cli.tune.one_learner'))
  const found = TUNED_LEARNERS.find((known) => known === learner)
  return (
    found ?? command.error(text('cli.tune.learner', { learner: learner ?? '', learners: TUNED_LEARNERS.join(', ') }))
  )
}

function settingsOf({ learner, set }: TrainOptions): string[] {
  return learner === undefined ? set : [...set, `train.learners=${JSON.stringify(learner)}`]
}
