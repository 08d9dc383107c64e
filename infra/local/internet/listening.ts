/** Listening for connections on one address and port. */
import { once } from 'node:events';
import type { Server } from 'node:net';

/** Whether listening failed because somebody else has that address and port. */
export function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Starts to listen and gives the port, which is a free one for port 0. Rejects with the system's error. */
export async function listen(server: Server, address: string, port: number): Promise<number> {
  server.listen(port, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has an address and a port');
  return bound.port;
}
