import { readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { problemOfIssue } from '../../shared/invalid.ts'
import { portalAddressSchema } from '../../shared/portal.ts'
import { retrainingSchema } from '../../shared/schedule/retraining.ts'
import { contestRuleSchema } from '../../shared/serving/contest.ts'
import { processTag } from '../processTag.ts'
import { errorCode, fileError } from '../storage/fileErrors.ts'
import { writeDurably } from '../storage/files.ts'

/** Of an API key of the endpoint. */
export const KEY_NAME = /^[A-Za-z0-9][\w-]{0,39}$/

/** What `settings.json` holds. Never a secret: those come from the environment or the system's key store. */
export const settingsSchema = z.strictObject({
  store: z.string().min(1).optional().describe('Where data is kept: a path or s3://bucket[/prefix]'),
  language: z.enum(['en', 'es']).optional().describe('Language of all texts'),
  theme: z.enum(['system', 'light', 'dark']).optional().describe('Colours of the window'),
  servingPort: z.int().min(1).max(65_535).optional().describe('Port of the endpoint that the window starts'),
  servingKeys: z
    .record(z.string().regex(KEY_NAME), z.string().regex(/^[0-9a-f]{64}$/))
    .optional()
    .describe('SHA-256 of the API keys that the endpoint takes, by name; `keys` makes and revokes them'),
  servingRateLimit: z.int().min(1).optional().describe('Requests that a client may make a second'),
  servingOrigins: z
    .array(z.url({ protocol: /^https?$/ }))
    .optional()
    .describe('Origins of web pages that may ask the endpoint (CORS): https://dashboard.example.org'),
  predictionRows: z.int().min(1000).optional().describe('Predictions that are kept; the oldest leave'),
  predictionDays: z.int().min(1).optional().describe('Days that predictions are kept'),
  contest: contestRuleSchema.partial().optional().describe('When a challenger on trial becomes champion by itself'),
  threads: z.int().min(1).max(256).optional().describe('Threads that the engine may use'),
  portal: portalAddressSchema.optional().describe('Base URL of the open-data portal'),
  retraining: retrainingSchema.optional().describe('When a model is trained anew by itself'),
})

export type Settings = z.output<typeof settingsSchema>

const SECRET = /secret|token|password|access_?key/i

/** Reads the settings; none when the file is absent. UserError with file and field for what is not valid. */
export async function readSettings(path: string): Promise<Settings> {
  let content: string
  try {
    content = await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {}
    throw fileError(error, path)
  }
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch (error) {
    throw new UserError('workspace.settings_not_json', { path }).causedBy(error)
  }
  return checkSettings(json, path)
}

/** Replaces the settings in one step. */
export async function writeSettings(path: string, settings: Settings): Promise<void> {
  const content = `${JSON.stringify(checkSettings(settings, path), null, 2)}\n`
  const temporary = join(dirname(path), 'tmp', processTag())
  try {
    await writeDurably(temporary, content, new AbortController().signal)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw fileError(error, path)
  }
}

function checkSettings(json: unknown, path: string): Settings {
  const secret =
    json !== null && typeof json === 'object' ? Object.keys(json).find((name) => SECRET.test(name)) : undefined
  if (secret !== undefined) throw new UserError('workspace.settings_secret', { path, name: secret })
  const parsed = settingsSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(settingsSchema.shape).join(', ')
    throw new UserError('workspace.settings_unknown', { path, name: issue.keys.join(', '), known })
  }
  throw new UserError('workspace.settings_invalid', {
    path,
    name: issue?.path.join('.') || 'settings',
    problem: issue === undefined ? '' : problemOfIssue(issue),
  })
}
