import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

/**
 * The service worker and the manifest (docs/SPEC.md PHONE-9 … PHONE-10): every device keeps what a phone needs to start; what is loaded later or only
 * at a desk – the grid above all – is kept by client/phone/offlineStart.ts once it has been loaded. No answer of the server is kept.
 */
const offline = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  filename: 'sw.js',
  manifestFilename: 'app.webmanifest',
  manifest: {
    id: '/',
    name: '共济 Gongji',
    short_name: '共济',
    description: '灾害响应的共享表格 · The shared sheet of a disaster response',
    lang: 'zh-CN',
    start_url: '/',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#0b6478',
    icons: [
      { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg}', 'icons/192.png'],
    globIgnores: ['**/{grid,SheetGrid,SheetScreen,TimeView,People*,NotePanel,pinyin,divisions}-*.js'],
    navigateFallback: '/index.html',
    navigateFallbackDenylist: [
      /^\/(?:f\/|t$|c$)/,
      /^\/api\b/,
      /^\/sync\b/,
      /^\/(?:healthz|readyz|metrics)\b/,
      /\.\w+$/,
    ],
    runtimeCaching: [
      {
        urlPattern: /\/assets\//,
        handler: 'CacheFirst',
        options: { cacheName: 'gongji-loaded', expiration: { maxEntries: 80 } },
      },
    ],
    cleanupOutdatedCaches: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
  },
})

/** The staff page. In development Vite runs inside the server (server/http/page.ts), so there is one process and one port. */
export default defineConfig({
  root: 'client',
  plugins: [react(), offline],
  resolve: { dedupe: ['yjs', 'lib0', 'y-protocols'] },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // First of all: a group takes what its files import along, and a phone would fetch the grid for the sake of react.
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 2 },
            // With every schema's library comes the word that it may not make code from text.
            { name: 'schemas', test: /node_modules\/zod\/|client\/app\/noEval/, priority: 3 },
            { name: 'pinyin', test: /node_modules\/pinyin-pro\// },
            { name: 'grid', test: /ag-grid/ },
            { name: 'ui', test: /node_modules\/(antd|@ant-design|@rc-component|rc-)/ },
          ],
        },
      },
    },
  },
})
