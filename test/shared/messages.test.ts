import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appRoot } from '../../src/main/appRoot.ts'
import { inLanguage, text } from '../../src/shared/messages/index.ts'

const folder = join(appRoot, 'src', 'shared', 'messages')
const filesIn = (at: string) =>
  readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
const rooms = filesIn(folder).filter((name) => basename(name) !== 'index.ts')

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

  it('say one thing of one and another of none or many, in each language', () => {
    const said = (total: number) => text('experiments.found', { total })
    expect([0, 1, 2, 1250].map(said)).toEqual(['0 runs', '1 run', '2 runs', '1,250 runs'])
    expect(inLanguage('es', () => [said(1), said(2)])).toEqual(['1 ejecución', '2 ejecuciones'])
  })

  it('open no choice between words that has no end', async () => {
    for (const [code, { en, es }] of (await Promise.all(rooms.map(messagesOf))).flat())
      for (const said of [en, es]) expect(said.replace(/\[[^[\]|]+\|[^[\]|]+\]/g, ''), code).not.toMatch(/\[\w+\|/)
  })

  it('are all said somewhere, by their code or by a code that begins alike', async () => {
    const source = filesIn(join(appRoot, 'src'))
      .filter((name) => !name.startsWith(join('shared', 'messages')))
      .map((name) => readFileSync(join(appRoot, 'src', name), 'utf8'))
      .join('\n')
    const beginnings = [...source.matchAll(/`([\w.]+[._])\$\{/g)].map(([, beginning]) => beginning!)
    const codes = (await Promise.all(rooms.map(messagesOf))).flat().map(([code]) => code)
    const said = (code: string) => source.includes(`'${code}'`) || beginnings.some((start) => code.startsWith(start))
    expect(codes.filter((code) => !said(code))).toEqual([])
  })
})
