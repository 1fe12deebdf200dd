import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `namesake serve` answers while the page is worked on with `npm run dev`. */
const server = process.env.NAMESAKE_ADDRESS ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  build: {
    outDir: '../api/page',
    emptyOutDir: true,
    // a policy that allows no inline script and no data: address
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
  worker: { format: 'es' },
  server: { proxy: { '/graphql': server, '/sign-in': server, '/sign-out': server } },
})
