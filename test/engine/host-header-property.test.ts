import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHostRewriter } from '../../electron/engine/host-header.ts';

const FULL = 'web.ns-demo.svc.cluster.local';
const rewrite = { names: ['web', 'p01.web'], to: FULL };
const DECOY = 'GET / HTTP/1.1\r\nHost: web\r\n\r\n';

function through(chunks: readonly Buffer[]): string {
  const rewriter = createHostRewriter(rewrite);
  const pieces: Buffer[] = [];
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    for (const piece of rewriter.push(reused)) pieces.push(Buffer.from(piece));
    reused.fill(0);
  }
  return Buffer.concat([...pieces, ...rewriter.end()]).toString('latin1');
}

function split(text: string, cuts: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });
const latin1 = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const body = fc.oneof(latin1, fc.constantFrom('', DECOY, `\r\n${DECOY}`, 'x'.repeat(20_000)));

type Message = { readonly sent: string; readonly expected: string };

const host = fc.oneof(
  fc
    .tuple(fc.constantFrom('web', 'Web', 'WEB.', 'p01.web', 'p01.web.'), fc.constantFrom('', ':', ':80', ':8080'))
    .map(([name, port]) => [name + port, FULL + port] as const),
  fc
    .constantFrom('web.web', '127.24.1.1:80', FULL, `${FULL}:1`, '[::1]:8080', 'web2')
    .map((name) => [name, name] as const),
);
const blanks = fc.constantFrom('', ' ', '\t', '  \t');
const otherFields = fc.array(
  fc.constantFrom(
    'X-Forwarded-Host: web',
    'Accept: */*',
    'A:',
    'Expect: 100-continue',
    'Connection: keep-alive',
    'X-Note: \xe4',
  ),
  { maxLength: 3 },
);

/** What a body looks like on the wire, and the field that announces it. */
const framed = fc.oneof(
  fc.constant({ field: undefined, wire: '' }),
  body.map((text) => ({ field: `Content-Length: ${text.length}`, wire: text })),
  fc
    .tuple(
      fc.array(
        body.filter((text) => text !== ''),
        { maxLength: 4 },
      ),
      fc.constantFrom('', ';a', ';a="b;c"'),
      fc.constantFrom('', 'Host: web\r\n', 'X-Sum: 1\r\n'),
    )
    .map(([chunks, extension, trailers]) => ({
      field: 'Transfer-Encoding: chunked',
      wire:
        chunks.map((text) => `${text.length.toString(16)}${extension}\r\n${text}\r\n`).join('') +
        `0\r\n${trailers}\r\n`,
    })),
);

const message: fc.Arbitrary<Message> = fc
  .record({
    gap: fc.constantFrom('', '\r\n'),
    line: fc.constantFrom('GET / HTTP/1.1', 'POST http://web:8080/a HTTP/1.1', 'patch /?Host:web HTTP/1.1'),
    name: fc.constantFrom('Host', 'host', 'HOST', 'hOsT'),
    before: blanks,
    after: blanks,
    host,
    fields: otherFields,
    position: fc.nat(),
    framed,
  })
  .map(({ gap, line, name, before, after, host: [sent, expected], fields, position, framed: { field, wire } }) => {
    const write = (value: string) => {
      const lines: string[] = [...fields, ...(field ? [field] : [])];
      lines.splice(position % (lines.length + 1), 0, `${name}:${before}${value}${after}`);
      return `${gap}${line}\r\n${lines.join('\r\n')}\r\n\r\n${wire}`;
    };
    return { sent: write(sent), expected: write(expected) };
  });

test('pipelined requests come out right however they are split', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), cuts, (messages, cutsOf) => {
      const sent = messages.map((each) => each.sent).join('');
      const expected = messages.map((each) => each.expected).join('');
      expect(through([Buffer.from(sent, 'latin1')])).toBe(expected);
      expect(through(split(sent, cutsOf))).toBe(expected);
    }),
    { numRuns: 400 },
  );
});

/** Requests with a few bytes of damage: here only sameness can be promised. */
const damaged = fc
  .tuple(
    fc.array(message, { minLength: 1, maxLength: 3 }),
    fc.array(
      fc.tuple(fc.nat(), fc.oneof(latin1, fc.constantFrom('\r', '\n', ' ', ':', '\0', ',')), fc.nat({ max: 3 })),
      {
        maxLength: 3,
      },
    ),
  )
  .map(([messages, damage]) => {
    let text = messages.map((each) => each.sent).join('');
    for (const [where, what, lost] of damage) {
      const at = where % (text.length + 1);
      text = text.slice(0, at) + what + text.slice(at + lost);
    }
    return text;
  });

test('any bytes come out the same however they are split', () => {
  fc.assert(
    fc.property(fc.oneof(damaged, latin1), cuts, (text, cutsOf) => {
      expect(through(split(text, cutsOf))).toBe(through([Buffer.from(text, 'latin1')]));
    }),
    { numRuns: 400 },
  );
});

test('a damaged request loses and gains nothing but Host values', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      // A replacement that occurs nowhere else shows where names were replaced.
      const mark = 'M_-.-_M';
      const rewriter = createHostRewriter({ names: rewrite.names, to: mark });
      const out = Buffer.concat([...rewriter.push(Buffer.from(text, 'latin1')), ...rewriter.end()]).toString('latin1');
      let at = 0;
      for (const part of out.split(mark)) {
        const name = at === 0 ? '' : (/^(?:p01\.)?web\.?/i.exec(text.slice(at))?.[0] ?? '');
        const candidates = [name, name.replace(/\.$/, '')];
        const gap = candidates.find((candidate) => text.startsWith(part, at + candidate.length));
        expect(gap).toBeDefined();
        at += (gap ?? '').length + part.length;
      }
      expect(at).toBe(text.length);
    }),
    { numRuns: 200 },
  );
});

test('without names every byte passes at once', () => {
  fc.assert(
    fc.property(fc.oneof(damaged, latin1), cuts, (text, cutsOf) => {
      const rewriter = createHostRewriter({ names: [], to: FULL });
      for (const chunk of split(text, cutsOf)) expect(Buffer.concat(rewriter.push(chunk)).equals(chunk)).toBe(true);
    }),
  );
});
