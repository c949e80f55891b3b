import type { InspectedState } from '../contract/inspector.ts';
import { keepBody } from './body.ts';
import type { Recorded, RequestFacts, ResponseFacts } from './recorded.ts';

export type Recording = {
  readonly entry: Recorded;
  /** What is told of it while it goes on; bytes are valid during the call only. */
  readonly sink: {
    readonly requestBody: (bytes: Buffer) => void;
    readonly requestEnd: () => void;
    readonly response: (head: ResponseFacts) => void;
    readonly responseBody: (bytes: Buffer) => void;
    readonly end: (how: Exclude<InspectedState, 'open'>) => void;
  };
};

/** Writes down one request as it happens. `onChange` is called for each step, and has to be cheap. */
export function record(
  about: Pick<Recorded, 'id' | 'forward' | 'tunnel' | 'isReplay'> & { readonly request: RequestFacts },
  onChange: () => void,
): Recording {
  const startedAt = performance.now();
  const since = () => Math.round((performance.now() - startedAt) * 10) / 10;
  const entry: Recorded = {
    ...about,
    at: Date.now(),
    requestBody: keepBody(),
    responseBody: keepBody(),
    isRequestWhole: false,
    response: undefined,
    state: 'open',
    firstByteMs: undefined,
    tookMs: undefined,
  };
  return {
    entry,
    sink: {
      requestBody(bytes) {
        entry.requestBody.add(bytes);
        onChange();
      },
      requestEnd() {
        entry.isRequestWhole = true;
        onChange();
      },
      response(head) {
        entry.response = head;
        entry.firstByteMs = since();
        onChange();
      },
      responseBody(bytes) {
        entry.responseBody.add(bytes);
        onChange();
      },
      end(how) {
        entry.state = how;
        entry.tookMs = since();
        onChange();
      },
    },
  };
}
