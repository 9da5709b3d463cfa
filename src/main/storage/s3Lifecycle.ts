import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  type LifecycleRule as S3Rule,
} from '@aws-sdk/client-s3'
import type { S3Connection } from './s3Client.ts'
import { errorName } from './s3Errors.ts'
import type { LifecycleRule } from './store.ts'

const UNFINISHED_DAYS = 2

/**
 * Sets the bucket's rules for the objects below `prefix`, in place of those that were set here before; rules of others
 * stay. One more rule ends uploads that were never completed.
 */
export async function putLifecycle(
  { client, bucket, ask }: S3Connection,
  prefix: string,
  wanted: LifecycleRule[],
  signal: AbortSignal,
): Promise<void> {
  const mark = `arrest-workbench:${prefix}:`
  const current = await ask(signal, (options) =>
    client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }), options),
  ).catch((error: unknown) => {
    if (errorName(error) === 'NoSuchLifecycleConfiguration') return { Rules: [] }
    throw error
  })
  const foreign = (current.Rules ?? []).filter((rule) => !rule.ID?.startsWith(mark))
  const own = wanted.map(
    (rule): S3Rule => ({
      ID: `${mark}${rule.prefix}`,
      Status: 'Enabled',
      Filter: { Prefix: `${prefix}${rule.prefix}` },
      Expiration: { Days: Math.ceil(rule.days) },
    }),
  )
  own.push({
    ID: `${mark}:unfinished`,
    Status: 'Enabled',
    Filter: { Prefix: prefix },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: UNFINISHED_DAYS },
  })
  await ask(signal, (options) =>
    client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: { Rules: [...foreign, ...own] },
      }),
      options,
    ),
  )
}
