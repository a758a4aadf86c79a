import base from '/work/main/test/support/renderer-preview/vite.config.ts'
export default {
  ...base,
  cacheDir: '/tmp/vite-cache-mine',
  server: { ...base.server, port: 5333, strictPort: true, hmr: false, watch: null }
}
