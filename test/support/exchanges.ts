import type { ConnectionSink, RequestHead, ResponseHead } from '../../electron/engine/observe.ts';

export type Seen = {
  readonly request: RequestHead;
  response?: ResponseHead;
  sent: string;
  got: string;
  isRequestWhole: boolean;
  end: string;
};

/** Everything that is told of a connection. */
export function watchExchanges(isOver: () => boolean = () => false) {
  const seen: Seen[] = [];
  const unread: string[] = [];
  const sink: ConnectionSink = {
    request(head) {
      const entry: Seen = { request: head, sent: '', got: '', isRequestWhole: false, end: '' };
      seen.push(entry);
      return {
        requestBody: (bytes) => (entry.sent += bytes.toString('latin1')),
        requestEnd: () => (entry.isRequestWhole = true),
        response: (told) => (entry.response = told),
        responseBody: (bytes) => (entry.got += bytes.toString('latin1')),
        end: (how) => (entry.end = how),
      };
    },
    unread: (why) => unread.push(why),
    isOver,
  };
  /** `GET / → 200 complete` */
  const lines = () =>
    seen.map(({ request, response, end }) =>
      [request.method, request.path, '→', response?.status ?? '-', end || 'open'].join(' '),
    );
  return { sink, seen, unread, lines };
}
