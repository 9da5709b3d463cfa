/** What the user reads from the room `registry`. */
export const registry = {} as const
