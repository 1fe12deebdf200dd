import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { Failure, needsSignIn } from './core/api/failure'
import { viewerQuery } from './core/session/viewer'
import { applyTheme, readTheme } from './core/theme/theme'
import { router } from './router'
import { say } from './views/shared/toasts'
import './styles/theme.css'
import './styles/parts.css'
import './styles/shell.css'

applyTheme(readTheme())

/** Whatever finds that the session has ended has the shell ask who is signed in, and so show the way in. */
const noticeEnd = (error: unknown) => {
  if (needsSignIn(error)) void client.invalidateQueries({ queryKey: viewerQuery.queryKey })
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey, state }) => {
      // the viewer's own failure is what the shell shows
      if (queryKey[0] === viewerQuery.queryKey[0]) return
      if (needsSignIn(error)) noticeEnd(error)
      else if (state.data !== undefined) say(`What is shown may be out of date: ${error.message}`)
    },
  }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && error instanceof Failure && error.code === 'unreachable',
      refetchOnWindowFocus: false,
    },
  },
})

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no #page')
createRoot(place).render(
  <QueryClientProvider client={client}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
)
