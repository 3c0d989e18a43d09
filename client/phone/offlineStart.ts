/**
 * The page on this device, so that it starts without a network (PHONE-9): a service worker keeps the built files; this keeps beside them
 * whatever else of the build this page has loaded (the grid is not among what every phone has to fetch). No answer of the server is ever kept.
 */
import { createValueStore, useStoreValue } from '../ui/valueStore.ts'

/**
 * `unsupported`: the browser has no service worker here (plain http, private window) · `preparing` · `ready`: this page starts without a
 * network · `renewed`: a newer version waits to be taken
 */
export type OfflineStart = 'unsupported' | 'preparing' | 'ready' | 'renewed'

/** The name vite.config.ts gives the worker's cache of files loaded on the way. */
const LOADED = 'gongji-loaded'
const ASSETS = '/assets/'

const state = createValueStore<OfflineStart>('unsupported')
let waiting: ServiceWorker | undefined
/** The person of this tab has asked for the newer version. */
let asked = false

/** How far this device is, followed. */
export const useOfflineStart = (): OfflineStart => useStoreValue(state)

/** Begins keeping the page on this device, where the browser allows it. `worker` is its address. */
export async function keepForOffline(worker: string): Promise<void> {
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker
  if (container === undefined || typeof caches === 'undefined') return
  state.set('preparing')
  // Only the tab whose person took the newer version is loaded anew; another one may be in the middle of a word.
  container.addEventListener('controllerchange', () => {
    if (asked) location.reload()
    else state.set('renewed')
  })
  try {
    const registration = await container.register(worker)
    const look = (): void => {
      if (registration.waiting !== null && container.controller !== null) {
        waiting = registration.waiting
        state.set('renewed')
      }
    }
    look()
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
    await container.ready
    await keepLoaded()
    if (state.get() === 'preparing') state.set('ready')
  } catch {
    // A server whose certificate is not trusted, a full disk: the page works as ever, it only does not start without a network.
    state.set('unsupported')
  }
}

/** Takes the newer version: the page is loaded anew. */
export function takeNewVersion(): void {
  asked = true
  if (waiting?.state === 'installed') waiting.postMessage({ type: 'SKIP_WAITING' })
  else location.reload()
}

/** Keeps the files of the build this page has loaded so far, and those it loads later. */
async function keepLoaded(): Promise<void> {
  const cache = await caches.open(LOADED)
  const keep = async (entries: readonly PerformanceEntry[]): Promise<void> => {
    const urls = entries
      .map(({ name }) => new URL(name))
      .filter(url => url.origin === location.origin && url.pathname.startsWith(ASSETS))
    for (const url of urls)
      if ((await caches.match(url.href)) === undefined) await cache.add(url.href).catch(() => undefined)
  }
  await keep(performance.getEntriesByType('resource'))
  new PerformanceObserver(list => void keep(list.getEntries())).observe({ type: 'resource' })
}
