/** What one connection and one member may ask of the sync server (docs/SPEC.md SYNC-1 … SYNC-4). */
export const LIMITS = {
  /** Largest socket message, bytes; larger ones close with 1009. */
  message: 8 << 20,
  /** Bytes a member may send: the burst is one full offline paste. */
  bytesBurst: 8 << 20,
  bytesPerSecond: 256 << 10,
  /** Presence costs this many times less: a plain client echoes everybody's, and among thousands that is more than anyone types. */
  presenceDiscount: 16,
  messagesPerSecond: 50,
  messagesBurst: 200,
  /** A connection that has not spoken by then is closed, ms. */
  firstMessage: 10_000,
  /** Between pings, ms; two without an answer end the connection. */
  ping: 30_000,
  /** A lone reader hears something at least this often, ms: y-websocket gives up after 30 s without a message. */
  silence: 15_000,
  /** Unsent bytes above which a reader is behind: it gets no more until it has caught up, then one difference. */
  behind: 1 << 20,
  /** A reader that takes in no byte for so long while behind is let go, ms. */
  behindFor: 30_000,
  /** Cells a connection may be about to write again. */
  replayed: 100_000,
  rowsPerSheet: 200_000,
  connectionsPerMember: 20,
  connectionsPerAddress: 2_500,
} as const
