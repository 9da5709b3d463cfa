import { userInfo } from 'node:os'
import { UserError } from '../../shared/errors.ts'
import { problemOfIssue } from '../../shared/invalid.ts'
import { type RetrainingPolicy, retrainingPolicySchema } from '../../shared/schedule/retraining.ts'
import type { Audit } from '../audit/audit.ts'
import { readSettings, type Settings, writeSettings } from '../workspace/settings.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** What of a policy changes. */
export type PolicyChange = Readonly<Record<string, unknown>>

/** The policy of a workspace, with its defaults. */
export async function readPolicy({ paths }: Workspace): Promise<RetrainingPolicy> {
  return policyOf(await readSettings(paths.settings))
}

/** Changes the policy; each change is an event of the audit log. Throws UserError `retraining.invalid_policy`. */
export async function changePolicy(
  { paths }: Workspace,
  { contest: trial = {}, ...change }: PolicyChange & { contest?: PolicyChange },
  audit: Audit,
  actor = userInfo().username,
): Promise<RetrainingPolicy> {
  const settings = await readSettings(paths.settings)
  const before = policyOf(settings)
  const parsed = retrainingPolicySchema.safeParse({ ...before, ...change, contest: { ...before.contest, ...trial } })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : (issue?.path ?? [])
    throw new UserError('retraining.invalid_policy', {
      name: path.join('.'),
      problem: issue === undefined ? '' : problemOfIssue(issue),
    })
  }
  const { contest, ...retraining } = parsed.data
  await writeSettings(paths.settings, { ...settings, retraining, contest })
  await audit.append({ kind: 'policy_changed', reason: '', actor, details: { before, after: parsed.data } })
  return parsed.data
}

function policyOf({ retraining, contest }: Settings): RetrainingPolicy {
  return retrainingPolicySchema.parse({ ...retraining, contest: contest ?? {} })
}
