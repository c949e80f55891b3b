import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebSocket } from 'ws';
import type { Journal } from '../world/journal.ts';
import type { Tokens } from '../world/tokens.ts';
import { loginPage } from './login-page.ts';

type Pending = { readonly id: string; readonly socket: WebSocket; readonly page: string };

/**
 * Login by browser: `wss://<host>/v1/cli-login` with JSON text messages, read from the official command line client.
 * init → init-ack with a page to open → login-success | login-failure; the client may send aborted.
 */
export type Logins = {
  readonly begin: (socket: WebSocket) => void;
  /** Serves the login page; false if the request is for something else. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly pages: () => string[];
  /** Answers the newest login that waits; false if none does. */
  readonly answer: (answer: 'approve' | 'deny', message?: string) => boolean;
};

type LoginParts = { readonly tokens: Tokens; readonly journal: Journal; readonly baseUrl: () => string };

export function createLogins({ tokens, journal, baseUrl }: LoginParts): Logins {
  const pending = new Map<string, Pending>();

  function finish(one: Pending, message: object): void {
    pending.delete(one.id);
    one.socket.send(JSON.stringify(message));
    one.socket.close(1000);
    journal.changed();
  }

  function decide(one: Pending, answer: 'approve' | 'deny', message?: string): void {
    if (answer === 'approve') {
      const apiToken = tokens.issue({ name: 'browser login' });
      finish(one, { type: 'login-success', apiToken, contextName: 'acme' });
    } else {
      finish(one, { type: 'login-failure', message: message ?? 'The request was denied' });
    }
  }

  return {
    begin(socket) {
      const id = randomUUID();
      socket.on('error', () => socket.terminate());
      socket.on('message', (raw: Buffer) => {
        const { type } = parse(raw.toString());
        if (type === 'init') {
          const page = `${baseUrl()}/login/${id}`;
          pending.set(id, { id, socket, page });
          socket.send(JSON.stringify({ type: 'init-ack', loginPage: page }));
          journal.changed();
        }
        if (type === 'aborted') socket.close(1000);
      });
      socket.on('close', () => {
        pending.delete(id);
        journal.changed();
      });
    },
    async serve(request, response) {
      const match = /^\/login\/([\w-]+)(?:\/(approve|deny))?$/.exec(request.url ?? '');
      if (!match) return false;
      const one = pending.get(match[1] ?? '');
      const answer = match[2] as 'approve' | 'deny' | undefined;
      const acts = answer !== undefined && request.method === 'POST';
      request.resume();
      journal.addRequest(request.method ?? 'GET', request.url ?? '', one ? 200 : 410);
      if (one && acts) decide(one, answer);
      const outcome = acts ? (answer === 'approve' ? 'approved' : 'denied') : 'ask';
      response.writeHead(one ? 200 : 410, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(loginPage(match[1] ?? '', one ? outcome : 'gone'));
      await Promise.resolve();
      return true;
    },
    pages: () => [...pending.values()].map((one) => one.page),
    answer(answer, message) {
      const one = [...pending.values()].at(-1);
      if (!one || one.socket.readyState !== WebSocket.OPEN) return false;
      decide(one, answer, message);
      return true;
    },
  };
}

function parse(text: string): { type?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
