import { spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';

/** What to connect with, and how. Each answers with the same word, said by the server. */
export type Attempt =
  | { readonly kind: 'pg'; readonly config: string | object }
  | { readonly kind: 'mysql'; readonly config: string | object }
  | {
      readonly kind: 'redis';
      readonly config: string | { readonly host: string; readonly port: number; readonly password: string };
    }
  /** A line for a real shell; what is given on its input is for the program it starts. */
  | { readonly kind: 'sh'; readonly line: string; readonly input: string };
export type Outcome = { readonly said: string } | { readonly failed: string };

const SAY = "select 'hello from the server' as said";

async function attempt(each: Attempt): Promise<string> {
  switch (each.kind) {
    case 'pg': {
      const { config } = each;
      const client = new Client(typeof config === 'string' ? { connectionString: config } : config);
      await client.connect();
      try {
        const { rows } = await client.query<{ said: string }>(SAY);
        return rows[0]?.said ?? '';
      } finally {
        await client.end();
      }
    }
    case 'mysql': {
      const connection = await createConnection(each.config as string);
      try {
        const [rows] = await connection.query(SAY);
        return (rows as { said: string }[])[0]?.said ?? '';
      } finally {
        await connection.end();
      }
    }
    case 'redis': {
      const options = { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null };
      const { config } = each;
      const client = typeof config === 'string' ? new Redis(config, options) : new Redis({ ...config, ...options });
      client.on('error', () => {});
      try {
        await client.connect();
        return String(await client.call('ECHO', 'hello from the server'));
      } finally {
        client.disconnect();
      }
    }
    case 'sh':
      return await new Promise((resolve, reject) => {
        const child = spawn('sh', ['-c', each.line], { stdio: ['pipe', 'pipe', 'pipe'] });
        let out = '';
        let err = '';
        child.stdout.on('data', (chunk) => (out += String(chunk)));
        child.stderr.on('data', (chunk) => (err += String(chunk)));
        child.once('error', reject);
        child.once('close', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error(err.trim()))));
        child.stdin.end(each.input);
      });
  }
}

let text = '';
for await (const chunk of process.stdin) text += String(chunk);
const outcomes: Record<string, Outcome> = {};
for (const [name, each] of Object.entries(JSON.parse(text) as Record<string, Attempt>)) {
  outcomes[name] = await attempt(each).then(
    (said) => ({ said }),
    (error: Error & { code?: string }) => ({ failed: `${error.code ?? ''} ${error.message}`.trim() }),
  );
}
process.stdout.write(JSON.stringify(outcomes));
