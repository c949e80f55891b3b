// Stands in for Electron's own default_app.asar, which the runtime from the npm registry lacks:
// `electron [-r module] <path> [args]`, `electron --version`, `electron --abi`.
// It is an ES module that awaits the app's import: as CommonJS, an ES module app could find 'ready' already fired.
import { app } from 'electron';
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

function readArguments(args) {
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    if (argument === '-v' || argument === '--version') return { answer: `v${process.versions.electron}`, preloads };
    if (argument === '-a' || argument === '--abi') return { answer: process.versions.modules, preloads };
    if (argument === '-r' || argument === '--require') preloads.push(args[(index += 1)]);
    else if (argument.startsWith('--app=')) return { file: argument.slice('--app='.length), preloads };
    else if (!argument.startsWith('-')) return { file: argument, preloads };
  }
  return { preloads };
}

function applyManifest(folder) {
  const file = path.join(folder, 'package.json');
  if (!fs.existsSync(file)) return false;
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName || manifest.name || app.name;
  app.setDesktopName(manifest.desktopName || `${app.name}.desktop`);
  return true;
}

const { answer, file, preloads } = readArguments(process.argv.slice(1));
if (answer !== undefined) {
  console.log(answer);
  process.exit(0);
}
if (preloads.length > 0) Module._preloadModules(preloads);
if (file === undefined) {
  console.error('Usage: electron <path>');
  process.exit(1);
}
try {
  const target = path.resolve(file);
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  const hasManifest = applyManifest(target);
  const main = Module._resolveFilename(target, null, true);
  app.setAppPath(hasManifest ? target : path.dirname(main));
  await import(pathToFileURL(main).href);
} catch (error) {
  console.error(`Unable to start ${file}:`, error);
  process.exit(1);
}
