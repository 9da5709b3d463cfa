import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../../src/main/storage/openStore.ts'

const keys = { AWS_ACCESS_KEY_ID: 'AKTEST', AWS_SECRET_ACCESS_KEY: 'a-secret-of-someone' }

async function locationOf(spec: string | undefined, env: Record<string, string> = {}): Promise<string> {
  const store = await openStore({ spec, env, dataFolder: '/workspace/data', cacheFolder: '/workspace/cache' })
  return store.location
}

describe('the store that is opened', () => {
  it('is the named one, else the environment’s, else the workspace’s folder', async () => {
    const stack = { ...keys, AWS_ENDPOINT_URL_S3: 'http://minio:9000', DATA_REPO_BUCKET_NAME: 'chicago' }
    expect(await locationOf(undefined)).toBe('/workspace/data')
    expect(await locationOf(undefined, keys)).toBe('/workspace/data')
    expect(await locationOf(undefined, { AWS_ENDPOINT_URL_S3: '', DATA_REPO_BUCKET_NAME: ' ' })).toBe('/workspace/data')
    expect(await locationOf(undefined, stack)).toBe('s3://chicago')
    expect(await locationOf(undefined, { ...keys, AWS_ENDPOINT_URL_S3: 'http://minio:9000' })).toBe('s3://data')
    expect(await locationOf('/elsewhere', stack)).toBe('/elsewhere')
    expect(await locationOf('~/elsewhere', {})).toBe(join(homedir(), 'elsewhere'))
    expect(await locationOf('s3://my.bucket/team/a/', keys)).toBe('s3://my.bucket/team/a')
  })

  it.each([
    ['s3://', keys, 'storage.bucket_name'],
    ['s3://Data', keys, 'storage.bucket_name'],
    ['s3:data', keys, 'storage.bucket_name'],
    ['s3://data/../x', keys, 'storage.prefix'],
    ['s3://data', {}, 'storage.no_key'],
    ['s3://data', { ...keys, AWS_SECRET_ACCESS_KEY: '' }, 'storage.no_key'],
    ['s3://data', { ...keys, AWS_ENDPOINT_URL_S3: 'minio:9000' }, 'storage.endpoint'],
    ['s3://data', { ...keys, AWS_ENDPOINT_URL_S3: 'http://AKTEST:a-secret-of-someone@minio' }, 'storage.endpoint'],
    ['http://AKTEST:a-secret-of-someone@minio:9000/data', keys, 'storage.unknown_kind'],
    ['gs://data', keys, 'storage.unknown_kind'],
  ])('refuses %s with %o', async (spec, env: Record<string, string>, code) => {
    await expect(locationOf(spec, env)).rejects.toMatchObject({ code })
    await expect(locationOf(spec, env)).rejects.not.toThrow(/a-secret/)
  })
})
