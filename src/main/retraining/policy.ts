import { userInfo } from 'node:os'
import { UserError } from '../../shared/errors.ts'
import { type RetrainingPolicy, retrainingPolicySchema } from '../../shared/retraining.ts'
import type { Audit } from '../audit/audit.ts'
import { readSettings, writeSettings } from '../workspace/settings.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** The policy of a workspace, with its defaults. */
export async function readPolicy({ paths }: Workspace): Promise<RetrainingPolicy> {
  const { retraining } = await readSettings(paths.settings)
  return retrainingPolicySchema.parse(retraining ?? {})
}

/** Changes the policy; each change is an event of the audit log. Throws UserError `retraining.invalid_policy`. */
export async function changePolicy(
  { paths }: Workspace,
  change: Readonly<Record<string, unknown>>,
  audit: Audit,
  actor = userInfo().username,
): Promise<RetrainingPolicy> {
  const settings = await readSettings(paths.settings)
  const before = retrainingPolicySchema.parse(settings.retraining ?? {})
  const parsed = retrainingPolicySchema.safeParse({ ...before, ...change })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
    throw new UserError('retraining.invalid_policy', { name, problem: issue?.message ?? '' })
  }
  const after = parsed.data
  await writeSettings(paths.settings, { ...settings, retraining: after })
  await audit.append({ kind: 'policy_changed', reason: '', actor, details: { before, after } })
  return after
}
