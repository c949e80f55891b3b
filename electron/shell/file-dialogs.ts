import { open } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { Failure } from '../contract/failure.ts';
import { MAX_FILE_BYTES } from '../contract/proposal.ts';
import { whyNotWritten, writeWhole } from './write-whole.ts';

type TextFile = { readonly name: string; readonly text: string };

const reasonOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.message : 'unknown';

/** Reads no more than is allowed, whatever the file says of its size: a device has none, and never ends. */
async function readText(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const room = Buffer.alloc(MAX_FILE_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(room, length, room.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === room.length) break;
    }
    if (length > MAX_FILE_BYTES) {
      throw new Failure('file-too-large', { args: { file: path.basename(file), kilobytes: MAX_FILE_BYTES / 1024 } });
    }
    return room.toString('utf8', 0, length);
  } finally {
    await handle.close();
  }
}

/** Over which a dialog of the system is put. */
export const parent = () => BrowserWindow.getAllWindows().find((window) => window.isVisible());

/** Which file it is, only the user says, in a dialog of the system; undefined where it was closed. */
export async function openTextFile(title: string): Promise<TextFile | undefined> {
  const options = { title, properties: ['openFile' as const, 'showHiddenFiles' as const] };
  const over = parent();
  const { filePaths } = over ? await dialog.showOpenDialog(over, options) : await dialog.showOpenDialog(options);
  const [file] = filePaths;
  if (file === undefined) return undefined;
  try {
    return { name: path.basename(file), text: await readText(file) };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('file-unreadable', {
      args: { file: path.basename(file), reason: reasonOf(error) },
      cause: error,
    });
  }
}

type Kind = { readonly name: string; readonly extensions: string[] };
const YAML: Kind = { name: 'YAML', extensions: ['yaml', 'yml'] };

type NewFile = { readonly name: string; readonly data: string | Uint8Array; readonly kind: Kind };

/** Resolves also where the dialog was closed. */
export async function saveFile({ name, data, kind }: NewFile): Promise<void> {
  const options = {
    defaultPath: path.join(app.getPath('documents'), name),
    filters: [kind],
    properties: ['showHiddenFiles' as const, 'showOverwriteConfirmation' as const],
  };
  const over = parent();
  const { filePath } = over ? await dialog.showSaveDialog(over, options) : await dialog.showSaveDialog(options);
  if (!filePath) return;
  try {
    await writeWhole(filePath, data);
  } catch (error) {
    throw new Failure('file-unwritable', {
      args: { file: path.basename(filePath), reason: whyNotWritten(error) },
      cause: error,
    });
  }
}

export const saveTextFile = ({ name, text }: TextFile, kind = YAML): Promise<void> =>
  saveFile({ name, data: text, kind });
