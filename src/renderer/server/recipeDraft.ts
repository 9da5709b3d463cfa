import { useSyncExternalStore } from 'react'

/** Parameters that the user has changed and no run has taken yet, by name: `balance.neighbours`. */
export type RecipeChanges = Readonly<Record<string, unknown>>

const KEY = 'arrest-workbench.recipe-changes'
const listeners = new Set<() => void>()
let changes: RecipeChanges = stored()

function stored(): RecipeChanges {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function set(next: RecipeChanges): void {
  changes = next
  localStorage.setItem(KEY, JSON.stringify(next))
  for (const listener of listeners) listener()
}

/** The changed parameters of the next run; they outlast a reload. */
export function useRecipeChanges(): RecipeChanges {
  return useSyncExternalStore(subscribe, () => changes)
}

/** Changes a parameter of the next run; undefined takes the change back. */
export function changeParameter(name: string, value: unknown): void {
  const { [name]: _, ...others } = changes
  set(value === undefined ? others : { ...others, [name]: value })
}

/** Takes all changes back, or those of one step. */
export function resetParameters(step?: string): void {
  const kept = step === undefined ? [] : Object.entries(changes).filter(([name]) => !name.startsWith(`${step}.`))
  set(Object.fromEntries(kept))
}

/** A recipe with the changes in it. */
export function changedRecipe<T>(recipe: T, changed: RecipeChanges): T {
  const copy = structuredClone(recipe)
  for (const [name, value] of Object.entries(changed)) {
    const path = name.split('.')
    const last = path.pop()
    let section: unknown = copy
    for (const key of path) section = isRecord(section) ? section[key] : undefined
    if (isRecord(section) && last !== undefined && Object.hasOwn(section, last)) section[last] = value
  }
  return copy
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
