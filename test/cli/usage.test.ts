import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { built } from '../../src/main/appRoot.ts'
import { appVersion } from '../../src/main/version.ts'
import { failureDocument, folderForFile, run } from '../support/cli.ts'

const COMMANDS = ['demo', 'run', 'train', 'runs', 'models', 'serve', 'predict', 'schedule', 'daemon', 'audit', 'doctor']
const SPANISH = { LANG: 'es_ES.UTF-8' }

describe('the command line', () => {
  const folder = folderForFile()

  it('without a command prints a help that names every command and an example', async () => {
    const { code, stdout } = await run([])
    expect(code).toBe(0)
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
    expect(stdout).toContain('arrest-workbench run --source crimes_2017.csv')
    expect(stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled.')
    expect((await run(['--help'])).stdout).toBe(stdout)
  })

  it.each(['--version', '-V'])('with %s prints the version alone', async (option) => {
    expect(await run([option])).toMatchObject({ code: 0, stdout: `${appVersion}\n`, stderr: '' })
  })

  it.each(COMMANDS)(
    '%s --help says what it does, its options and their defaults, in English and Spanish',
    async (name) => {
      const [english, spanish] = await Promise.all([run([name, '--help']), run([name, '--help'], { env: SPANISH })])
      expect([english.code, spanish.code]).toEqual([0, 0])
      expect(english.stdout).toMatch(/^Usage: arrest-workbench [\s\S]*\n\nOptions:\n/m)
      expect(english.stdout).toMatch(/Options of every command:\n {2}--workspace /)
      expect(english.stdout).not.toMatch(/default: (false|\[\])|\(default.*\(default/)
      expect(spanish.stdout).toMatch(/^Uso: arrest-workbench/)
      expect(spanish.stdout).not.toMatch(/\b(Usage|Options|default|Commands)\b/)
    },
  )

  it.each<[string, RegExp]>([
    ['trian', /There is no command "trian"\. Did you mean train\?/],
    ['models promot', /There is no command "promot"/],
    ['run --treads 2', /There is no option --treads here\. Did you mean --threads\?/],
    ['run --date 2018-02-30', /"2018-02-30" is not a date; write it as YYYY-MM-DD/],
    ['run --to-stage balnce', /"balnce" is not a stage\. The stages are .*balance/],
    ['run --format xml', /the choices are parquet, csv/],
    ['run a.csv', /does not take so many arguments/],
    ['run --source', /--source <what> needs a value/],
    ['train --learner svm', /The learners are logistic-regression, /],
    ['runs show', /The argument "id" is missing/],
    ['serve --port 70000', /"70000" is not a port/],
    ['predict a.csv --output a.xlsx', /ends in \.csv, \.csv\.gz or \.parquet/],
    ['models alias best', /Name a version to give the alias to, or --remove/],
  ])('refuses `%s` with exit code 2, what is wrong, and where the help is', async (line, words) => {
    const workspace = join(folder, 'never')
    const { code, stdout, stderr } = await run(['--workspace', workspace, ...line.split(' ')])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(words)
    expect(stderr).toMatch(/`arrest-workbench .*--help` tells what is possible\.\n$/)
  })

  it('speaks Spanish where the environment does, also of wrong usage and failures', async () => {
    const wrong = await run(['trian'], { env: SPANISH })
    expect(wrong.stderr).toMatch(/No existe la orden «trian»\. ¿Quiso decir train\?/)
    const failed = await run(['--workspace', join(folder, 'es'), 'run', '--source', 'no.csv'], { env: SPANISH })
    expect(failed.stderr).toMatch(/Error: No existe el archivo/)
  })

  it('prints exactly one JSON document, whatever happens', async () => {
    const workspace = ['--workspace', join(folder, 'json')]
    const wrong = await run(['trian', '--json'])
    expect(failureDocument.parse(JSON.parse(wrong.stdout)).error.code).toBe('cli.usage.unknown_command')
    const lacking = await run(['predict', 'a.csv', '--json'])
    expect(lacking.code).toBe(2)
    expect(failureDocument.parse(JSON.parse(lacking.stdout)).error.message).toContain('add --output')
    const failed = await run([...workspace, 'runs', 'show', 'none', '--json'])
    expect(failed.code).toBe(1)
    expect(failureDocument.parse(JSON.parse(failed.stdout)).error.message).toContain('none')
    const done = await run([...workspace, 'models', '--json'])
    expect(JSON.parse(done.stdout)).toEqual([])
  })

  it('ends quietly when its reader has seen enough', () => {
    const line = `"${process.execPath}" "${built('main', 'cli.js')}" run --help-params --json | head -n 1; echo "$?"`
    const { stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', line], { encoding: 'utf8' })
    expect(stdout).toMatch(/^\[\n0\n$/)
    expect(stderr).not.toMatch(/EPIPE/)
  })

  it('lists the parameters of a recipe', async () => {
    const { stdout } = await run(['run', '--help-params'])
    expect(stdout).toMatch(/^balance\.neighbours +5 +\S/m)
    expect(stdout).toMatch(/^seed +42 +\S/m)
  })
})
