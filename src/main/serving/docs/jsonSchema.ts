import { z } from 'zod'

/** A schema as the JSON Schema of an answer, which fastify compiles to a serializer. */
export function answerSchema(schema: z.ZodType): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { target: 'draft-7' }) }
}

/** A schema as OpenAPI 3.1 has it: of what a client sends (`input`), or of what it gets (`output`). */
export function openApiSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema, '~standard': standard, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return rest
}
