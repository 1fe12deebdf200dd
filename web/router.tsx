import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { readArtistSearch } from '@/core/artists/search'
import { readClusterSearch } from '@/core/clusters/clusterSearch'
import { readClustersSearch } from '@/core/clusters/clustersSearch'
import { readFindingSearch } from '@/core/findings/findingSearch'
import { readQueueSearch } from '@/core/findings/search'
import { readNetworkSearch } from '@/core/network/search'
import { readReleaseSearch } from '@/core/releases/search'
import { readRunsSearch } from '@/core/runs/search'
import { readSearchSearch } from '@/core/search/search'
import { QueueView } from '@/views/queue/QueueView'
import { FailureNotice, NotFound } from '@/views/shared/states'
import { Shell } from '@/views/shell/Shell'

// An address says the whole of what is looked at, so that a link shows a colleague the same. `api/page.py` lists these paths too.
const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <FailureNotice error={error} retry={reset} />,
})
const getParentRoute = () => root

const queue = createRoute({
  getParentRoute,
  path: '/',
  validateSearch: readQueueSearch,
  component: QueueView,
})
const finding = createRoute({
  getParentRoute,
  path: '/findings/$id',
  validateSearch: readFindingSearch,
  component: lazyRouteComponent(() => import('@/views/finding/FindingView'), 'FindingView'),
})
const dossier = createRoute({
  getParentRoute,
  path: '/findings/$id/dossier',
  component: lazyRouteComponent(() => import('@/views/finding/DossierView'), 'DossierView'),
})
const network = createRoute({
  getParentRoute,
  path: '/network',
  validateSearch: readNetworkSearch,
  component: lazyRouteComponent(() => import('@/views/network/NetworkView'), 'NetworkView'),
})
const clusters = createRoute({
  getParentRoute,
  path: '/clusters',
  validateSearch: readClustersSearch,
  component: lazyRouteComponent(() => import('@/views/cluster/ClustersView'), 'ClustersView'),
})
const cluster = createRoute({
  getParentRoute,
  path: '/clusters/$id',
  validateSearch: readClusterSearch,
  component: lazyRouteComponent(() => import('@/views/cluster/ClusterView'), 'ClusterView'),
})
const artist = createRoute({
  getParentRoute,
  path: '/artists/$id',
  validateSearch: readArtistSearch,
  component: lazyRouteComponent(() => import('@/views/artist/ArtistView'), 'ArtistView'),
})
const release = createRoute({
  getParentRoute,
  path: '/releases/$id',
  validateSearch: readReleaseSearch,
  component: lazyRouteComponent(() => import('@/views/release/ReleaseView'), 'ReleaseView'),
})
const search = createRoute({
  getParentRoute,
  path: '/search',
  validateSearch: readSearchSearch,
  component: lazyRouteComponent(() => import('@/views/search/SearchView'), 'SearchView'),
})
const runs = createRoute({
  getParentRoute,
  path: '/runs',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('@/views/runs/RunsView'), 'RunsView'),
})
const run = createRoute({
  getParentRoute,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('@/views/runs/RunView'), 'RunView'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    queue,
    finding,
    dossier,
    network,
    clusters,
    cluster,
    artist,
    release,
    search,
    runs,
    run,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
