/** What a handler gives back; `body` is sent as JSON. */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const DEFAULT_PER_PAGE = 50;
const MAX_PER_PAGE = 100;
const CURSOR_PREFIX = 'offset:';

export class ApiError extends Error {
  readonly status: number;
  readonly id: string;
  constructor(status: number, message: string, id = ERROR_IDS[status] ?? 'error') {
    super(message);
    this.status = status;
    this.id = id;
  }
}

const ERROR_IDS: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'too-many-requests',
};

export function data(value: unknown): Answer {
  return { status: 200, body: { data: value } };
}

/** The one answer without an envelope is the port-forwarding info. */
export function bare(value: unknown): Answer {
  return { status: 200, body: value };
}

export function errorAnswer(status: number, message: string, id?: string): Answer {
  return { status, body: { error: { status, message, id: id ?? ERROR_IDS[status] ?? 'error' } } };
}

/** One page of `items` under `key`, as `per_page`, `page` and `cursor` of the query ask. */
export function paged(key: string, items: readonly unknown[], query: URLSearchParams): Answer {
  const perPage = positive(query, 'per_page', DEFAULT_PER_PAGE);
  if (perPage > MAX_PER_PAGE) throw new ApiError(400, `per_page must not be greater than ${MAX_PER_PAGE}`);
  const cursor = query.get('cursor');
  const start = cursor === null ? (positive(query, 'page', 1) - 1) * perPage : offsetOf(cursor);
  const page = items.slice(start, start + perPage);
  const end = start + page.length;
  const hasNextPage = end < items.length;
  return {
    status: 200,
    body: {
      data: { [key]: page },
      pagination: { hasNextPage, ...(hasNextPage && { cursor: cursorAt(end) }), count: page.length },
    },
  };
}

function positive(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new ApiError(400, `${name} must be a positive integer`);
  return value;
}

function cursorAt(offset: number): string {
  return Buffer.from(`${CURSOR_PREFIX}${offset}`).toString('base64url');
}

function offsetOf(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const offset = text.startsWith(CURSOR_PREFIX) ? Number(text.slice(CURSOR_PREFIX.length)) : Number.NaN;
  if (!Number.isInteger(offset) || offset < 0) throw new ApiError(400, 'Invalid cursor');
  return offset;
}
