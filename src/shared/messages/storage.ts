/** What the user reads from the room `storage`. */
export const storage = {} as const
