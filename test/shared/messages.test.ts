import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appRoot } from '../../src/main/appRoot.ts'

const folder = join(appRoot, 'src', 'shared', 'messages')
const rooms = readdirSync(folder).filter((name) => name !== 'index.ts')

interface Message {
  en: string
  es: string
}

async function messagesOf(room: string): Promise<[string, Message][]> {
  const module: Record<string, Record<string, Message>> = await import(join(folder, room))
  return Object.values(module).flatMap((catalogue) => Object.entries(catalogue))
}

describe('the messages', () => {
  it('have a code each: no room takes the code of another', async () => {
    const codes = (await Promise.all(rooms.map(messagesOf))).flat().map(([code]) => code)
    expect(codes.length).toBeGreaterThan(100)
    expect(codes.filter((code, k) => codes.indexOf(code) !== k)).toEqual([])
  })

  it('name the same parameters in each language', async () => {
    const parameters = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
    for (const [code, { en, es }] of (await Promise.all(rooms.map(messagesOf))).flat()) {
      expect([code, parameters(es)]).toEqual([code, parameters(en)])
    }
  })
})
