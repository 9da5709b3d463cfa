/** What the user reads from the room `pipeline`. */
export const pipeline = {} as const
