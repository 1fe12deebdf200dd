import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { Failure } from './core/api/failure'
import { applyTheme, readTheme } from './core/theme/theme'
import { router } from './router'
import './styles/theme.css'
import './styles/parts.css'
import './styles/shell.css'

applyTheme(readTheme())

const client = new QueryClient({
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
