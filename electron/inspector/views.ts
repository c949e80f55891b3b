import type { Inspected, InspectedBody, InspectedDetail } from '../contract/inspector.ts';
import { maskFields, maskPath } from './mask.ts';
import { isWhole, type Fields, type Recorded, type RequestFacts } from './recorded.ts';
import type { KeptBody } from './body.ts';
import { readBody } from './text.ts';

/** Longer paths are cut in the list; the details have them whole. */
const LISTED_PATH = 500;

const paths = new WeakMap<RequestFacts, string>();

/** Masked once: the list is told of again and again. */
function listedPath(request: RequestFacts): string {
  const known = paths.get(request) ?? maskPath(request.path).slice(0, LISTED_PATH);
  paths.set(request, known);
  return known;
}

export function summaryOf(entry: Recorded): Inspected {
  const { id, forward, tunnel, at, state, response, firstByteMs, tookMs } = entry;
  return {
    id,
    forward,
    tunnel,
    at,
    method: entry.request.method,
    path: listedPath(entry.request),
    state,
    ...(response && { status: response.status }),
    ...(firstByteMs !== undefined && { firstByteMs }),
    ...(tookMs !== undefined && { tookMs }),
    requestBytes: entry.requestBody.total(),
    responseBytes: entry.responseBody.total(),
    ...(entry.isReplay && { isReplay: true as const }),
  };
}

function bodyOf(kept: KeptBody, fields: Fields): InspectedBody {
  const { raw: _, ...body } = readBody(kept, fields) as InspectedBody & { raw?: string };
  return body;
}

export function detailOf(entry: Recorded): InspectedDetail {
  const { request, response, requestBody, responseBody } = entry;
  return {
    entry: { ...summaryOf(entry), path: maskPath(request.path) },
    request: {
      version: request.version,
      fields: maskFields(request.fields),
      bytes: requestBody.total(),
      body: bodyOf(requestBody, request.fields),
    },
    ...(response && {
      response: {
        version: response.version,
        reason: response.reason,
        fields: maskFields(response.fields),
        bytes: responseBody.total(),
        body: bodyOf(responseBody, response.fields),
      },
    }),
    isWhole: isWhole(entry),
  };
}
