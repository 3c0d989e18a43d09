/** Ending live connections because of who their member is now (docs/SPEC.md AUTH-10, JOIN-11). */
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Connection } from './Connection.ts'

/** A room, as far as ending goes. */
export interface HasConnections {
  readonly connections: Iterable<Connection>
}

/** Counts what was ended, so that a door which looked somebody up before looks again. */
export class Endings {
  #count = 0

  /** Closes a member's connections in all these rooms; only those of one session when it is named. */
  end(
    rooms: Promise<readonly HasConnections[]>,
    why: ErrorCode,
    { member, session }: { readonly member: string; readonly session?: string | undefined },
  ): void {
    this.#count++
    rooms.then(
      all => {
        for (const connection of all.flatMap(({ connections }) => [...connections])) {
          const { speaker } = connection
          if (speaker.member.id === member && (session ?? speaker.session) === speaker.session) connection.close(why)
        }
      },
      // Rooms that cannot be listed have nobody in them.
      () => undefined,
    )
  }

  /** Runs a look at who comes in until nothing was ended meanwhile: what it saw is then still so. */
  async settled<T>(look: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = this.#count
      const seen = await look()
      if (before === this.#count) return seen
    }
  }
}
