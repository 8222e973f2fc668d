import type { Row } from './mapping.ts'

/**
 * Empty records with room for 64 members.
 *
 * V8 keeps members that are added under computed names in an object's fast form only while they fit: an object that began
 * as `{}` turns into a hash table with the 17th. Measured on Node 24 for 60 members: 2,500 ns as a hash table and 1,200 ns
 * with room (records of one shape), 4,800 and 1,800 ns (every record another shape), and JSON.stringify is twice as fast
 * afterwards. How much room an object gets is the number of assignments to `this` in the function that constructs it, so
 * here are 64 that never run. The prototype is that of `{}`: nobody can tell the two apart.
 */
function RoomyRow(this: Row, isNever?: true): void {
  if (!isNever) return
  // biome-ignore format: one a line would be 64 lines
  this.s0 = 0;
  this.s1 = 0
  this.s2 = 0
  this.s3 = 0
  this.s4 = 0
  this.s5 = 0
  this.s6 = 0
  this.s7 = 0
  this.s8 = 0
  this.s9 = 0
  this.s10 = 0
  this.s11 = 0
  this.s12 = 0
  this.s13 = 0
  this.s14 = 0
  this.s15 = 0
  this.s16 = 0
  this.s17 = 0
  this.s18 = 0
  this.s19 = 0
  this.s20 = 0
  this.s21 = 0
  this.s22 = 0
  this.s23 = 0
  this.s24 = 0
  this.s25 = 0
  this.s26 = 0
  this.s27 = 0
  this.s28 = 0
  this.s29 = 0
  this.s30 = 0
  this.s31 = 0
  this.s32 = 0
  this.s33 = 0
  this.s34 = 0
  this.s35 = 0
  this.s36 = 0
  this.s37 = 0
  this.s38 = 0
  this.s39 = 0
  this.s40 = 0
  this.s41 = 0
  this.s42 = 0
  this.s43 = 0
  this.s44 = 0
  this.s45 = 0
  this.s46 = 0
  this.s47 = 0
  this.s48 = 0
  this.s49 = 0
  this.s50 = 0
  this.s51 = 0
  this.s52 = 0
  this.s53 = 0
  this.s54 = 0
  this.s55 = 0
  this.s56 = 0
  this.s57 = 0
  this.s58 = 0
  this.s59 = 0
  this.s60 = 0
  this.s61 = 0
  this.s62 = 0
  this.s63 = 0
}
RoomyRow.prototype = Object.prototype

const roomy = RoomyRow as unknown as new () => Row

/** How many members `{}` takes before it turns into a hash table. */
const plainMembers = 16

// V8 looks at the first few objects to see how much of the room is used, and takes the rest away for good.
const witnesses = Array.from({ length: 8 }, () => {
  const row = new roomy()
  for (let i = 0; i < 64; i += 1) row[`s${i}`] = i
  return row
})

/** A new, empty object for a number of members. */
export function newRow(members: number): Row {
  return members > plainMembers && witnesses.length > 0 ? new roomy() : {}
}
