/** What a token endpoint granted (RFC 6749 §5.1). */
export interface TokenSet {
  readonly accessToken: string
  /** Absent when the vendor sent none: the former one stays (RFC 6749 §6). */
  readonly refreshToken?: string
  /** Seconds; absent when the vendor did not say. */
  readonly expiresIn?: number
  readonly scope?: string
  /** Configuration values that came beside the tokens: `oauth.token.captures` of the element. */
  readonly captured?: Readonly<Record<string, string>>
}
