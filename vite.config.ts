import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The staff page. In development Vite runs inside the server (server/http/page.ts), so there is one process and one port. */
export default defineConfig({
  root: 'client',
  plugins: [react()],
  resolve: { dedupe: ['yjs', 'lib0', 'y-protocols'] },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'grid', test: /ag-grid/ },
            { name: 'ui', test: /node_modules\/(antd|@ant-design|@rc-component|rc-)/ },
          ],
        },
      },
    },
  },
})
