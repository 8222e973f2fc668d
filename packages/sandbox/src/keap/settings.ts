/** What the control port can change about the sandbox's behaviour. */
export interface SandboxSettings {
  /** Life of new access tokens, in seconds. 86399 was observed. */
  expiresIn: number
  /**
   * Error of a refused refresh: `invalid_grant` "Invalid refresh token" (recorded 2016) or `invalid_request` "Invalid
   * Refresh Token" (recorded later, after the change of gateway).
   */
  refreshError: 'invalid_grant' | 'invalid_request'
  /** `next_page_token` as a bare token, or as the whole address of the next page (a 2024 capture shows that). */
  nextPageToken: 'token' | 'url'
}

export const defaultSettings: Readonly<SandboxSettings> = {
  expiresIn: 86_399,
  refreshError: 'invalid_grant',
  nextPageToken: 'token',
}
