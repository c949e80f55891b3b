import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAuthority } from '../platform/certificates.ts';
import { inTurn, openApiServer, raw } from '../support/api-server.ts';
import { FAST, failureOf, TOKEN, freshApi } from './fresh-api.ts';

const PATH = '/v1/projects';
afterEach(() => vi.unstubAllEnvs());

describe.each(['http1', 'both'] as const)('where the server speaks %s:', (speaks) => {
  const at = freshApi({ speaks });

  describe('an answer that is not the API', () => {
    test.each([
      ['a page', '<html>Sign in to the network</html>'],
      ['half an answer', '{"data": {"projects": ['],
      ['nothing', ''],
    ])('%s, is api-malformed', async (_, text) => {
      at.server.answer(PATH, raw(text));
      expect((await failureOf(at.api.get(PATH))).problem).toEqual({
        code: 'api-malformed',
        args: { host: at.server.host },
      });
    });

    test('a redirect is not followed, so the token goes nowhere else', async () => {
      const elsewhere = await openApiServer({ '/': { data: 1 } });
      at.server.answer(PATH, raw('', 302, { location: `${elsewhere.host}/` }));
      const failure = await failureOf(at.api.get(PATH));
      await elsewhere.close();
      expect(failure.problem.code).toBe('api-malformed');
      expect(elsewhere.asked).toEqual([]);
    });

    test('one that never ends is cut at 8 MiB', async () => {
      let sent = 0;
      at.server.answer(PATH, (_, response) => {
        const chunk = Buffer.alloc(1024 * 1024, 32);
        const more = () => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        };
        response.on('drain', more);
        more();
      });
      expect((await failureOf(at.api.get(PATH))).problem.code).toBe('api-malformed');
      expect(sent).toBeLessThan(32 * 1024 * 1024);
      expect(at.server.asked).toHaveLength(1);
    });

    test('headers without end are no answer', async () => {
      at.server.answer(PATH, raw('{}', 200, { 'x-long': 'x'.repeat(100_000) }));
      // By HTTP/2 the server itself sends no such field, and gives the answer up.
      const code = speaks === 'http1' ? 'api-malformed' : 'api-unreachable';
      expect((await failureOf(at.api.get(PATH))).problem.code).toBe(code);
    });
  });

  describe('a far side that cannot be reached', () => {
    const unreachable = (host: string, reason: string) => ({ code: 'api-unreachable', args: { host, reason } });

    test('because nobody listens, says so after three tries', async () => {
      await at.server.close();
      const { problem, retriable } = await failureOf(at.api.get(PATH));
      expect(problem).toEqual(unreachable(at.server.host, 'it refuses connections'));
      expect(retriable).toBe(true);
      expect(at.lines.text().match(/request failed/g)).toHaveLength(3);
    });

    test('because its name is not known, says so', async () => {
      const host = 'https://no-such-host.invalid';
      expect((await failureOf(at.open({ host }).get(PATH))).problem).toMatchObject({
        code: 'api-unreachable',
        args: { host },
      });
    });

    test('because connections are cut, is asked three times', async () => {
      at.server.answer(PATH, (request) => request.socket.destroy());
      expect((await failureOf(at.api.get(PATH))).problem).toEqual(
        unreachable(at.server.host, 'the connection was cut'),
      );
      expect(at.server.asked).toHaveLength(3);
    });

    test('because the answer is cut in the middle, gives no half answer', async () => {
      const half: Parameters<typeof inTurn>[0] = (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"data":', () => request.socket.destroy());
      };
      at.server.answer(PATH, inTurn(half, half, half, { data: 1 }));
      expect((await failureOf(at.api.get(PATH))).problem).toEqual(
        unreachable(at.server.host, 'the connection was cut'),
      );
      expect((await at.api.get(PATH)).body).toEqual({ data: 1 });
    });

    test.each([
      ['says nothing', () => {}],
      ['never ends its answer', (_: unknown, response: { write: (text: string) => void }) => response.write('{')],
    ])('because it %s, is given up in time and not asked again', async (_, answer) => {
      at.server.answer(PATH, answer);
      const failure = await failureOf(at.open({ timing: { ...FAST, timeoutMs: 300 } }).get(PATH));
      expect(failure.problem).toEqual(unreachable(at.server.host, 'it took too long'));
      expect(at.server.asked).toHaveLength(1);
    });

    test('because it speaks no TLS, says so and hears no token', async () => {
      let heard = '';
      const plain = createServer((socket) => {
        socket.on('error', () => {});
        socket.on('data', (chunk) => {
          heard += chunk.toString('latin1');
          socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
        });
      });
      await new Promise<void>((resolve) => {
        plain.listen(0, '127.0.0.1', resolve);
      });
      const host = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
      const failure = await failureOf(at.open({ host }).get(PATH));
      await new Promise((resolve) => {
        plain.close(resolve);
      });
      expect(failure.problem).toEqual(unreachable(host, 'it does not speak TLS'));
      expect(heard).not.toContain(TOKEN);
      expect(heard).not.toBe('');
    });
  });

  describe('a certificate', () => {
    test('of an unknown authority is refused, and the server hears no request', async () => {
      const failure = await failureOf(at.open({ ca: undefined }).get(PATH));
      expect(failure.problem.code).toBe('certificate-untrusted');
      expect(failure.problem.args).toMatchObject({ host: at.server.host, reason: 'its authority is not known here' });
      expect(at.server.asked).toEqual([]);
    });

    test('of an unknown authority is refused too where the environment would have Node trust anyone', async () => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      const failure = await failureOf(at.open({ ca: undefined }).get(PATH));
      expect(failure.problem.code).toBe('certificate-untrusted');
      expect(at.server.asked).toEqual([]);
    });

    test('for another name is refused', async () => {
      const authority = await createAuthority();
      const other = await openApiServer({}, { certificate: await authority.issue(['other.example']) });
      const failure = await failureOf(at.open({ host: other.host, ca: authority.ca }).get(PATH));
      await other.close();
      expect(failure.problem).toMatchObject({
        code: 'certificate-untrusted',
        args: { reason: 'it belongs to another name' },
      });
      expect(other.asked).toEqual([]);
    });

    test('of one of several given authorities is accepted', async () => {
      at.server.answer(PATH, { data: 1 });
      const { ca } = await createAuthority();
      expect((await at.open({ ca: [ca, at.server.ca] }).get(PATH)).body).toEqual({ data: 1 });
    });

    test.each(['not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
      'authority that cannot be read (%j) is named at once',
      (ca) => {
        expect(() => at.open({ ca })).toThrow('certificate-untrusted');
      },
    );
  });
});
