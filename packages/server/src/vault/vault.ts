/** Where a sealed value lives. It is bound to this place: moved elsewhere, it does not open. */
export interface Place {
  readonly table: string
  readonly column: string
  readonly rowId: number
}

/**
 * Sealing of secrets: AES-256-GCM under a data key per organization, which is itself wrapped by a key-encryption key.
 * docs/reference/vault-format.md describes the bytes.
 */
export interface Vault {
  /** Seal a text for one place of one organization. */
  seal(organizationId: number, place: Place, plaintext: string): Promise<Buffer>
  /** Open what `seal` made for the same organization and place. @throws {Error} when it was made for another or was changed. */
  open(organizationId: number, place: Place, sealed: Buffer): Promise<string>
}
