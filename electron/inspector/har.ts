import { setImmediate } from 'node:timers/promises';
import { type InspectedBody, type InspectedMessage, MASK } from '../contract/inspector.ts';
import { fieldOf, type Fields, type Recorded } from './recorded.ts';
import { detailOf } from './views.ts';

type NamedValue = { readonly name: string; readonly value: string };

const pairs = (fields: Fields): NamedValue[] => fields.map(([name, value]) => ({ name, value }));

function queryOf(url: string): NamedValue[] {
  const [, query] = url.split('#')[0]?.split(/\?(.*)/s) ?? [];
  return query ? Array.from(new URLSearchParams(query), ([name, value]) => ({ name, value })) : [];
}

/** `a=1; b=2` and `Set-Cookie: a=1; Path=/` alike, with the values that are there: masked ones. */
function cookiesOf(fields: Fields, name: 'cookie' | 'set-cookie'): NamedValue[] {
  return fields
    .filter(([each]) => each.toLowerCase() === name)
    .flatMap(([, value]) => (name === 'cookie' ? value.split(';') : value.split(';').slice(0, 1)))
    .flatMap((each) => {
      const at = each.indexOf('=');
      return at < 1 ? [] : [{ name: each.slice(0, at).trim(), value: each.slice(at + 1).trim() }];
    });
}

const noteOf = (body: InspectedBody): string | undefined => {
  if (body.kind === 'binary') return 'The body is not text and was left out.';
  if (body.kind === 'packed') return `The body is packed (${body.coding}) and was left out.`;
  return body.kind === 'text' && body.isCut ? 'Only the beginning of the body was kept.' : undefined;
};

const textIn = ({ body }: InspectedMessage) => (body.kind === 'text' ? body.text : undefined);

function harEntry(entry: Recorded, origin: string): object {
  const { request, response, entry: summary } = detailOf(entry);
  const host = fieldOf(entry.request.fields, 'host');
  const path = summary.path;
  // A mark in an address has to be written as one.
  const url = (path.startsWith('/') ? `http://${host ?? origin}${path}` : path).replaceAll(
    MASK,
    encodeURIComponent(MASK),
  );
  const type = fieldOf(request.fields, 'content-type') ?? '';
  const sent = textIn(request);
  const got = response && textIn(response);
  const notes = [noteOf(request.body), response && noteOf(response.body)].filter((note) => note !== undefined);
  const wait = summary.firstByteMs ?? -1;
  const took = summary.tookMs ?? summary.firstByteMs ?? 0;
  return {
    startedDateTime: new Date(summary.at).toISOString(),
    time: took,
    request: {
      method: summary.method,
      url,
      httpVersion: `HTTP/${request.version}`,
      cookies: cookiesOf(request.fields, 'cookie'),
      headers: pairs(request.fields),
      queryString: queryOf(url),
      headersSize: entry.request.bytes,
      bodySize: request.bytes,
      ...(sent !== undefined && { postData: { mimeType: type, params: [], text: sent } }),
    },
    response: {
      status: response ? (summary.status ?? 0) : 0,
      statusText: response?.reason ?? '',
      httpVersion: response ? `HTTP/${response.version}` : '',
      cookies: response ? cookiesOf(response.fields, 'set-cookie') : [],
      headers: response ? pairs(response.fields) : [],
      content: {
        size: got === undefined ? (response?.bytes ?? 0) : Buffer.byteLength(got),
        mimeType: (response && fieldOf(response.fields, 'content-type')) ?? '',
        ...(got !== undefined && { text: got }),
      },
      redirectURL: (response && fieldOf(response.fields, 'location')) ?? '',
      headersSize: entry.response?.bytes ?? -1,
      bodySize: response?.bytes ?? -1,
    },
    cache: {},
    timings: { send: 0, wait: Math.max(0, wait), receive: Math.max(0, took - Math.max(0, wait)) },
    ...(notes.length > 0 && { comment: notes.join(' ') }),
  };
}

/** HTTP Archive 1.2, without secrets. `originOf` is where the tunnel is reached, for requests without a Host. */
export async function harOf(
  kept: readonly Recorded[],
  version: string,
  originOf: (tunnel: string) => string,
): Promise<string> {
  const entries: object[] = [];
  for (const entry of kept) {
    entries.push(harEntry(entry, originOf(entry.tunnel)));
    // Unpacking and masking take a while, and the tunnels run in this process.
    await setImmediate();
  }
  const log = {
    version: '1.2',
    creator: { name: 'Portside', version },
    pages: [],
    entries,
    comment: 'Logins, cookies and values of secret names were masked.',
  };
  return `${JSON.stringify({ log }, undefined, 2)}\n`;
}
