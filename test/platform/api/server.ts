import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Parts } from '../parts.ts';
import { ApiError, type Answer, errorAnswer } from './answer.ts';
import { routes } from './routes.ts';
import { demand } from './scope.ts';

const BODY_LIMIT = 64 * 1024;
const INFO = '/v1/port-forwarding/info/';

/** Answers one REST request: faults first, then the login page, then the API. */
export async function serveRequest(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const path = request.url ?? '/';
  const verdict = await parts.rules.judge(method, path);
  if (verdict.kind === 'hang') {
    parts.journal.addRequest(method, path, 0);
    return;
  }
  if (verdict.kind === 'reset') {
    parts.journal.addRequest(method, path, 0);
    (parts.front.clientOf(request.socket) ?? request.socket).resetAndDestroy();
    return;
  }
  if (verdict.kind === 'pass' && (await parts.logins.serve(request, response))) return;
  const answer =
    verdict.kind === 'answer'
      ? {
          status: verdict.status,
          body: verdict.body ?? errorAnswer(verdict.status, `HTTP ${verdict.status} as ordered`).body,
          headers: verdict.headers,
        }
      : await answerOf(parts, request);
  parts.journal.addRequest(method, path, answer.status);
  send(response, answer);
}

async function answerOf(parts: Parts, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const token = parts.tokens.verify(request.headers.authorization);
  if (!token) return errorAnswer(401, 'Unauthorized');
  // Whether the real platform counts info requests is not known; here they are free, as a tunnel's upgrade is.
  const budget = url.pathname.startsWith(INFO) ? undefined : parts.rateLimit.count(token);
  const headers = budget?.headers ?? {};
  if (budget && !budget.allowed) {
    const retryAfter = headers['x-ratelimit-reset'] ?? '1';
    return { ...errorAnswer(429, 'Rate limit exceeded'), headers: { ...headers, 'retry-after': retryAfter } };
  }
  try {
    const body = await readBody(request);
    for (const { method, pattern, handle } of routes) {
      const match = method === request.method ? pattern.exec(url.pathname) : null;
      if (!match) continue;
      if (method === 'GET' && url.pathname !== '/v1/auth' && url.pathname !== '/v1/login') demand(token, 'list');
      const path = Object.fromEntries(
        Object.entries(match.groups ?? {}).flatMap(([key, value]) =>
          // A group that took no part in the match is undefined, whatever the typings say.
          (value as string | undefined) === undefined ? [] : [[key, decodeURIComponent(value)]],
        ),
      );
      return { headers, ...handle({ parts, token, path, query: url.searchParams, body }) };
    }
    return { ...errorAnswer(404, 'Not found'), headers };
  } catch (error) {
    if (error instanceof ApiError) return { ...errorAnswer(error.status, error.message, error.id), headers };
    throw error;
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) throw new ApiError(400, 'Body too large');
  }
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(400, 'Body is not JSON');
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const raw = typeof body === 'string';
  const bytes = Buffer.from(raw ? body : JSON.stringify(body));
  response.writeHead(status, {
    'content-type': raw ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(bytes);
}
