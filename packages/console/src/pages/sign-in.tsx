import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { ApiError } from '@valence/sdk'
import { type FormEvent, useEffect } from 'react'
import { signIn } from '../api/client.ts'
import { sessionQuery } from '../api/queries.ts'
import { queryClient } from '../api/query-client.ts'
import { Problem } from '../components/problem.tsx'
import classes from './sign-in.module.css'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  useEffect(() => {
    document.title = 'Sign in · Valence'
  }, [])
  const attempt = useMutation({
    mutationFn: ({ username, password }: { username: string; password: string }) =>
      signIn(username, password),
    onSuccess: (session) => {
      queryClient.clear()
      queryClient.setQueryData(sessionQuery.queryKey, session)
      router.history.replace(isOwnPath(next) ? next : '/elements')
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    attempt.mutate({
      username: String(form.get('username')),
      password: String(form.get('password')),
    })
  }
  return (
    <main className={classes.main}>
      <Paper className={classes.box} withBorder>
        <Title order={1}>Sign in to Valence</Title>
        <form onSubmit={submit}>
          <Stack mt="md">
            {attempt.isError && <Problem error={attempt.error} title={titleOf(attempt.error)} />}
            <TextInput
              name="username"
              label="E-mail address"
              type="email"
              autoComplete="username"
              required
            />
            <PasswordInput
              name="password"
              label="Password"
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
              required
            />
            <Button type="submit" loading={attempt.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
        <Text size="sm" c="dimmed" mt="md">
          The server printed the first e-mail address and password when it started for the first
          time.
        </Text>
      </Paper>
    </main>
  )
}

function titleOf(error: Error): string {
  return error instanceof ApiError && error.status === 429
    ? 'Too many attempts'
    : 'You are not signed in'
}

/** Only paths of this server: an address may come from anywhere. */
function isOwnPath(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next)
}
