import type { Role } from '@posthorn/contract/route.ts'

// The contract's own list sits beside its schemas; the browser gets the order alone.
const order: Readonly<Record<Role, number>> = { viewer: 0, contributor: 1, editor: 2, admin: 3, owner: 4 }
export const roles = ['viewer', 'contributor', 'editor', 'admin', 'owner'] as const satisfies readonly Role[]

/** True if the first role may do what the second may. */
export const atLeast = (role: Role, needed: Role): boolean => order[role] >= order[needed]
