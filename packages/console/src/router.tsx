/** Which page is where. Every page is loaded when it is first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from '@valence/sdk'
import { sessionQuery } from './api/queries.ts'
import { queryClient } from './api/query-client.ts'
import { Loading } from './components/loading.tsx'
import { PageFailure } from './components/page-failure.tsx'
import { Shell } from './layout/shell.tsx'
import { NotFoundPage } from './pages/not-found.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

/** Pages for everybody. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ ...textOf(search, 'next') }),
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
})

const connect = createRoute({
  getParentRoute: () => root,
  path: '/connect/$token',
  component: lazyRouteComponent(() => import('./pages/connect.tsx'), 'ConnectPage'),
})

const callback = createRoute({
  getParentRoute: () => root,
  path: '/oauth/callback',
  component: lazyRouteComponent(() => import('./pages/oauth-callback.tsx'), 'OAuthCallbackPage'),
})

/** Pages for who is signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: { next: location.href }, replace: true })
    }
  },
  pendingComponent: Loading,
  errorComponent: ({ error }) => <PageFailure error={error} />,
})

const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/elements', replace: true })
  },
})

const elements = createRoute({
  getParentRoute: () => shell,
  path: '/elements',
  validateSearch: (search): { q?: string; hub?: string; auth?: string } => ({
    ...textOf(search, 'q'),
    ...textOf(search, 'hub'),
    ...textOf(search, 'auth'),
  }),
  component: lazyRouteComponent(() => import('./pages/elements.tsx'), 'ElementsPage'),
})

const element = createRoute({
  getParentRoute: () => shell,
  path: '/elements/$key',
  component: lazyRouteComponent(() => import('./pages/element.tsx'), 'ElementPage'),
})

const elementDocs = createRoute({
  getParentRoute: () => shell,
  path: '/elements/$key/docs',
  component: lazyRouteComponent(() => import('./pages/element-docs.tsx'), 'ElementDocsPage'),
})

const authenticate = createRoute({
  getParentRoute: () => shell,
  path: '/elements/$key/authenticate',
  component: lazyRouteComponent(() => import('./pages/authenticate.tsx'), 'AuthenticatePage'),
})

const instances = createRoute({
  getParentRoute: () => shell,
  path: '/instances',
  validateSearch: (search): { q?: string; tag?: string } => ({
    ...textOf(search, 'q'),
    ...textOf(search, 'tag'),
  }),
  component: lazyRouteComponent(() => import('./pages/instances.tsx'), 'InstancesPage'),
})

const instance = createRoute({
  getParentRoute: () => shell,
  path: '/instances/$id',
  component: lazyRouteComponent(() => import('./pages/instance.tsx'), 'InstancePage'),
})

const instanceConnected = createRoute({
  getParentRoute: () => shell,
  path: '/instances/$id/connected',
  validateSearch: (search): { again?: boolean } =>
    search['again'] === true ? { again: true } : {},
  component: lazyRouteComponent(() => import('./pages/connected.tsx'), 'ConnectedPage'),
})

const instanceEdit = createRoute({
  getParentRoute: () => shell,
  path: '/instances/$id/edit',
  component: lazyRouteComponent(() => import('./pages/instance-edit.tsx'), 'InstanceEditPage'),
})

const instanceDocs = createRoute({
  getParentRoute: () => shell,
  path: '/instances/$id/docs',
  component: lazyRouteComponent(() => import('./pages/instance-docs.tsx'), 'InstanceDocsPage'),
})

const activity = createRoute({
  getParentRoute: () => shell,
  path: '/activity',
  validateSearch: (search): ActivitySearch => ({
    ...textOf(search, 'instance'),
    ...textOf(search, 'element'),
    ...textOf(search, 'method'),
    ...textOf(search, 'status'),
    ...textOf(search, 'q'),
    ...textOf(search, 'span'),
  }),
  component: lazyRouteComponent(() => import('./pages/activity.tsx'), 'ActivityPage'),
})

/** The filters of the activity page, as they stand in its address. */
export interface ActivitySearch {
  instance?: string
  element?: string
  method?: string
  status?: string
  q?: string
  span?: string
}

const activityRequest = createRoute({
  getParentRoute: () => shell,
  path: '/activity/$id',
  component: lazyRouteComponent(() => import('./pages/activity-request.tsx'), 'RequestPage'),
})

const connectLinks = createRoute({
  getParentRoute: () => shell,
  path: '/connect-links',
  component: lazyRouteComponent(() => import('./pages/connect-links.tsx'), 'ConnectLinksPage'),
})

const newConnectLink = createRoute({
  getParentRoute: () => shell,
  path: '/connect-links/new',
  component: lazyRouteComponent(() => import('./pages/new-connect-link.tsx'), 'NewConnectLinkPage'),
})

const organization = createRoute({
  getParentRoute: () => shell,
  path: '/organization',
  component: lazyRouteComponent(() => import('./pages/organization.tsx'), 'OrganizationPage'),
})

const routeTree = root.addChildren([
  signIn,
  connect,
  callback,
  shell.addChildren([
    index,
    elements,
    element,
    elementDocs,
    authenticate,
    instances,
    instance,
    instanceConnected,
    instanceEdit,
    instanceDocs,
    activity,
    activityRequest,
    connectLinks,
    newConnectLink,
    organization,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error }) => <PageFailure error={error} />,
  defaultNotFoundComponent: NotFoundPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** A member of the search part that is text; numbers come unquoted. */
function textOf<Name extends string>(
  search: Record<string, unknown>,
  name: Name,
): { [K in Name]?: string } {
  const value = search[name]
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== ''
    ? ({ [name]: text } as { [K in Name]?: string })
    : {}
}
