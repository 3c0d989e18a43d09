import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Beside every file its compressed forms: on a slow network the page is as quick as it is small, and no request waits for a compressor. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    const folder = new URL('dist/intake/form-assets/', import.meta.url).pathname
    for (const name of readdirSync(folder).filter(each => /\.(js|css)$/.test(each))) {
      const bytes = readFileSync(join(folder, name))
      writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes))
    }
  },
}

/**
 * The page for people without an account (client/intake), built apart from the staff's: for browsers of 2018, without its libraries and without its
 * service worker. React has a file of its own, so that it is kept when the page changes.
 */
export default defineConfig({
  root: 'client',
  publicDir: false,
  plugins: [react(), compressed],
  build: {
    outDir: '../dist/intake',
    emptyOutDir: true,
    assetsDir: 'form-assets',
    target: ['es2018', 'chrome64', 'safari12'],
    rolldownOptions: {
      input: 'client/intake.html',
      output: {
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] },
      },
    },
  },
})
