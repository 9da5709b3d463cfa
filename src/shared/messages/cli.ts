/** What the user reads from the room `cli`. */
export const cli = {} as const
