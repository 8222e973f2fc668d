import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { sessionQuery } from '../api/queries.ts'
import { ProfileMenu } from './profile-menu.tsx'
import classes from './shell.module.css'

const places = [
  { to: '/elements', label: 'Elements' },
  { to: '/instances', label: 'Instances' },
  { to: '/activity', label: 'Activity' },
  { to: '/connect-links', label: 'Connect links' },
] as const

/** What stands around every page of who is signed in. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery)
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link to="/elements" className={classes.brand}>
            <img src="/favicon.svg" width="24" height="24" alt="" />
            Valence
          </Link>
          <nav className={classes.places} aria-label="Main">
            {places.map(({ to, label }) => (
              <Link
                key={to}
                to={to}
                className={classes.place}
                activeOptions={{ includeSearch: false }}
                activeProps={{ 'data-active': true }}
              >
                {label}
              </Link>
            ))}
          </nav>
          <div className={classes.profile}>
            <ProfileMenu session={session} />
          </div>
        </div>
      </header>
      <Content />
    </>
  )
}

/** The page itself. After a change of page the keyboard's place is here, so that screen readers begin with it. */
function Content() {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const main = useRef<HTMLElement>(null)
  const previous = useRef(path)
  useEffect(() => {
    if (previous.current !== undefined && previous.current !== path)
      main.current?.focus({ preventScroll: true })
    previous.current = path
  }, [path])
  return (
    <main id="content" ref={main} tabIndex={-1} className={classes.main}>
      <Outlet />
    </main>
  )
}
