/**
 * What of Swagger UI is shown differently: its layout, and a curl line that names secrets instead of holding them. Swagger
 * UI brings a React of its own, so components are made with that.
 */
import { curlLine } from '../api/curl-line.ts'

interface SwaggerSystem {
  readonly React: {
    createElement(type: unknown, properties: object | null, ...children: unknown[]): unknown
  }
}

interface LayoutProperties {
  /** A component of Swagger UI, with its state when the second parameter is `true`. */
  readonly getComponent: (name: string, isConnected: boolean) => unknown
}

/** An immutable map, as Swagger UI passes requests on. */
interface RequestMap {
  get(name: string): unknown
  toJS(): { readonly headers?: Record<string, string> }
}

/** In place of Swagger UI's layout: no second heading, no choice of a server, no second `main`; the page has these. */
function wrapLayout(_original: unknown, { React }: SwaggerSystem) {
  return ({ getComponent }: LayoutProperties) =>
    React.createElement(
      'div',
      { className: 'swagger-ui' },
      ...['SvgAssets', 'FilterContainer', 'errors', 'operations'].map((name) =>
        React.createElement(getComponent(name, true), { key: name }),
      ),
    )
}

/** In place of Swagger UI's own component of this name. */
function wrapCurl(_original: unknown, { React }: SwaggerSystem) {
  return ({ request }: { readonly request: RequestMap }) => {
    const body = request.get('body')
    const line = curlLine({
      method: String(request.get('method')),
      url: String(request.get('url')),
      headers: request.toJS().headers ?? {},
      body: typeof body === 'string' ? body : undefined,
    })
    return React.createElement(
      'div',
      { className: 'curl-command' },
      React.createElement('h4', null, 'Curl'),
      React.createElement('pre', { className: 'curl microlight', tabIndex: 0 }, line),
    )
  }
}

/** To be named among the plugins of Swagger UI. */
export const swaggerPlugin = {
  wrapComponents: {
    BaseLayout: wrapLayout,
    curl: wrapCurl,
  },
}
