/** The part of dynalite that is used here; the package brings no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the LevelDB store; in memory without it. */
    path?: string;
    /** Milliseconds that a new table stays in CREATING. */
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }
  /** Makes a server that answers the DynamoDB protocol once it listens. */
  export default function dynalite(options: Options): Server;
}
