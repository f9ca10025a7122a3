/** FNV-1a, 64 bits: tells texts apart and spreads those that look alike, and needs no more than that. Browser-safe. */
export function fingerprint(text: string): bigint {
  let hash = 0xcb_f2_9c_e4_84_22_23_25n
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x1_00_00_00_01_b3n)
  return hash
}
