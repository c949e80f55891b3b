import http2 from 'node:http2';
import { listenOnLoopback } from './listen.ts';
import type { Opener } from './registry.ts';

/** HTTP/2 with prior knowledge, no TLS: POST gives back the body, GET says who answered. */
export const h2cWorkload: Opener = {
  per: 'pod',
  async open({ live, pod }) {
    const server = http2.createServer((request, response) => {
      response.setHeader('x-instance', pod.name);
      if (request.method === 'POST') {
        request.pipe(response);
        return;
      }
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          service: live.spec.name,
          instance: pod.name,
          authority: request.authority,
          path: request.url,
          httpVersion: request.httpVersion,
        }),
      );
    });
    return await listenOnLoopback(server);
  },
};
