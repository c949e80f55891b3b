import type { ForwardId, TunnelId } from '../contract/forward.ts';
import type { InspectedState, RequestId } from '../contract/inspector.ts';
import type { KeptBody } from './body.ts';

export type Fields = readonly (readonly [name: string, value: string])[];

/** What the engine tells of a request; by shape, since rooms do not see each other. */
export type RequestFacts = {
  readonly method: string;
  readonly path: string;
  readonly version: string;
  readonly fields: Fields;
  readonly bytes: number;
};

export type ResponseFacts = {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly fields: Fields;
  readonly bytes: number;
};

/** One request as it was, with all its secrets. Never leaves main's memory without `mask.ts`, but to be sent again. */
export type Recorded = {
  readonly id: RequestId;
  readonly forward: ForwardId;
  readonly tunnel: TunnelId;
  readonly at: number;
  readonly isReplay: boolean;
  readonly request: RequestFacts;
  readonly requestBody: KeptBody;
  readonly responseBody: KeptBody;
  isRequestWhole: boolean;
  response: ResponseFacts | undefined;
  state: InspectedState;
  firstByteMs: number | undefined;
  tookMs: number | undefined;
};

/** Objects and strings around the bodies, roughly. */
const ENTRY_BYTES = 1024;

export const costOf = ({ request, response, requestBody, responseBody }: Recorded): number =>
  ENTRY_BYTES + 2 * (request.bytes + (response?.bytes ?? 0)) + requestBody.cost() + responseBody.cost();

export const fieldOf = (fields: Fields, name: string): string | undefined =>
  fields.find(([each]) => each.toLowerCase() === name)?.[1];

/** Whether it can be sent again as it was. */
export const isWhole = ({ isRequestWhole, requestBody, state }: Recorded): boolean =>
  isRequestWhole && !requestBody.isCut() && state !== 'upgraded';
