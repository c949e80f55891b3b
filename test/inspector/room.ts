import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { Inspected, Inspector } from '../../electron/contract/inspector.ts';
import { createInspector } from '../../electron/inspector/inspector.ts';
import type { RequestFacts, ResponseFacts } from '../../electron/inspector/recorded.ts';
import { createFacts } from '../support/gateway-facts.ts';
import { onTestFinished } from 'vitest';

export const WEB = 'acc/-/demo/service/web';

type Told = { readonly inspector: Partial<Inspector>; readonly requests: Readonly<Record<string, Inspected>> };

/** An inspector with all that it told the window. */
export function openRoom(address?: LocalAddress) {
  const facts = createFacts();
  const told: Told[] = [];
  const inspector = createInspector({
    tell: (change, requests) => {
      told.push({ inspector: change as Partial<Inspector>, requests });
      facts.check();
    },
    addressOf: () => address,
    version: '1.2.3',
  });
  onTestFinished(() => inspector.close());
  const last = () => told.at(-1) ?? { inspector: {}, requests: {} };
  return { inspector, told, last, until: facts.until };
}

export const asked = (change: Partial<RequestFacts> = {}): RequestFacts => ({
  method: 'GET',
  path: '/',
  version: '1.1',
  fields: [['Host', 'web']],
  bytes: 40,
  ...change,
});

export const answered = (change: Partial<ResponseFacts> = {}): ResponseFacts => ({
  status: 200,
  reason: 'OK',
  version: '1.1',
  fields: [['Content-Type', 'application/json']],
  bytes: 60,
  ...change,
});

type Room = ReturnType<typeof openRoom>;

/** One request and its answer, as the engine tells of them. */
export function happen(
  { inspector }: Room,
  {
    request = asked(),
    sent = '',
    response = answered(),
    got = '',
    forward = WEB,
    peerPort = 1,
  }: {
    request?: RequestFacts;
    sent?: string | Buffer;
    response?: ResponseFacts;
    got?: string | Buffer;
    forward?: string;
    peerPort?: number;
  } = {},
): void {
  const sink = inspector.observe({ forward, tunnel: `${forward}:8080`, peerPort })?.request(request);
  if (!sink) throw new Error('nobody looks');
  if (sent.length > 0) sink.requestBody(Buffer.from(sent));
  sink.requestEnd();
  sink.response(response);
  if (got.length > 0) sink.responseBody(Buffer.from(got));
  sink.end('complete');
}
