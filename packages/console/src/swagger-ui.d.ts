/** The part of Swagger UI that the console uses; the package brings no types of its own. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export interface SwaggerRequest {
    readonly url: string
    readonly method: string
    headers: Record<string, string>
    /** `true` while the document itself is loaded. */
    readonly loadSpec?: boolean
  }

  export interface SwaggerOptions {
    readonly domNode: HTMLElement
    readonly spec: object
    readonly docExpansion: 'list' | 'none' | 'full'
    readonly defaultModelsExpandDepth: number
    readonly supportedSubmitMethods: readonly string[]
    readonly showMutatedRequest: boolean
    readonly persistAuthorization: boolean
    readonly validatorUrl: null
    readonly filter: boolean
    readonly requestInterceptor: (request: SwaggerRequest) => SwaggerRequest
    readonly layout: 'BaseLayout'
    readonly plugins: readonly object[]
  }

  const SwaggerUI: (options: SwaggerOptions) => object
  export default SwaggerUI
}
