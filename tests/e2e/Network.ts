/** A network between a browser and the hub that can be cut: a TCP relay on a port of its own. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export class Network {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #up = true

  private constructor(server: Server) {
    this.#server = server
  }

  /** A relay to this port of the machine. */
  static async to(port: number): Promise<Network> {
    const network = new Network(createServer())
    network.#server.on('connection', near => network.#relay(near, port))
    network.#server.listen(0, '127.0.0.1')
    await once(network.#server, 'listening')
    return network
  }

  /** The same address, by way of this network. */
  through(url: string): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the network is gone')
    return url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${address.port}`)
  }

  cut(): void {
    this.#up = false
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.#up = true
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #relay(near: Socket, port: number): void {
    if (!this.#up) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  }
}
