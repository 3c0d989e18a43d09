// A worker does not inherit the loader that lets node run TypeScript, and ignores `--import tsx`: it has to be registered by hand.
import { register } from 'tsx/esm/api'

register()
await import('./tabularWork.ts')
