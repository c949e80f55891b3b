import { afterEach, beforeEach, expect } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { createApi, type Api, type ApiParts } from '../../electron/northflank/api.ts';
import { openApiServer, type ApiServer, type ApiServerOptions } from '../support/api-server.ts';
import { recordLines, wholeText } from '../support/lines.ts';

export const TOKEN = 'nf-secret-4f81c0ffee';
/** Retries follow at once. */
export const FAST = { backoff: { firstMs: 1, capMs: 1 } };

type Now = {
  server: ApiServer;
  /** A client of the server. */
  api: Api;
  /** Another one, closed with the test. */
  open: (parts?: Partial<ApiParts>) => Api;
  /** What the clients logged. */
  lines: ReturnType<typeof recordLines>;
};

/** Anew for each test of the file; after each, no log line may hold the token. */
export function freshApi(options: ApiServerOptions = {}): Now {
  const now = {} as Now;
  let apis: Api[] = [];

  beforeEach(async () => {
    now.server = await openApiServer({}, options);
    now.lines = recordLines();
    now.open = (parts = {}) => {
      const { host, ca } = now.server;
      const { log } = now.lines;
      const api = createApi({ host, ca, token: () => TOKEN, log, userAgent: 'Portside/1', timing: FAST, ...parts });
      apis.push(api);
      return api;
    };
    now.api = now.open();
  });

  afterEach(async () => {
    for (const api of apis) api.close();
    apis = [];
    await now.server.close();
    expect(now.lines.text()).not.toContain(TOKEN);
  });

  return now;
}

/** The failure of a job, whose whole text is without the token. */
export async function failureOf(job: Promise<unknown>): Promise<Failure> {
  const error: unknown = await job.then(
    () => 'no failure',
    (reason: unknown) => reason,
  );
  expect(wholeText(error)).not.toContain(TOKEN);
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
}
