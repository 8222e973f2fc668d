/** The TypeScript client of Valence. */
export { ApiError, type ApiFailure } from './api-error.ts'
export {
  type Answer,
  BASE_PATH,
  type Client,
  type ClientOptions,
  createClient,
  type Input,
  type OperationName,
} from './client.ts'
export type * from './openapi.ts'
