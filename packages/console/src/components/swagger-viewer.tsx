import 'swagger-ui-dist/swagger-ui.css'
import './swagger-viewer.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import SwaggerUI, { type SwaggerRequest } from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { amendMarkup } from '../api/amend-markup.ts'
import { sessionHeaders } from '../api/client.ts'
import { prepareSwagger } from '../api/prepare-swagger.ts'
import { swaggerPlugin } from './swagger-plugin.ts'

interface ViewerProps {
  /** Swagger 2.0. */
  readonly document: object
  /** Whom requests are made for; without one, nothing can be tried out. */
  readonly token?: string
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

/**
 * Shows a Swagger document and tries its operations out. The token goes from memory into the header of each request: it
 * is in no address, in no storage, and not in what the viewer shows of the request.
 */
export function SwaggerViewer({ document: swagger, token }: ViewerProps) {
  const container = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    document.documentElement.classList.toggle('dark-mode', scheme === 'dark')
    return () => document.documentElement.classList.remove('dark-mode')
  }, [scheme])
  useEffect(() => {
    if (!container.current) return
    const domNode = document.createElement('div')
    container.current.replaceChildren(domNode)
    SwaggerUI({
      domNode,
      spec: prepareSwagger(swagger, location),
      docExpansion: 'none',
      defaultModelsExpandDepth: -1,
      supportedSubmitMethods: token ? methods : [],
      showMutatedRequest: false,
      persistAuthorization: false,
      validatorUrl: null,
      filter: true,
      requestInterceptor: (request) => (token ? authorize(request, token) : request),
      layout: 'BaseLayout',
      plugins: [swaggerPlugin],
    })
    const observer = new MutationObserver(() => amendMarkup(domNode))
    observer.observe(domNode, { childList: true, subtree: true })
    return () => {
      observer.disconnect()
      domNode.remove()
    }
  }, [swagger, token])
  return <div ref={container} />
}

/** Only requests to this server get the token. */
function authorize(request: SwaggerRequest, token: string): SwaggerRequest {
  if (new URL(request.url, location.href).origin !== location.origin) return request
  request.headers = {
    ...request.headers,
    ...sessionHeaders(request.method.toUpperCase()),
    Authorization: `Element ${token}`,
  }
  return request
}
