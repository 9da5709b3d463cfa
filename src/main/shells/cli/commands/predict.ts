import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { text } from '../../../../shared/messages/index.ts'
import type { ScoredFile, ScoreFileRequest } from '../../../serving/batch/scoreFile.ts'
import { describeRejection } from '../../../sources/rejected.ts'
import type { Workbench } from '../../../workbench.ts'
import type { CommandContext } from '../program.ts'
import { createBar } from '../progress.ts'
import { withWorkbench } from '../session.ts'
import { percent, type Terminal } from '../terminal.ts'
import { modelOf } from './models.ts'

interface PredictOptions {
  explain: boolean
  output?: Output
  model?: string
}

interface Output {
  /** As it was named. */
  path: string
  format: ScoreFileRequest['format']
}

/** `predict FILE`: a file's rows with their probabilities. */
export function addPredictCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('predict')
    .argument('<file>', text('cli.predict.file'))
    .description(text('cli.predict'))
    .option('--output <file>', text('cli.predict.output'), outputFile)
    .option('--model <name>', text('cli.models.model'))
    .option('--explain', text('cli.predict.explain'), false)
    .addHelpText('after', () => `\n${text('cli.predict.examples')}`)
    .action(async (file: string, options: PredictOptions) => {
      if (context.terminal.json && options.output === undefined) command.error(text('cli.predict.json_needs_output'))
      await withWorkbench(command, context, async (workbench, terminal) => {
        await predict(resolve(context.cwd, file), options, workbench, terminal, context)
      })
    })
}

async function predict(
  file: string,
  options: PredictOptions,
  workbench: Workbench,
  terminal: Terminal,
  { signal, cwd }: CommandContext,
): Promise<void> {
  const { openDuck } = await import('../../../duck.ts')
  const { scoreFile } = await import('../../../serving/batch/scoreFile.ts')
  const { openModel } = await import('../../../training/servedModel.ts')
  const { makeTemporaryFolder } = await import('../../../workspace/workspace.ts')
  const { registry, workspace, pool, threads } = workbench
  const name = await modelOf(registry, options)
  const version = await registry.aliased(name, 'champion')
  if (version === undefined) throw new UserError('serving.no_champion', { model: name })
  const output = options.output && resolve(cwd, options.output.path)
  if (output !== undefined && (await isSameFile(file, output))) throw new UserError('cli.predict.same_file', { file })

  const model = openModel(await registry.read(version))
  const workFolder = await makeTemporaryFolder(workspace)
  const bar = createBar(terminal)
  try {
    const duck = await openDuck({ threads, spillFolder: join(workFolder, 'spill') })
    const target = output ?? join(workFolder, 'scored.csv')
    const format = options.output?.format ?? 'csv'
    const progress = (done: Parameters<typeof bar.draw>[1]) => bar.draw(text('cli.predict.bar'), done)
    const scored = await scoreFile(
      { file, output: target, format, model, explain: options.explain },
      { duck, pool, workFolder },
      { signal, progress },
    ).finally(() => duck.close())
    bar.stop()
    if (output === undefined) await pipeline(createReadStream(target), process.stdout, { end: false, signal })
    terminal.result({
      file,
      output: output ?? null,
      model: name,
      version: version.version,
      generated_data: version.generated,
      rows: scored.rows,
      scored: scored.scored,
      arrests: scored.arrests,
      mean_probability: scored.meanProbability ?? null,
      unscored: scored.unscored,
    })
    const say = output === undefined ? terminal.notice : terminal.print
    for (const line of summary(scored, name, version.version)) say(line)
    if (version.generated) say(text('cli.generated'))
    if (output !== undefined) say(text('cli.predict.written', { file: output }))
  } finally {
    bar.stop()
    await rm(workFolder, { recursive: true, force: true })
  }
}

function summary({ rows, scored, arrests, meanProbability, unscored }: ScoredFile, model: string, version: number) {
  const lines = [
    text('cli.predict.done', {
      scored,
      rows,
      model,
      version: String(version),
      arrests,
      mean: meanProbability === undefined ? '–' : percent(meanProbability),
    }),
  ]
  for (const { reason, rows } of unscored) {
    lines.push(text('cli.predict.unscored', { rows, reason: describeRejection(reason) }))
  }
  return lines
}

/** An output's format, by its ending. */
function outputFile(path: string): Output {
  const format = (['parquet', 'csv.gz', 'csv'] as const).find((ending) => path.toLowerCase().endsWith(`.${ending}`))
  if (format === undefined) throw new InvalidArgumentError(text('cli.predict.output_kind', { path }))
  return { path, format }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => stat(path).catch(() => undefined)))
  return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino
}
