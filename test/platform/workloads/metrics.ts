import http from 'node:http';
import { listenOnLoopback } from './listen.ts';
import type { Opener } from './registry.ts';

/** Prometheus text, any Host. */
export const metricsWorkload: Opener = {
  per: 'pod',
  async open({ live, pod }) {
    let scrapes = 0;
    const startedAt = Date.now();
    const server = http.createServer((request, response) => {
      request.resume();
      scrapes += 1;
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'x-instance': pod.name });
      const labels = `{service="${live.id}",instance="${pod.name}"}`;
      response.end(
        [
          '# HELP scrapes_total Times that this page was read.',
          '# TYPE scrapes_total counter',
          `scrapes_total${labels} ${scrapes}`,
          '# HELP process_uptime_seconds Seconds since the start.',
          '# TYPE process_uptime_seconds gauge',
          `process_uptime_seconds${labels} ${((Date.now() - startedAt) / 1000).toFixed(3)}`,
          '',
        ].join('\n'),
      );
    });
    return await listenOnLoopback(server);
  },
};
