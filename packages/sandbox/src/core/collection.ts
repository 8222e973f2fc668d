/** A record of the sandbox: ids are decimal numbers written as text, as on the vendor's wire. */
export interface Entity {
  readonly id: string
}

/**
 * Records of one kind in one tenant, always in ascending order of id. Records are replaced, never changed in place, so
 * that an answer serialised once stays right for as long as its record object lives.
 */
export class Collection<T extends Entity> {
  readonly #byId = new Map<string, T>()
  #ordered: T[] = []
  #lastId: number

  /** @param firstId - The id the first record gets. */
  constructor(firstId = 1) {
    this.#lastId = firstId - 1
  }

  get size(): number {
    return this.#ordered.length
  }

  get(id: string): T | undefined {
    return this.#byId.get(id)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** All records, in ascending order of id. The array is the collection's own: do not change it. */
  all(): readonly T[] {
    return this.#ordered
  }

  /** The id the next created record will have. */
  nextId(): string {
    return String(this.#lastId + 1)
  }

  /** Add a record. Its id must be higher than every id given out before. */
  insert(record: T): T {
    const id = Number(record.id)
    if (!(id > this.#lastId)) throw new RangeError(`Id ${record.id} was given out before.`)
    this.#lastId = id
    this.#byId.set(record.id, record)
    this.#ordered.push(record)
    return record
  }

  /** Put a new version of a record in the place of the one with its id. */
  replace(record: T): T {
    const at = this.positionAfter(record.id) - 1
    if (this.#ordered[at]?.id !== record.id) throw new RangeError(`No record ${record.id}.`)
    this.#ordered[at] = record
    this.#byId.set(record.id, record)
    return record
  }

  /** Remove a record. False when there was none. Its id is never given out again. */
  delete(id: string): boolean {
    if (!this.#byId.delete(id)) return false
    this.#ordered = this.#ordered.filter((record) => record.id !== id)
    return true
  }

  /** Index in `all()` of the first record whose id is higher than `id`. */
  positionAfter(id: string): number {
    const wanted = Number(id)
    let low = 0
    let high = this.#ordered.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (Number(this.#ordered[middle]?.id) <= wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
