import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import type { PredictionServer } from '../../../src/main/serving/server.ts'
import {
  batchPredictionSchema,
  errorSchema,
  feedbackAnswerSchema,
  predictionSchema,
} from '../../../src/shared/serving/prediction.ts'
import { logisticChampion } from './logisticChampion.ts'
import { forgetfulLog, get, post, serve } from './support.ts'

/** The part of JSON Schema that the endpoint's document uses. */
interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  allOf?: Schema[]
}

const ANSWERS = {
  '/predict': predictionSchema,
  '/predict/batch': batchPredictionSchema,
  '/feedback': feedbackAnswerSchema,
}
const BODIES = { '/predict': 'Instance', '/predict/batch': 'Batch', '/feedback': 'Feedback' }
type Path = keyof typeof ANSWERS

interface Documented {
  schemas: Record<string, Schema>
  statuses: Record<Path, number[]>
}

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
  components: z.object({ schemas: z.record(z.string(), z.custom<Schema>()) }),
})

async function documented(server: PredictionServer): Promise<Documented> {
  const { paths, components } = documentSchema.parse((await get(server, '/openapi.json')).body)
  const statuses = (path: Path) => Object.keys(paths[path]!.post!.responses).map(Number)
  return {
    schemas: components.schemas,
    statuses: {
      '/predict': statuses('/predict'),
      '/predict/batch': statuses('/predict/batch'),
      '/feedback': statuses('/feedback'),
    },
  }
}

/** Bodies that a schema of the document describes. */
function described(schema: Schema, schemas: Record<string, Schema>): fc.Arbitrary<unknown> {
  const of = (inner: Schema) => described(inner, schemas)
  if (schema.$ref !== undefined) return of(schemas[schema.$ref.split('/').at(-1)!]!)
  if (schema.properties !== undefined) return objects(schema, schemas)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(of))
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'array':
      return fc.array(of(schema.items!), { maxLength: 5 })
    case 'number':
      return fc.double({ min: schema.minimum!, max: schema.maximum!, noNaN: true })
    case 'integer':
      return fc.maxSafeInteger()
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return schema.pattern === undefined
        ? fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 30, 30) })
        : fc.stringMatching(new RegExp(schema.pattern)).filter((text) => text.length <= (schema.maxLength ?? 200))
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objects(schema: Schema, schemas: Record<string, Schema>): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties!).map(([name, inner]) => [name, described(inner, schemas)] as const)
  return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] })
}

/** One field of an object replaced, removed or added; an instance of a batch likewise. */
const spoiled = (body: fc.Arbitrary<unknown>) =>
  fc
    .tuple(body, fc.constantFrom('replace', 'remove', 'add'), fc.nat(), fc.jsonValue({ maxDepth: 2 }), fc.string())
    .map(([value, how, which, other, name]) => {
      if (typeof value !== 'object' || value === null) return other
      const entries = Object.entries(value)
      const [field] = entries.length === 0 ? [name] : entries[which % entries.length]!
      if (how === 'add') return { ...value, [name]: other }
      const rest = entries.filter(([key]) => key !== field)
      return Object.fromEntries(how === 'remove' ? rest : [...rest, [field, other]])
    })

describe('bodies made from the own OpenAPI document', () => {
  it.each(['/predict', '/predict/batch', '/feedback'] as const)(
    'are answered as it says by %s, whatever they are',
    async (path) => {
      const server = await serve({ log: forgetfulLog() })
      const { schemas, statuses } = await documented(server)
      const body = described(schemas[BODIES[path]]!, schemas)
      const any = fc.oneof(
        body.map((value) => JSON.stringify(value)),
        spoiled(body).map((value) => JSON.stringify(value)),
        fc.json(),
        fc.string(),
      )
      await fc.assert(
        fc.asyncProperty(any, async (text) => {
          const { status, body: answer } = await post(server, path, text)
          expect(statuses[path]).toContain(status)
          expect([200, 422]).toContain(status)
          if (status === 200) expect(ANSWERS[path].parse(answer)).toEqual(answer)
          else expect(errorSchema.parse(answer).detail).not.toHaveLength(0)
        }),
        { numRuns: 400 },
      )
    },
  )

  it('are 200 when they are rows of features as described', async () => {
    const server = await serve()
    const { schemas } = await documented(server)
    await fc.assert(
      fc.asyncProperty(described(schemas.Features!, schemas), async (body) => {
        expect((await post(server, '/predict', body)).status).toBe(200)
      }),
      { numRuns: 100 },
    )
  })

  it('never make another request fail', async () => {
    const server = await serve()
    const good = exampleFeatures(logisticChampion('1'))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.string(), async (bytes, type) => {
        const headers = { 'content-type': `application/json; x=${encodeURIComponent(type)}` }
        const bad = await fetch(`${server.address}/predict`, { method: 'POST', headers, body: Buffer.from(bytes) })
        await bad.arrayBuffer()
        expect(bad.status).toBeLessThan(500)
        expect((await post(server, '/predict', good)).status).toBe(200)
      }),
      { numRuns: 100 },
    )
  })
})
