/** How the inputs of one model differ from another's; undefined when they are the same. Clients send inputs by name, so their order does not matter. */
export function changedFeatures(from: string[], to: string[]): { missing: string[]; added: string[] } | undefined {
  const missing = from.filter((name) => !to.includes(name))
  const added = to.filter((name) => !from.includes(name))
  return missing.length + added.length === 0 ? undefined : { missing, added }
}

/** Names as a message lists them. */
export function listed(names: string[]): string {
  return names.length === 0 ? '–' : names.join(', ')
}
