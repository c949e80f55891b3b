import { openPlatform, type PlatformFacts, type PlatformOptions } from './platform.ts';

/**
 * The platform's own process. With `--stand-alone` for a human; otherwise a child of `startPlatform`, told what to do
 * by one argument of JSON, and gone when its parent is gone.
 */
export type Ready = { readonly type: 'ready'; readonly facts: PlatformFacts };
export type Failed = { readonly type: 'failed'; readonly message: string };

const standAlone = process.argv.includes('--stand-alone');
const options = standAlone ? optionsOf(process.argv) : (JSON.parse(process.argv[2] ?? '{}') as PlatformOptions);
const opening = openPlatform(options);
let ending: Promise<void> | undefined;

process.on('SIGINT', end);
process.on('SIGTERM', end);
process.on('disconnect', end);
// Whoever started it may have left while this file was loaded.
if (!standAlone && !process.connected) end();
process.on('message', (message) => {
  if (message === 'close') end();
});

try {
  const { facts } = await opening;
  if (standAlone) greet(facts);
  else if (process.connected) process.send?.({ type: 'ready', facts } satisfies Ready);
} catch (error) {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (standAlone) console.error(message);
  else process.send?.({ type: 'failed', message } satisfies Failed);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}

/** Whoever asked may leave while databases still come up; these are waited for, so that nothing of them stays. */
function end(): void {
  ending ??= (async () => {
    try {
      await (await opening).close();
    } finally {
      process.exit();
    }
  })();
}

function optionsOf(args: readonly string[]): PlatformOptions {
  const value = (name: string): string | undefined => {
    const index = args.indexOf(name);
    return index === -1 ? undefined : args[index + 1];
  };
  const port = value('--port');
  const path = value('--topology');
  return {
    start: args.includes('--lazy') ? 'lazy' : 'eager',
    ...(port !== undefined && { port: Number(port) }),
    ...(path !== undefined && { topology: path }),
  };
}

function greet(facts: PlatformFacts): void {
  console.log(
    [
      `Demo platform  ${facts.url}`,
      `CA file        ${facts.caFile}`,
      `Team token     ${facts.tokens.team}`,
      `Org token      ${facts.tokens.org}`,
      `Read-only      ${facts.tokens.readOnly}`,
      `Control        http://127.0.0.1:${facts.control.port} (x-control-secret: ${facts.control.secret})`,
      ...(facts.missing.length > 0 ? [`Not installed  ${facts.missing.join(', ')}`] : []),
      'Ctrl-C ends it.',
    ].join('\n'),
  );
}
