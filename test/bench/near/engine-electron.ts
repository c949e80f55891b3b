import { app, BrowserWindow } from 'electron';
import { evenPriority, serve } from './client.ts';
import { createEngineClient } from './engine.ts';

/** The engine where the app has it: in Electron's main process, with a window that is hidden. */
async function main(): Promise<void> {
  await app.whenReady();
  evenPriority();
  const window = new BrowserWindow({ show: false });
  await window.loadURL('about:blank');
  serve(createEngineClient());
}

app.on('window-all-closed', () => {});
void main();
