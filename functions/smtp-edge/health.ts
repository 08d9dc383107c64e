/** `GET /healthz` for the load balancer and the local start: 200 while new connections are welcome. */
import { createServer, type Server } from 'node:http';

export function createHealthServer(isDraining: () => boolean): Server {
  return createServer((request, response) => {
    request.resume();
    const path = request.url?.split('?', 1)[0];
    if (path !== '/healthz') {
      response.writeHead(404).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const draining = isDraining();
    response
      .writeHead(draining ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify({ status: draining ? 'draining' : 'ok' }));
  });
}
