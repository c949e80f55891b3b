import { build as pack, type CliOptions } from 'electron-builder';
import { build, projectRoot } from './build.ts';
import { packagingConfiguration, type PackagingOptions } from './electron-builder.ts';
import { findElectron, wantedElectronVersion } from './electron-runtime.ts';
import { checkNode, preflight } from './preflight.ts';

const USAGE = `npm run package -- [--dir] [--linux|--mac|--win [target …]] [--x64] [--arm64]

  --dir   an unpacked app in dist/, nothing else
  Without a system the one it runs on is packed, with all its targets.
  E2E_BUILD=1 leaves the door open for tests; do not ship what it makes.`;

const SYSTEMS = ['linux', 'mac', 'win'] as const;

/** Turns the command line into what electron-builder takes; throws a sentence for what it does not know. */
export function readPackageArguments(given: string[]): CliOptions {
  const options: CliOptions = {};
  let targets: string[] | undefined;
  for (const argument of given) {
    const system = SYSTEMS.find((name) => argument === `--${name}`);
    if (system !== undefined) options[system] = targets = [];
    else if (argument === '--dir') options.dir = true;
    else if (argument === '--x64') options.x64 = true;
    else if (argument === '--arm64') options.arm64 = true;
    else if (!argument.startsWith('-') && targets !== undefined) targets.push(argument);
    else throw new Error(`"${argument}" is not understood.\n\n${USAGE}`);
  }
  return options;
}

/**
 * A runtime that is not the version package.json asks for was found where that one cannot be loaded; electron-builder
 * could not load it either. It serves for Linux only, being one for Linux.
 */
async function packagingOptions(options: CliOptions): Promise<PackagingOptions> {
  const drivable = process.env['E2E_BUILD'] === '1';
  const forLinux = process.platform === 'linux' && options.mac === undefined && options.win === undefined;
  if (!forLinux) return { drivable };
  const { dist, version } = await findElectron();
  await preflight('package');
  return version === wantedElectronVersion() ? { drivable } : { drivable, runtime: { dist, version } };
}

async function main(given: string[]): Promise<void> {
  const options = readPackageArguments(given);
  checkNode();
  const config = packagingConfiguration(await packagingOptions(options));
  await build();
  for (const file of await pack({ ...options, projectDir: projectRoot, config })) console.log(file);
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
