// The server scripts of the peers are plain JavaScript run by plain Node, so that nothing of our tooling is in their memory.

/** The data directory the bench gave this server. */
export function dataFolder() {
  const folder = process.env.BENCH_DATA
  if (folder === undefined) throw new Error('BENCH_DATA is not set: these scripts are started by bench/main.ts')
  return folder
}

/** Tells the bench where it listens (`Address` in process/server.ts); ends with the bench, so that no server is left behind. */
export function announce(address) {
  process.send?.(address)
  process.on('disconnect', () => process.exit(0))
}
