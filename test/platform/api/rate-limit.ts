import type { Token } from '../world/tokens.ts';

const DEFAULT_LIMIT = 1000;
const DEFAULT_WINDOW_SECONDS = 3600;

/** 1000 requests an hour per token by default; the window starts with its first request. */
export type RateLimit = {
  readonly set: (limit: number, windowSeconds: number) => void;
  readonly clear: () => void;
  /** Counts one request: whether it may pass, and the headers that every answer carries. */
  readonly count: (token: Token) => { readonly allowed: boolean; readonly headers: Record<string, string> };
};

export function createRateLimit(): RateLimit {
  let limit = DEFAULT_LIMIT;
  let windowMs = DEFAULT_WINDOW_SECONDS * 1000;
  let epoch = 0;
  return {
    set(newLimit, windowSeconds) {
      limit = newLimit;
      windowMs = windowSeconds * 1000;
      epoch = Date.now();
    },
    clear() {
      limit = DEFAULT_LIMIT;
      windowMs = DEFAULT_WINDOW_SECONDS * 1000;
      epoch = Date.now();
    },
    count({ window }) {
      const now = Date.now();
      if (window.startedAt < epoch || now >= window.startedAt + windowMs) {
        window.startedAt = now;
        window.used = 0;
      }
      window.used += 1;
      return {
        allowed: window.used <= limit,
        headers: {
          'x-ratelimit-limit': String(limit),
          'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
          'x-ratelimit-reset': String(Math.ceil((window.startedAt + windowMs - now) / 1000)),
        },
      };
    },
  };
}
